using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Hcos.Contracts.Arml;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Cie;
using Hcos.Kernel.Messages;

namespace Hcos.Arml.Environments;

/// <summary>How an environment stands by CI2's log.</summary>
internal enum Standing
{
    Unknown,
    Reachable,
    Unreachable,
    Suspect,
}

/// <summary>An environment is in the books, or what may be done there changed.</summary>
[MessageName("arml.environment-noted.v1")]
internal sealed record EnvironmentNoted(
    EnvironmentId Environment, string Name, string Kind, EnvironmentAccess Access) : IEvent;

/// <summary>An environment is no longer in the books.</summary>
[MessageName("arml.environment-forgotten.v1")]
internal sealed record EnvironmentForgotten(EnvironmentId Environment) : IEvent;

/// <summary>An environment that was closed is kept: claims in it are accepted again.</summary>
[MessageName("arml.environment-reopened.v1")]
internal sealed record EnvironmentReopened(EnvironmentId Environment) : IEvent;

/// <summary>An environment stands otherwise.</summary>
[MessageName("arml.environment-standing-changed.v1")]
internal sealed record EnvironmentStandingChanged(
    EnvironmentId Environment, Standing Standing, DateTimeOffset At, string? Reason) : IEvent;

/// <summary>The first complete listing has ended: what is noted is all that there is.</summary>
[MessageName("arml.environment-surveyed.v1")]
internal sealed record EnvironmentSurveyed(EnvironmentId Environment, DateTimeOffset At) : IEvent;

/// <summary>Something that is not a server of ours is there, or is otherwise than before.</summary>
[MessageName("arml.item-noted.v1")]
internal sealed record ItemNoted(EnvironmentId Environment, ResourceKey Key, Item Item) : IEvent;

/// <summary>Something is there no more, or turned out to be ours.</summary>
[MessageName("arml.item-lost.v1")]
internal sealed record ItemLost(EnvironmentId Environment, ResourceKey Key) : IEvent;

/// <summary>
/// A platform said that a host is full, whatever our books say: nothing is placed there until it was observed.
/// </summary>
[MessageName("arml.host-full.v1")]
internal sealed record HostFull(EnvironmentId Environment, string Host, DateTimeOffset At) : IEvent;

/// <summary>A host that was full has been observed again.</summary>
[MessageName("arml.host-observed-again.v1")]
internal sealed record HostObservedAgain(EnvironmentId Environment, string Host) : IEvent;

/// <summary>As much of an observed object as the ledger needs.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Works">Whether it is in a state in which it can be used.</param>
/// <param name="Place">A server's or storage pool's host; a volume's storage pool.</param>
/// <param name="Vcpus">Processors.</param>
/// <param name="MemoryBytes">Memory in bytes.</param>
/// <param name="DiskBytes">Capacity of a storage pool, volume or image in bytes.</param>
/// <param name="MadeFor">The resource that it says it was made for.</param>
internal sealed record Item(
    string Name,
    bool Works,
    string? Place = null,
    long Vcpus = 0,
    long MemoryBytes = 0,
    long DiskBytes = 0,
    ResourceId? MadeFor = null)
{
    /// <summary>Of a host: the architecture of its processors.</summary>
    public string? Architecture { get; init; }

    /// <summary>Of a server: native ids of its disks.</summary>
    public ImmutableList<string> Volumes { get; init; } = [];

    /// <summary>Of a server: names of its networks.</summary>
    public ImmutableList<string> Networks { get; init; } = [];

    /// <summary>What a server takes of its host.</summary>
    [JsonIgnore]
    public Capacity Taken => new(Vcpus, MemoryBytes, 0);

    /// <inheritdoc/>
    public bool Equals(Item? other) =>
        other is not null
        && (Name, Works, Place, MadeFor) == (other.Name, other.Works, other.Place, other.MadeFor)
        && (Vcpus, MemoryBytes, DiskBytes) == (other.Vcpus, other.MemoryBytes, other.DiskBytes)
        && Volumes.SequenceEqual(other.Volumes, StringComparer.Ordinal)
        && Networks.SequenceEqual(other.Networks, StringComparer.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Place, Vcpus, MemoryBytes, DiskBytes);

    /// <summary>What the ledger needs of an object; null for what it does not keep.</summary>
    public static Item? Of(ResourceObject seen)
    {
        var works = seen.State == ResourceState.Running;
        return seen switch
        {
            { Host: { } host } => new(seen.Name, works, null, host.Vcpus, host.MemoryBytes)
            {
                Architecture = host.Architecture,
            },
            { Server: { } server } => new(
                seen.Name, works, server.Host, server.Vcpus, server.MemoryBytes, MadeFor: seen.MadeFor)
            {
                Volumes = [.. server.Volumes],
                Networks = [.. server.Networks],
            },
            { StoragePool: { } pool } => new(seen.Name, works, pool.Host, DiskBytes: pool.CapacityBytes),
            { Volume: { } volume } => new(seen.Name, works, volume.Pool, DiskBytes: volume.CapacityBytes),
            { Image: { } image } => new(seen.Name, works, DiskBytes: image.CapacityBytes),
            { Network: not null } => new(seen.Name, works),
            _ => null,
        };
    }
}
