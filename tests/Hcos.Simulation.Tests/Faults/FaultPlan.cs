using Hcos.Simulation.Tests.Scenarios;
using Hcos.Simulation.Tests.World;

namespace Hcos.Simulation.Tests.Faults;

/// <summary>
/// Which faults a run meets and how often: every seed has some of them only, so that no kind hides behind another.
/// </summary>
/// <param name="Kinds">The kinds that happen.</param>
/// <param name="Count">How many of them there are, about.</param>
/// <param name="NativeRate">The chance that something goes wrong with a changing native call.</param>
/// <param name="EndsWithOutage">
/// Whether the faults end with all layers killed at once: everything is owed at once.
/// </param>
internal sealed record FaultPlan(IReadOnlyList<FaultKind> Kinds, int Count, double NativeRate, bool EndsWithOutage)
{
    /// <summary>How many kinds a run meets at least; it is counted.</summary>
    public const int LeastKinds = 8;

    /// <summary>How many faults a run meets at least; it is counted.</summary>
    public const int LeastFaults = 50;

    private const int MostKinds = 12;
    private const int MostFaults = 80;

    /// <summary>The kinds that stand in for those that cannot happen in this run.</summary>
    public IReadOnlyList<FaultKind> Spare { get; private init; } = [];

    /// <summary>How many of them there must be: none where a run is smaller than a whole one.</summary>
    public int Least { get; private init; }

    /// <summary>How many of them there are at most.</summary>
    public int Most { get; private init; } = int.MaxValue;

    /// <summary>The plan of a seed, less what a smaller run leaves out.</summary>
    public static FaultPlan Of(RunSize size)
    {
        var plan = Of(size.Seed);
        return plan with
        {
            Kinds = [.. plan.Kinds.Except(size.Without)],
            Spare = size.IsWhole ? [.. Enum.GetValues<FaultKind>().Except(plan.Kinds)] : [],
            Least = size.IsWhole ? LeastFaults : 0,
            Most = size.Faults,
            Count = Math.Max(1, plan.Count * size.Rough / RunSize.WholeRough),
            NativeRate = size.Without.Contains(FaultKind.Driver) ? 0 : plan.NativeRate,
            EndsWithOutage = plan.EndsWithOutage && !size.Without.Contains(FaultKind.Crash),
        };
    }

    public static FaultPlan Of(int seed)
    {
        var dice = new Dice(seed, "plan");
        var kinds = Enum.GetValues<FaultKind>().OrderBy(_ => dice.Fraction()).ToList();
        return new FaultPlan(
            [.. kinds.Take(dice.Between(LeastKinds, MostKinds))],
            dice.Between(LeastFaults + 12, MostFaults),
            dice.Chance(0.6) ? dice.Fraction() * 0.3 : 0,
            dice.Chance(0.2));
    }
}
