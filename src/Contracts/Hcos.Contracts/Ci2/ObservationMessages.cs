using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Cie;
using Hcos.Kernel.Messages;

namespace Hcos.Contracts.Ci2;

/// <summary>A resource was seen in a state that was not known before. Unchanged objects append nothing.</summary>
/// <param name="Environment">Where.</param>
/// <param name="Key">Which.</param>
/// <param name="Object">What was seen.</param>
/// <param name="Evidence">When and how.</param>
[MessageName("ci2.resource-observed.v1")]
public sealed record ResourceObserved(
    EnvironmentId Environment, ResourceKey Key, ResourceObject Object, Evidence Evidence) : IEvent;

/// <summary>A native event implied a state; what else is known of the resource stays as it was.</summary>
[MessageName("ci2.resource-state-observed.v1")]
public sealed record ResourceStateObserved(
    EnvironmentId Environment, ResourceKey Key, ResourceState State, Evidence Evidence) : IEvent;

/// <summary>
/// A resource is surely not there: two complete listings lacked it, or a native event or a delete of ours was confirmed
/// by a read.
/// </summary>
[MessageName("ci2.resource-missing.v1")]
public sealed record ResourceMissing(EnvironmentId Environment, ResourceKey Key, Evidence Evidence) : IEvent;

/// <summary>
/// A complete listing ended. It renews the age of everything in the environment but what it lacked.
/// </summary>
/// <param name="Environment">Where.</param>
/// <param name="StartedAt">CI2's log time before the first read.</param>
/// <param name="Count">How many objects were listed.</param>
/// <param name="Lacking">Known objects that were not listed.</param>
[MessageName("ci2.sweep-completed.v1")]
public sealed record SweepCompleted(
    EnvironmentId Environment, DateTimeOffset StartedAt, int Count, IReadOnlyList<ResourceKey> Lacking) : IEvent
{
    /// <summary>CI2's log time after the last read.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The rights it was seen with, as the driver names them.</summary>
    public string? Scope { get; init; }

    /// <summary>Native calls sent to the environment since the listing before, this listing's among them.</summary>
    public long? Calls { get; init; }

    /// <summary>How many changes of servers a listing found that the watch had not told.</summary>
    public int? Untold { get; init; }

    /// <summary>How it goes on from here.</summary>
    public SyncRhythm? Rhythm { get; init; }
}

/// <summary>The environment answers (again).</summary>
[MessageName("ci2.environment-reached.v1")]
public sealed record EnvironmentReached(
    EnvironmentId Environment, string NativeIdentity, string Version, DateTimeOffset At) : IEvent;

/// <summary>The environment does not answer: all its resources are unknown from here on.</summary>
[MessageName("ci2.environment-unreachable.v1")]
public sealed record EnvironmentUnreachable(EnvironmentId Environment, string Reason, DateTimeOffset At) : IEvent;

/// <summary>
/// More than a fifth of an environment would go missing at once: nobody acts until that is confirmed.
/// </summary>
[MessageName("ci2.environment-suspect.v1")]
public sealed record EnvironmentSuspect(
    EnvironmentId Environment, int Lacking, int Known, DateTimeOffset At) : IEvent;
