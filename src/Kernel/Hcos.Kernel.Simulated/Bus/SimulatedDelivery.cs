namespace Hcos.Kernel.Simulated.Bus;

/// <summary>A message that arrives.</summary>
/// <param name="To">The connection it arrives at; null for an answer, which arrives at whoever asked.</param>
/// <param name="Message">The message, read anew for this delivery: it shares nothing with what was sent.</param>
public sealed record SimulatedDelivery(SimulatedConnection? To, SimulatedMessage Message);
