using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Ci2;
using Hcos.Contracts.Cie;
using Hcos.Kernel.Messages;

namespace Hcos.Contracts.Arml;

/// <summary>A server that is nobody's is in an environment, or is otherwise than was told.</summary>
/// <param name="Environment">Where.</param>
/// <param name="Key">How the platform names it.</param>
/// <param name="Name">The name people gave it.</param>
/// <param name="Host">Native id of its host; null when the platform does not say.</param>
/// <param name="HostName">The host's name.</param>
/// <param name="Amount">What it takes of the host.</param>
/// <param name="Volumes">Native ids of its disks.</param>
/// <param name="Networks">Names of its networks.</param>
/// <param name="WhyNot">Why it can never be adopted, as a word; null when it can.</param>
[MessageName("arml.foreign-server-changed.v1")]
public sealed record ForeignServerChanged(
    EnvironmentId Environment,
    ResourceKey Key,
    string Name,
    string? Host,
    string? HostName,
    Capacity Amount,
    IReadOnlyList<string> Volumes,
    IReadOnlyList<string> Networks,
    string? WhyNot = null) : IEvent;

/// <summary>A server that was nobody's is gone or has become somebody's.</summary>
[MessageName("arml.foreign-server-withdrawn.v1")]
public sealed record ForeignServerWithdrawn(EnvironmentId Environment, ResourceKey Key) : IEvent;

/// <summary>Whether anything can be adopted in an environment now.</summary>
/// <param name="Environment">Which.</param>
/// <param name="Code">Why not, as a word: <c>denied</c>, <c>unknown</c>, <c>gone</c>; null when it can.</param>
/// <param name="Reason">Why not, for people.</param>
[MessageName("arml.adoption-standing-changed.v1")]
public sealed record AdoptionStandingChanged(EnvironmentId Environment, string? Code, string? Reason) : IEvent;

/// <summary>
/// Claims what a server that is nobody's takes already, and binds it to a resource. Nothing is touched. More than there
/// is may be taken: what is there is there, and it is reported.
/// </summary>
/// <param name="Claim">The identity of the claim.</param>
/// <param name="Resource">The identity of the resource.</param>
/// <param name="Environment">Where.</param>
/// <param name="Key">The native key, which it keeps.</param>
/// <param name="Spec">What it is.</param>
/// <param name="Deadline">When it is given up.</param>
[MessageName("arml.adopt-resource.v1")]
public sealed record AdoptResource(
    ClaimId Claim,
    ResourceId Resource,
    EnvironmentId Environment,
    ResourceKey Key,
    ResourceSpec Spec,
    DateTimeOffset Deadline) : IHasDeadline
{
    /// <inheritdoc/>
    public ICommand Later(TimeSpan by) => this with { Deadline = Deadline + by };
}

/// <summary>An adoption was taken back: the resource is no longer in the books, its object is as it was.</summary>
/// <param name="Resource">Which.</param>
/// <param name="Claim">Its claim, which is released.</param>
/// <param name="Environment">Where.</param>
/// <param name="Object">What is known of the object, when it was seen.</param>
/// <param name="Evidence">When and how.</param>
[MessageName("arml.resource-disowned.v1")]
public sealed record ResourceDisowned(
    ResourceId Resource, ClaimId Claim, EnvironmentId Environment, ResourceObject? Object, Evidence? Evidence) : IEvent;
