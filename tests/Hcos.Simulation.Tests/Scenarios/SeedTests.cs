using System.Globalization;
using System.Runtime.ExceptionServices;
using Hcos.Simulation.Tests.World;

namespace Hcos.Simulation.Tests.Scenarios;

/// <summary>
/// Runs drawn from seeds. <c>HCOS_SIMULATION_SEEDS</c> says how many (200), <c>HCOS_SIMULATION_SEED</c> the first (1),
/// <c>HCOS_SIMULATION_TRACE</c> which lines of the trace are shown.
/// </summary>
public sealed class SeedTests(ITestOutputHelper output)
{
    [Fact]
    public void Every_invariant_holds_for_every_seed()
    {
        var first = Number("HCOS_SIMULATION_SEED", 1);
        var count = Number("HCOS_SIMULATION_SEEDS", 200);
        var report = new SeedReport();
        var failures = new SortedDictionary<int, SimulationFailedException>();
        // Each seed is one thread and knows nothing of the others: they share the processors, not a world.
        var both = new ParallelOptions
        {
            MaxDegreeOfParallelism = Environment.ProcessorCount,
            CancellationToken = TestContext.Current.CancellationToken,
        };
        Parallel.For(first, first + count, both, (seed, all) =>
        {
            var run = new SeedRun(seed);
            try
            {
                run.Run();
                lock (report) report.Add(run);
            }
            catch (SimulationFailedException failed)
            {
                lock (failures) failures.Add(seed, failed);
                all.Stop();
            }
            finally
            {
                Show(run.World.Trace);
            }
        });
        if (failures.Count > 0) ExceptionDispatchInfo.Throw(failures.Values.First());
        report.Tell(output.WriteLine);
        Assert.Equal(count, report.Runs);
    }

    [Fact]
    public void The_same_seed_gives_the_same_run()
    {
        var (one, other) = (new SeedRun(7), new SeedRun(7));
        one.Run();
        other.Run();
        Assert.Equal(one.World.Trace.Count, other.World.Trace.Count);
        Assert.Equal(one.World.Trace.Hash, other.World.Trace.Hash);
    }

    private void Show(Trace trace)
    {
        if (Environment.GetEnvironmentVariable("HCOS_SIMULATION_TRACE") is not { Length: > 0 } text) return;
        foreach (var line in trace.Latest(int.MaxValue, text)) output.WriteLine(line);
    }

    private static int Number(string name, int usual) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text
            ? int.Parse(text, CultureInfo.InvariantCulture)
            : usual;
}
