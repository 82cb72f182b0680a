using System.Text.Json.Serialization;
using Hcos.Ci2.Calls;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Ci2;
using Hcos.Contracts.Cie;
using Hcos.Kernel.Messages;

namespace Hcos.Ci2.Tasks;

/// <summary>A driver task was taken on, with all that it takes to carry it out.</summary>
/// <param name="Task">Its identity.</param>
/// <param name="Environment">Where.</param>
/// <param name="Resource">For which resource.</param>
/// <param name="Action">What.</param>
/// <param name="Kind">The kind of resource.</param>
/// <param name="Spec">What is wanted.</param>
/// <param name="Key">The native key, when it was told.</param>
/// <param name="Power">For a change of power.</param>
/// <param name="Deadline">When it is given up; null for never.</param>
/// <param name="LongestRepeat">The longest wait between two runs.</param>
/// <param name="Reach">How the environment is reached; null while it is not known here.</param>
/// <param name="Change">For a change of a stopped server.</param>
[MessageName("ci2.task-taken.v1")]
internal sealed record TaskTaken(
    Guid Task,
    EnvironmentId Environment,
    ResourceId Resource,
    DriverAction Action,
    ResourceKind Kind,
    ResourceSpec? Spec,
    ResourceKey? Key,
    PowerAction? Power,
    DateTimeOffset? Deadline,
    TimeSpan LongestRepeat,
    Reach? Reach,
    ServerChange? Change = null) : IEvent
{
    /// <summary>The key that the object has or, where the platform lets us choose, will have.</summary>
    [JsonIgnore]
    public ResourceKey NativeKey => Key ?? new ResourceKey(Kind, Resource.ToString());
}

/// <summary>The environment of a task is reached in a new way.</summary>
[MessageName("ci2.task-redirected.v1")]
internal sealed record TaskRedirected(Guid Task, Reach Reach) : IEvent;

/// <summary>A run did not succeed and is repeated; the first time that this happened in this way.</summary>
/// <param name="Task">Which task.</param>
/// <param name="Outcome">Unavailable or uncertain; uncertain stays until an observation ends it.</param>
/// <param name="Reason">For people.</param>
[MessageName("ci2.task-delayed.v1")]
internal sealed record TaskDelayed(Guid Task, DriverTaskOutcome Outcome, string Reason) : IEvent;

/// <summary>The deadline of a task has come: nothing is begun any more, a last read tells how it stands.</summary>
[MessageName("ci2.task-overdue.v1")]
internal sealed record TaskOverdue(Guid Task) : IEvent;
