using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Ci2;
using Hcos.Contracts.Cie;
using Hcos.Kernel.Messages;

namespace Hcos.Contracts.Arml;

/// <summary>A resource that was wanted is there, bound to its claim.</summary>
/// <param name="Resource">Which.</param>
/// <param name="Claim">Its claim, bound from here on.</param>
/// <param name="Environment">Where.</param>
/// <param name="Key">Its native key.</param>
/// <param name="Object">What was seen after it was made; its native part stands in CI2's log.</param>
/// <param name="Evidence">When and how.</param>
[MessageName("arml.resource-provisioned.v1")]
public sealed record ResourceProvisioned(
    ResourceId Resource,
    ClaimId Claim,
    EnvironmentId Environment,
    ResourceKey Key,
    ResourceObject Object,
    Evidence Evidence) : IEvent;

/// <summary>A resource could not be made. The claim stays held until it is released.</summary>
/// <param name="Resource">Which.</param>
/// <param name="Outcome">What the platform said.</param>
/// <param name="Reason">For people.</param>
[MessageName("arml.resource-failed.v1")]
public sealed record ResourceFailed(ResourceId Resource, DriverTaskOutcome Outcome, string? Reason) : IEvent;

/// <summary>A resource of ours was seen in a new state.</summary>
/// <param name="Resource">Which.</param>
/// <param name="Environment">Where.</param>
/// <param name="State">
/// Its state; <see cref="ResourceState.Unknown"/> while its environment does not answer.
/// </param>
/// <param name="Object">What is known of it, without its native part; null when it is missing.</param>
/// <param name="Evidence">When and how it was seen last.</param>
/// <param name="Reason">Why it is unknown or missing.</param>
/// <param name="UnknownSince">While it is unknown: since when, in CI2's log time.</param>
[MessageName("arml.resource-status-changed.v1")]
public sealed record ResourceStatusChanged(
    ResourceId Resource,
    EnvironmentId Environment,
    ResourceState State,
    ResourceObject? Object,
    Evidence Evidence,
    string? Reason,
    DateTimeOffset? UnknownSince = null) : IEvent;

/// <summary>Changes the execution of a server resource.</summary>
/// <param name="Resource">Which.</param>
/// <param name="Task">The identity of the change, unique for the resource.</param>
/// <param name="Action">What.</param>
/// <param name="Deadline">When it is given up.</param>
[MessageName("arml.change-power.v1")]
public sealed record ChangePower(
    ResourceId Resource, Guid Task, PowerAction Action, DateTimeOffset Deadline) : IHasDeadline
{
    /// <inheritdoc/>
    public ICommand Later(TimeSpan by) => this with { Deadline = Deadline + by };
}

/// <summary>A change of execution was taken on.</summary>
[MessageName("arml.power-change-begun.v1")]
public sealed record PowerChangeBegun(
    ResourceId Resource, Guid Task, PowerAction Action, DateTimeOffset Deadline) : IEvent;

/// <summary>A change of execution ended.</summary>
[MessageName("arml.power-change-ended.v1")]
public sealed record PowerChangeEnded(
    ResourceId Resource,
    Guid Task,
    PowerAction Action,
    DriverTaskOutcome Outcome,
    string? Reason,
    ResourceObject? Observed,
    DateTimeOffset At) : IEvent;

/// <summary>Removes a resource and releases its claim on evidence that it is gone. Never gives up.</summary>
/// <param name="Resource">Which.</param>
/// <param name="CreateNotAfter">The <c>notAfter</c> of the claim that would create it, while that is unsettled.</param>
/// <param name="LeavesObject">
/// Takes an adoption back: the claim and the mapping end, what was adopted stays as it is. Of a resource that was made
/// here nothing is ever left.
/// </param>
[MessageName("arml.release-resource.v1")]
public sealed record ReleaseResource(
    ResourceId Resource, DateTimeOffset? CreateNotAfter, bool LeavesObject = false) : IRemoves;

/// <summary>A resource is being removed.</summary>
[MessageName("arml.resource-releasing.v1")]
public sealed record ResourceReleasing(ResourceId Resource) : IEvent;

/// <summary>A resource is gone and its claim released.</summary>
[MessageName("arml.resource-released.v1")]
public sealed record ResourceReleased(ResourceId Resource, ClaimId Claim) : IEvent;
