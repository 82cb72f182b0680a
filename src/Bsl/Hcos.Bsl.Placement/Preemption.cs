namespace Hcos.Bsl.Placement;

/// <summary>Which servers would have to go for a request that fits nowhere.</summary>
/// <param name="Key">On which candidate.</param>
/// <param name="Victims">Which, by name.</param>
/// <param name="IsLeast">
/// Whether no set on this candidate is better; false where there were so many that not all sets were looked at.
/// </param>
public sealed record Preemption(CandidateKey Key, IReadOnlyList<Victim> Victims, bool IsLeast);
