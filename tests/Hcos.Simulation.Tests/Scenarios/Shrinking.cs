using System.Diagnostics;
using Hcos.Simulation.Tests.Faults;

namespace Hcos.Simulation.Tests.Scenarios;

/// <summary>
/// Makes a failing run smaller while it breaks the same promise: an earlier end, fewer commands, fewer faults, fewer
/// kinds of them. Bounded in time and tries: a run that is not the smallest is good enough.
/// </summary>
internal static class Shrinking
{
    private const int MostTries = 60;
    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(90);

    public static (RunSize Size, SimulationFailedException Failure) Shrink(
        RunSize whole, SimulationFailedException failure)
    {
        var began = Stopwatch.GetTimestamp();
        var (size, broken, tries) = (Cut(whole, failure), failure, 0);
        for (var shrank = true; shrank;)
        {
            shrank = false;
            foreach (var smaller in Smaller(size).ToList())
            {
                if (++tries > MostTries || Stopwatch.GetElapsedTime(began) > MostTime) return (size, broken);
                if (Fails(smaller) is not { } same || same.Invariant != failure.Invariant) continue;
                (size, broken, shrank) = (Cut(smaller, same), same, true);
                break;
            }
        }

        return (size, broken);
    }

    /// <summary>What had not happened yet when it failed is not needed.</summary>
    private static RunSize Cut(RunSize size, SimulationFailedException failed) => size with
    {
        Commands = Math.Min(size.Commands, failed.Commands),
        Faults = Math.Min(size.Faults, failed.Faults),
    };

    /// <summary>The boldest first.</summary>
    private static IEnumerable<RunSize> Smaller(RunSize size)
    {
        foreach (var part in (double[])[0.1, 0.5, 0.8, 0.95])
        {
            if ((int)(size.Rough * part) is var rough && rough < size.Rough) yield return size with { Rough = rough };
            if ((int)(size.Commands * part) is var commands && commands < size.Commands)
            {
                yield return size with { Commands = commands };
            }

            if ((int)(size.Faults * part) is var faults && faults < size.Faults)
            {
                yield return size with { Faults = faults };
            }
        }

        foreach (var kind in FaultPlan.Of(size.Seed).Kinds.Except(size.Without))
        {
            yield return size with { Without = [.. size.Without, kind] };
        }
    }

    private static SimulationFailedException? Fails(RunSize size)
    {
        try
        {
            new SeedRun(size).Run();
            return null;
        }
        catch (SimulationFailedException failed)
        {
            return failed;
        }
    }
}
