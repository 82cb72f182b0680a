namespace Hcos.Bsl.Placement;

/// <summary>What a good place is. Weights add up to 1; a change of any of them is another version.</summary>
/// <param name="Version">The name of these weights.</param>
/// <param name="Balance">The share of processors or memory, whichever is scarcer, that stays free.</param>
/// <param name="Spread">Distance from the other servers of the group.</param>
/// <param name="Disk">The share of disk that stays free.</param>
/// <param name="Best">How many candidates a decision names.</param>
public sealed record PlacementPolicy(string Version, float Balance, float Spread, float Disk, int Best)
{
    /// <summary>Spread first, then balance.</summary>
    public static PlacementPolicy Default { get; } = new("balanced-1", 0.5f, 0.4f, 0.1f, 5);
}
