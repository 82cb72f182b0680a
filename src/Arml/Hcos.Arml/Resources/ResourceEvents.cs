using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Ci2;
using Hcos.Contracts.Cie;
using Hcos.Kernel.Messages;

namespace Hcos.Arml.Resources;

/// <summary>CI2 has a driver task, though its answer was seen in an earlier life of ours only.</summary>
[MessageName("arml.driver-task-taken.v1")]
internal sealed record DriverTaskTaken(ResourceId Resource, Guid Task) : IEvent;

/// <summary>A driver task is over without what was wanted, or was never taken on.</summary>
/// <param name="Resource">Of which resource.</param>
/// <param name="Task">Which.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="WasRefused">Whether CI2 never took it on: nothing can have come of it.</param>
[MessageName("arml.driver-task-over.v1")]
internal sealed record DriverTaskOver(
    ResourceId Resource, Guid Task, DriverTaskOutcome Outcome, bool WasRefused) : IEvent;

/// <summary>Removing a resource failed; it is tried again.</summary>
/// <param name="Resource">Which.</param>
/// <param name="Number">How often it failed, from 1.</param>
/// <param name="Outcome">What the platform said.</param>
/// <param name="Reason">For people.</param>
/// <param name="AgainAt">When it is tried again, in our own log time.</param>
[MessageName("arml.removal-postponed.v1")]
internal sealed record RemovalPostponed(
    ResourceId Resource, int Number, DriverTaskOutcome Outcome, string? Reason, DateTimeOffset AgainAt) : IEvent;

/// <summary>Removing a resource is tried again.</summary>
[MessageName("arml.removal-resumed.v1")]
internal sealed record RemovalResumed(ResourceId Resource, int Number) : IEvent;

/// <summary>A platform said that it is full.</summary>
[MessageName("arml.platform-exhausted.v1")]
internal sealed record PlatformExhausted(EnvironmentId Environment, string Host, DateTimeOffset At) : IEvent;
