namespace Hcos.Bsl.Placement;

/// <summary>What rebalancing answers.</summary>
/// <param name="Competing">The hosts in competition, by key; none means that there is nothing to do.</param>
/// <param name="Moves">
/// What ends all competition, in an order in which each target has room when its turn comes, where there is such an
/// order; none when nothing is to be done or nothing helps.
/// </param>
/// <param name="EndsAll">Whether no host is in competition afterwards.</param>
/// <param name="AtLeast">No plan has fewer moves than this: what is proved.</param>
/// <param name="IsLeast">Whether no plan has fewer moves than this one.</param>
/// <param name="IsBest">Whether, of those, none carries fewer bytes, and of those none leaves more room.</param>
public sealed record RebalancingPlan(
    IReadOnlyList<CandidateKey> Competing,
    IReadOnlyList<ServerMove> Moves,
    bool EndsAll,
    int AtLeast,
    bool IsLeast,
    bool IsBest);
