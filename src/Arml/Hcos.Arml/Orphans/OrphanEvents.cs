using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Cie;
using Hcos.Kernel.Messages;

namespace Hcos.Arml.Orphans;

/// <summary>Something that carries our mark or form was seen.</summary>
[MessageName("arml.marked-noted.v1")]
internal sealed record MarkedNoted(
    EnvironmentId Environment, ResourceKey Key, string Name, ResourceState State, ResourceId MadeFor) : IEvent;

/// <summary>Something that carried our mark or form is there no more, or carries it no more.</summary>
[MessageName("arml.marked-lost.v1")]
internal sealed record MarkedLost(EnvironmentId Environment, ResourceKey Key) : IEvent;

/// <summary>One listing showed it as nobody's; another will tell.</summary>
[MessageName("arml.orphan-suspected.v1")]
internal sealed record OrphanSuspected(
    EnvironmentId Environment, ResourceKey Key, DateTimeOffset At, string? Scope) : IEvent;

/// <summary>It was somebody's, or not there, when another listing came.</summary>
[MessageName("arml.orphan-cleared.v1")]
internal sealed record OrphanCleared(EnvironmentId Environment, ResourceKey Key) : IEvent;

/// <summary>CI2 has the driver task that removes an orphan.</summary>
[MessageName("arml.reap-task-taken.v1")]
internal sealed record ReapTaskTaken(EnvironmentId Environment, Guid Task) : IEvent;

/// <summary>The driver task that removes an orphan ended.</summary>
/// <param name="Environment">Where.</param>
/// <param name="Task">Which.</param>
/// <param name="Failure">Why nothing came of it; null when it was done.</param>
/// <param name="At">When it was seen to be gone, in CI2's log time.</param>
[MessageName("arml.reap-task-over.v1")]
internal sealed record ReapTaskOver(
    EnvironmentId Environment, Guid Task, string? Failure, DateTimeOffset At) : IEvent;
