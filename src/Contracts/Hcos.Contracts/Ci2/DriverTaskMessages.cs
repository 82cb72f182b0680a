using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Cie;
using Hcos.Kernel.Messages;

namespace Hcos.Contracts.Ci2;

/// <summary>What a driver task does.</summary>
public enum DriverAction
{
    /// <summary>Create or converge.</summary>
    Ensure,

    /// <summary>Change a server's execution.</summary>
    Power,

    /// <summary>Remove.</summary>
    Delete,

    /// <summary>Read, and change nothing: to be sure before something is adopted.</summary>
    Look,

    /// <summary>Change what a stopped server is: its size, or its disk by way of a snapshot.</summary>
    Change,
}

/// <summary>How a driver task ended (the answers of an effect in <c>kernel.md</c>).</summary>
public enum DriverTaskOutcome
{
    /// <summary>What was wanted holds, by a read begun afterwards.</summary>
    Done,

    /// <summary>The request makes no sense to the platform.</summary>
    Invalid,

    /// <summary>The credential lacks the right, or the environment is observe-only.</summary>
    Denied,

    /// <summary>Something it needs is not there.</summary>
    Missing,

    /// <summary>The present state forbids it, or somebody else has it.</summary>
    Conflict,

    /// <summary>The platform says that it is full.</summary>
    Exhausted,

    /// <summary>The environment did not answer before the deadline; it surely did not happen.</summary>
    Unavailable,

    /// <summary>It may have happened; the deadline came before an observation could tell.</summary>
    Uncertain,
}

/// <summary>Orders one native change. Repeating it under the same id changes nothing.</summary>
/// <param name="Task">The identity of the task.</param>
/// <param name="Environment">Where.</param>
/// <param name="Resource">For which resource of ours.</param>
/// <param name="Action">What.</param>
/// <param name="Kind">The kind of resource.</param>
/// <param name="Spec">
/// What is wanted; for <see cref="DriverAction.Ensure"/>, and for deleting what may be half made.
/// </param>
/// <param name="Key">The native key, when it is known.</param>
/// <param name="Power">
/// For <see cref="DriverAction.Power"/>; for <see cref="DriverAction.Ensure"/>: what follows once it is made, by a call
/// of its own. The task is done when both are.
/// </param>
/// <param name="Deadline">When it is given up; null for clean-up, which never gives up.</param>
/// <param name="Change">For <see cref="DriverAction.Change"/>.</param>
[MessageName("ci2.run-driver-task.v1")]
public sealed record RunDriverTask(
    Guid Task,
    EnvironmentId Environment,
    ResourceId Resource,
    DriverAction Action,
    ResourceKind Kind,
    ResourceSpec? Spec,
    ResourceKey? Key,
    PowerAction? Power,
    DateTimeOffset? Deadline,
    ServerChange? Change = null) : IHasDeadline
{
    /// <inheritdoc/>
    public ICommand Later(TimeSpan by) => this with { Deadline = Deadline + by };
}

/// <summary>A driver task was taken on.</summary>
[MessageName("ci2.driver-task-begun.v1")]
public sealed record DriverTaskBegun(
    Guid Task, EnvironmentId Environment, ResourceId Resource, DriverAction Action) : IEvent;

/// <summary>A driver task ended.</summary>
/// <param name="Task">Which.</param>
/// <param name="Environment">Where.</param>
/// <param name="Resource">For which resource of ours.</param>
/// <param name="Action">What it was to do.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Reason">For people; null when done.</param>
/// <param name="Key">The native key of the object concerned, when it is known.</param>
/// <param name="Observed">The object by a read begun after acting; null when deleted or not seen.</param>
/// <param name="At">When that read began.</param>
[MessageName("ci2.driver-task-ended.v1")]
public sealed record DriverTaskEnded(
    Guid Task,
    EnvironmentId Environment,
    ResourceId Resource,
    DriverAction Action,
    DriverTaskOutcome Outcome,
    string? Reason,
    ResourceKey? Key,
    ResourceObject? Observed,
    DateTimeOffset At) : IEvent;

/// <summary>Looks whether an endpoint answers, before it is registered.</summary>
[MessageName("ci2.test-endpoint.v1")]
public sealed record TestEndpoint(Guid Test, EnvironmentAddress Address) : ICommand;

/// <summary>A test of an endpoint was taken on.</summary>
[MessageName("ci2.endpoint-test-begun.v1")]
public sealed record EndpointTestBegun(Guid Test) : IEvent;

/// <summary>An endpoint answered or did not.</summary>
/// <param name="Test">Which test.</param>
/// <param name="Outcome">Done when it answered.</param>
/// <param name="NativeIdentity">Who answered.</param>
/// <param name="Version">Product and version.</param>
/// <param name="Reason">Why not.</param>
[MessageName("ci2.endpoint-tested.v1")]
public sealed record EndpointTested(
    Guid Test, DriverTaskOutcome Outcome, string? NativeIdentity, string? Version, string? Reason) : IEvent
{
    /// <summary>The rights that the credential gives there, in the platform's words.</summary>
    public string? Scope { get; init; }

    /// <summary>What the driver can do there, with the access that was asked for.</summary>
    public IReadOnlyList<string>? Abilities { get; init; }
}
