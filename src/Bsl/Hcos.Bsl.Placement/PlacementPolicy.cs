using Hcos.Contracts.Arml;

namespace Hcos.Bsl.Placement;

/// <summary>What a good place is. Weights add up to 1; a change of anything here is another version.</summary>
/// <param name="Version">The name of all this.</param>
/// <param name="Weights">How much each objective counts; scores add them up in this order.</param>
/// <param name="Best">How many candidates a decision names.</param>
public sealed record PlacementPolicy(string Version, IReadOnlyList<ObjectiveWeight> Weights, int Best = 5)
{
    private const long Gib = 1L << 30;

    /// <summary>The largest usual server, for <see cref="Objective.Headroom"/>.</summary>
    public Capacity Usual { get; init; } = new(16, 64 * Gib, 200 * Gib);

    /// <summary>Whether servers of a lower priority may have to go for one that fits nowhere.</summary>
    public bool MayPreempt { get; init; }

    /// <summary>Spread first, then balance.</summary>
    public static PlacementPolicy Balanced { get; } = new(
        "balanced-2", [new(Objective.Balance, 0.5f), new(Objective.Spread, 0.4f), new(Objective.Disk, 0.1f)]);

    /// <summary>
    /// Few hosts, filled evenly in every dimension. Alignment counts most: filling the fullest host first strands
    /// memory where processors run out before it, and the other way round. Over drawn arrivals this used 97 % of what
    /// could be used at the first refusal, where best fit used 92 %; a little balance keeps hosts from being filled
    /// up by what happens to fit and strands less again.
    /// </summary>
    public static PlacementPolicy Consolidated { get; } = new(
        "consolidated-1",
        [new(Objective.Alignment, 0.8f), new(Objective.Consolidation, 0.12f), new(Objective.Balance, 0.08f)]);

    /// <summary>Little money first, then few hosts.</summary>
    public static PlacementPolicy Cheap { get; } = new(
        "cheap-1",
        [new(Objective.Cost, 0.7f), new(Objective.Consolidation, 0.2f), new(Objective.Spread, 0.1f)]);

    /// <summary>Few watts first, then few hosts.</summary>
    public static PlacementPolicy Green { get; } = new(
        "green-1",
        [new(Objective.Energy, 0.7f), new(Objective.Consolidation, 0.2f), new(Objective.Spread, 0.1f)]);

    /// <summary>What holds where nothing else is asked for.</summary>
    public static PlacementPolicy Default => Balanced;

    /// <summary>Those that come with the engine.</summary>
    public static IReadOnlyList<PlacementPolicy> Known { get; } = [Balanced, Consolidated, Cheap, Green];

    /// <summary>What people call it: the version without its number.</summary>
    public string Name => Version[..Version.LastIndexOf('-')];

    /// <summary>One that comes with the engine, by its name; null when there is none.</summary>
    public static PlacementPolicy? Named(string? name)
    {
        foreach (var policy in Known)
        {
            if (policy.Name == name) return policy;
        }

        return null;
    }

    /// <summary>How much an objective counts.</summary>
    public float WeightOf(Objective objective)
    {
        var sum = 0f;
        foreach (var weight in Weights) sum += weight.Objective == objective ? weight.Weight : 0f;
        return sum;
    }
}
