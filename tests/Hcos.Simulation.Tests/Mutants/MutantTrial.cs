using Hcos.Simulation.Tests.Scenarios;
using Hcos.Simulation.Tests.World;

namespace Hcos.Simulation.Tests.Mutants;

/// <summary>Seeds until one breaks an invariant; called in the copy that a mutant lives in.</summary>
internal static class MutantTrial
{
    /// <summary>Which invariant the first failing seed broke and how; null when all seeds held.</summary>
    /// <exception cref="SimulationFailedException">A run broke down without breaking an invariant.</exception>
    public static string? FirstFailure(int first, int count, CancellationToken cancellationToken)
    {
        var failures = new SortedDictionary<int, SimulationFailedException>();
        var tried = 0;
        var both = new ParallelOptions
        {
            MaxDegreeOfParallelism = Environment.ProcessorCount,
            CancellationToken = cancellationToken,
        };
        Parallel.For(first, first + count, both, (seed, all) =>
        {
            Interlocked.Increment(ref tried);
            try
            {
                new SeedRun(seed).Run();
            }
            catch (SimulationFailedException failed)
            {
                lock (failures) failures.Add(seed, failed);
                all.Stop();
            }
        });
        if (failures.Count == 0) return null;
        var (caught, failure) = failures.First();
        if (failure.InnerException is not SimulationViolation violation) throw failure;
        return $"seed {caught} of {tried} tried: {violation.Message}";
    }

    /// <summary>
    /// Makes the run of a seed that fails smaller: which promise the whole run broke, which the small one breaks when
    /// it is played once more, and whether it is smaller.
    /// </summary>
    public static (string Whole, string Small, bool IsSmaller) Shrink(int seed)
    {
        var whole = Failure(new RunSize(seed));
        var (size, _) = Shrinking.Shrink(new RunSize(seed), whole);
        return (whole.Invariant, Failure(size).Invariant, !size.IsWhole && size.Commands < whole.Commands);
    }

    private static SimulationFailedException Failure(RunSize size)
    {
        try
        {
            new SeedRun(size).Run();
        }
        catch (SimulationFailedException failed)
        {
            return failed;
        }

        throw new InvalidOperationException($"{size} holds");
    }
}
