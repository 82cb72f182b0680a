using Hcos.Simulation.Tests.World;

namespace Hcos.Simulation.Tests.Faults;

/// <summary>
/// Which faults a run meets and how often: every seed has some of them only, so that no kind hides behind another.
/// </summary>
/// <param name="Kinds">The kinds that happen.</param>
/// <param name="Pause">The mean pause between two of them.</param>
/// <param name="NativeRate">The chance that something goes wrong with a changing native call.</param>
/// <param name="EndsWithOutage">
/// Whether the faults end with all layers killed at once: everything is owed at once.
/// </param>
internal sealed record FaultPlan(
    IReadOnlyList<FaultKind> Kinds, TimeSpan Pause, double NativeRate, bool EndsWithOutage)
{
    public static FaultPlan Of(int seed)
    {
        var dice = new Dice(seed, "plan");
        var kinds = Enum.GetValues<FaultKind>().Where(_ => dice.Chance(0.5)).ToList();
        if (kinds.Count == 0) kinds.Add(FaultKind.Crash);
        return new FaultPlan(
            kinds,
            dice.Between(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(10)),
            dice.Chance(0.6) ? dice.Fraction() * 0.3 : 0,
            dice.Chance(0.2));
    }
}

/// <summary>The kinds of faults that are drawn.</summary>
internal enum FaultKind
{
    /// <summary>A layer is killed between two actions.</summary>
    Crash,

    /// <summary>A layer stands still, is taken over, and goes on.</summary>
    TakeOver,

    /// <summary>Messages are lost, doubled, late, overtaking.</summary>
    Network,

    /// <summary>Nothing reaches one layer.</summary>
    CutLayer,

    /// <summary>The store refuses, or loses its answers.</summary>
    Store,

    /// <summary>The store is slow.</summary>
    SlowStore,

    /// <summary>An environment cannot be reached.</summary>
    CutEstate,

    /// <summary>Watches lose their connections, or hear nothing without noticing.</summary>
    Watches,

    /// <summary>One listing of an environment leaves out what is there.</summary>
    Listings,

    /// <summary>Somebody else changes servers.</summary>
    Outside,

    /// <summary>Somebody else makes, changes and removes servers of his own.</summary>
    Foreign,

    /// <summary>A guest runs and does not answer.</summary>
    Sickness,

    /// <summary>A host dies or loses memory to others.</summary>
    Hosts,
}
