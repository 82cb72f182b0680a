using Hcos.Contracts.Cie;

namespace Hcos.Ci2.Calls;

/// <summary>How an environment is reached: everything a driver is made from.</summary>
/// <param name="Environment">Which.</param>
/// <param name="Address">Where it is and what may be done there.</param>
/// <param name="Generation">
/// One more whenever the address or the credential changed; a driver serves one generation.
/// </param>
internal sealed record Reach(EnvironmentId Environment, EnvironmentAddress Address, int Generation);
