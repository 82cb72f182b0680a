using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Cie;
using Hcos.Kernel.Messages;

namespace Hcos.Contracts.Arml;

/// <summary>An amount of capacity. All sizes in bytes.</summary>
/// <param name="Vcpus">Virtual processors.</param>
/// <param name="MemoryBytes">Memory.</param>
/// <param name="DiskBytes">Disk.</param>
public readonly record struct Capacity(long Vcpus, long MemoryBytes, long DiskBytes)
{
    /// <summary>Nothing.</summary>
    public static Capacity None { get; }

    /// <summary>Both together.</summary>
    public static Capacity operator +(Capacity left, Capacity right) => new(
        left.Vcpus + right.Vcpus, left.MemoryBytes + right.MemoryBytes, left.DiskBytes + right.DiskBytes);

    /// <summary>One without the other.</summary>
    public static Capacity operator -(Capacity left, Capacity right) => new(
        left.Vcpus - right.Vcpus, left.MemoryBytes - right.MemoryBytes, left.DiskBytes - right.DiskBytes);

    /// <summary>Both together.</summary>
    public static Capacity Add(Capacity left, Capacity right) => left + right;

    /// <summary>One without the other.</summary>
    public static Capacity Subtract(Capacity left, Capacity right) => left - right;

    /// <summary>Whether this fits into <paramref name="free"/>.</summary>
    public bool FitsInto(Capacity free) =>
        Vcpus <= free.Vcpus && MemoryBytes <= free.MemoryBytes && DiskBytes <= free.DiskBytes;
}

