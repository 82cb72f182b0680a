using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Ci2;
using Hcos.Contracts.Cie;
using Hcos.Kernel.Messages;

namespace Hcos.Contracts.Arml;

/// <summary>
/// Changes a stopped server resource. A resize claims the larger of both sizes first, and is refused as
/// <c>no-capacity</c> when the capacity known now does not suffice.
/// </summary>
/// <param name="Resource">Which.</param>
/// <param name="Task">The identity of the change, unique for the resource.</param>
/// <param name="Change">What.</param>
/// <param name="Deadline">When it is given up.</param>
[MessageName("arml.change-server.v1")]
public sealed record ChangeServer(
    ResourceId Resource, Guid Task, ServerChange Change, DateTimeOffset Deadline) : IHasDeadline
{
    /// <inheritdoc/>
    public ICommand Later(TimeSpan by) => this with { Deadline = Deadline + by };
}

/// <summary>A change of a stopped server was taken on.</summary>
[MessageName("arml.server-change-begun.v1")]
public sealed record ServerChangeBegun(
    ResourceId Resource, Guid Task, ServerChange Change, DateTimeOffset Deadline) : IEvent;

/// <summary>A change of a stopped server ended.</summary>
[MessageName("arml.server-change-ended.v1")]
public sealed record ServerChangeEnded(
    ResourceId Resource,
    Guid Task,
    ServerChange Change,
    DriverTaskOutcome Outcome,
    string? Reason,
    ResourceObject? Observed,
    DateTimeOffset At) : IEvent;

/// <summary>A claim holds another amount.</summary>
/// <param name="Claim">Which.</param>
/// <param name="Resource">Of which resource.</param>
/// <param name="Environment">Where.</param>
/// <param name="Host">Native id of the host.</param>
/// <param name="Former">What it held before.</param>
/// <param name="Amount">
/// What it holds now: the larger of both sizes while a resize is under way, or may have happened.
/// </param>
/// <param name="Target">What the resize under way leads to; null once it is known what the resource has.</param>
[MessageName("arml.claim-resized.v1")]
public sealed record ClaimResized(
    ClaimId Claim,
    ResourceId Resource,
    EnvironmentId Environment,
    string Host,
    Capacity Former,
    Capacity Amount,
    Capacity? Target) : IEvent;
