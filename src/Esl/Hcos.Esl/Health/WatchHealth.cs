using Hcos.Contracts.Bsl;
using Hcos.Contracts.Esl;

namespace Hcos.Esl.Health;

/// <summary>
/// The effect that watches one instance for as long as it is owed, and reports every change of its health.
/// </summary>
internal sealed record WatchHealth(SystemId System, ServerId Server, string Address, HealthSpec Health);

/// <summary>The health of an instance was seen to be otherwise than before.</summary>
internal sealed record HealthSeen(SystemId System, ServerId Server, bool IsHealthy, string? Reason);