/// <summary>The identity of a claim.</summary>
/// <param name="Value">The 128 bits.</param>
public readonly record struct ClaimId(Guid Value) : ITypedId<ClaimId>
{
    /// <inheritdoc/>
    public static ClaimId From(Guid value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}

/// <summary>What a host can be given, after policy (overcommit of processors), and what others take of it.</summary>
/// <param name="Environment">Where.</param>
/// <param name="Host">Native id of the host.</param>
/// <param name="Name">Its name.</param>
/// <param name="Total">All that may be claimed there.</param>
/// <param name="Foreign">What servers take that are not ours.</param>
/// <param name="IsUsable">Whether anything may be placed there now.</param>
/// <param name="Reason">Why not; for a usable host, that others take more than it has.</param>
/// <param name="DiskPool">
/// The storage that its disk capacity comes from, when hosts of the environment share it: total and foreign disk are
/// then the whole storage's, and claims of all hosts with the same one count together. Null when it has its own.
/// </param>
/// <param name="Architecture">The architecture of its processors; null when nobody tells.</param>
[MessageName("arml.host-capacity-changed.v1")]
public sealed record HostCapacityChanged(
    EnvironmentId Environment,
    string Host,
    string Name,
    Capacity Total,
    Capacity Foreign,
    bool IsUsable,
    string? Reason,
    string? DiskPool = null,
    string? Architecture = null) : IEvent;

/// <summary>A host is gone from the books.</summary>
[MessageName("arml.host-withdrawn.v1")]
public sealed record HostWithdrawn(EnvironmentId Environment, string Host) : IEvent;

/// <summary>The images or networks that an environment offers have changed.</summary>
/// <param name="Environment">Where.</param>
/// <param name="Name">The environment's name.</param>
/// <param name="Kind">The kind of environment.</param>
/// <param name="Images">Names of its images, sorted.</param>
/// <param name="Networks">Names of its networks, sorted.</param>
[MessageName("arml.environment-offer-changed.v1")]
public sealed record EnvironmentOfferChanged(
    EnvironmentId Environment,
    string Name,
    string Kind,
    IReadOnlyList<ImageOffer> Images,
    IReadOnlyList<string> Networks) : IEvent;

/// <summary>An image that servers can be made from.</summary>
/// <param name="Name">Its name.</param>
/// <param name="CapacityBytes">The smallest disk that can be made from it.</param>
public sealed record ImageOffer(string Name, long CapacityBytes);

/// <summary>An environment no longer offers anything.</summary>
[MessageName("arml.environment-offer-withdrawn.v1")]
public sealed record EnvironmentOfferWithdrawn(EnvironmentId Environment) : IEvent;

/// <summary>No claims are held in an environment, and none is accepted until it is removed or kept.</summary>
/// <param name="Environment">Which.</param>
/// <param name="Task">The removal that asked for it.</param>
[MessageName("arml.environment-closed.v1")]
public sealed record EnvironmentClosed(EnvironmentId Environment, Guid Task) : IEvent;

/// <summary>An environment was not closed, because claims are held there.</summary>
/// <param name="Environment">Which.</param>
/// <param name="Task">The removal that asked for it.</param>
/// <param name="Claims">How many, at least one.</param>
[MessageName("arml.environment-in-use.v1")]
public sealed record EnvironmentInUse(EnvironmentId Environment, Guid Task, int Claims) : IEvent;

/// <summary>
/// Claims capacity on one host and wants the resource that will fill it; both or nothing. Refused as <c>stale</c> when
/// the capacity known now does not suffice: place again.
/// </summary>
/// <param name="Claim">The identity of the claim.</param>
/// <param name="Resource">The identity of the resource; its stream is the claim's stream.</param>
/// <param name="Environment">Where.</param>
/// <param name="Host">Native id of the host.</param>
/// <param name="Amount">How much.</param>
/// <param name="Spec">The resource wanted.</param>
/// <param name="Deadline">When the making of it is given up.</param>
/// <param name="Start">Whether it is started once it is made; it counts as made only when it runs.</param>
[MessageName("arml.claim-capacity.v1")]
public sealed record ClaimCapacity(
    ClaimId Claim,
    ResourceId Resource,
    EnvironmentId Environment,
    string Host,
    Capacity Amount,
    ResourceSpec Spec,
    DateTimeOffset Deadline,
    bool Start = false) : IHasDeadline
{
    /// <inheritdoc/>
    public ICommand Later(TimeSpan by) => this with { Deadline = Deadline + by };
}

/// <summary>
/// Capacity is held for a resource that is being made, and started if that was asked for; or for one that is adopted.
/// </summary>
/// <param name="Claim">The claim.</param>
/// <param name="Resource">For which resource.</param>
/// <param name="Environment">Where.</param>
/// <param name="Host">Native id of the host.</param>
/// <param name="Amount">How much.</param>
/// <param name="Spec">The resource wanted.</param>
/// <param name="Deadline">When the making or adopting of it is given up.</param>
/// <param name="Start">Whether it is started once it is made.</param>
/// <param name="Adopted">The native key of what is adopted: it is there, and nothing is made. Null otherwise.</param>
[MessageName("arml.capacity-claimed.v1")]
public sealed record CapacityClaimed(
    ClaimId Claim,
    ResourceId Resource,
    EnvironmentId Environment,
    string Host,
    Capacity Amount,
    ResourceSpec Spec,
    DateTimeOffset Deadline,
    bool Start = false,
    ResourceKey? Adopted = null) : IEvent;

/// <summary>
/// A claim is over; its capacity is free, on evidence that the object is gone or was never asked for.
/// </summary>
/// <param name="Claim">Which.</param>
/// <param name="Resource">Of which resource.</param>
/// <param name="Environment">Where.</param>
/// <param name="Host">Native id of the host.</param>
/// <param name="Amount">How much is free again.</param>
/// <param name="IsAbandoned">Given up without evidence, by an operator's word.</param>
[MessageName("arml.claim-released.v1")]
public sealed record ClaimReleased(
    ClaimId Claim,
    ResourceId Resource,
    EnvironmentId Environment,
    string Host,
    Capacity Amount,
    bool IsAbandoned) : IEvent;
