using System.Globalization;
using System.Runtime.ExceptionServices;
using Hcos.Kernel.Simulated;
using Hcos.Simulation.Tests.Coverage;
using Hcos.Simulation.Tests.World;
using Hcos.Testing;

namespace Hcos.Simulation.Tests.Scenarios;

/// <summary>
/// Runs drawn from seeds: as many as fit in two minutes, and 300 at least. <c>HCOS_SIMULATION_SEEDS</c> says exactly
/// how many, <c>HCOS_SIMULATION_SEED</c> the first (1; alone, that one only), <c>HCOS_SIMULATION_TRACE</c> which lines
/// of the trace are shown; with <c>HCOS_SIMULATION_COVERAGE</c> every transition is told.
/// </summary>
public sealed class SeedTests(ITestOutputHelper output)
{
    private const int LeastSeeds = 300;

    // What is beyond is looked for by hand: a gate is to say whether a change is sound, not what else there is.
    private const int MostSeeds = 1_000;

    private static readonly TimeSpan Gate = TimeSpan.FromMinutes(2);

    [Fact]
    public void Every_invariant_holds_for_every_seed()
    {
        var first = Number("HCOS_SIMULATION_SEED", 1);
        var exactly = Number("HCOS_SIMULATION_SEEDS", Number("HCOS_SIMULATION_SEED", 0) > 0 ? 1 : 0);
        var (least, most) = exactly > 0 ? (exactly, exactly) : (LeastSeeds, MostSeeds);
        var series = new SeedSeries(first, least, most, Gate, output.WriteLine) { Ended = Show };
        series.Run(TestContext.Current.CancellationToken);
        if (series.Failure is { } failure)
        {
            var (_, smallest) = Shrinking.Shrink(new RunSize(failure.Seed), failure);
            ExceptionDispatchInfo.Throw(smallest);
        }

        series.Report.Tell(output.WriteLine);
        foreach (var line in series.Report.Summed()) Figures.Say(line);
        if (Environment.GetEnvironmentVariable("HCOS_SIMULATION_COVERAGE") is { Length: > 0 })
        {
            series.Report.TellTransitions(output.WriteLine);
        }

        Assert.InRange(series.Report.Runs, least, most);
        if (exactly > 0) return;
        Assert.Empty(Universe.Missed(series.Report.Driven));
        Assert.Empty(Universe.Unexpected(series.Report.Driven));
        Assert.Empty(Rules.Uncounted(series.Report));
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

    [Fact]
    public async Task The_same_seeds_give_the_same_traces_in_another_process()
    {
        // One of these is exact: stored and sent as JSON.
        const int first = 31;
        const int count = 3;
        var series = new SeedSeries(first, count, count, Gate, output.WriteLine);
        series.Run(TestContext.Current.CancellationToken);
        Assert.Null(series.Failure);
        var told = await AnotherProcess.RunAsync(
            nameof(Every_invariant_holds_for_every_seed), first, count, TestContext.Current.CancellationToken);
        Assert.Contains(SeedReport.HashLine(series.Report.Hash), told, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_changes_when_everything_is_written_as_JSON_and_read_anew()
    {
        var size = new RunSize(7);
        var (swift, exact) = (new SeedRun(size, SimulatedFidelity.Swift), new SeedRun(size, SimulatedFidelity.Exact));
        swift.Run();
        exact.Run();
        Assert.Equal(exact.World.Trace.Count, swift.World.Trace.Count);
        Assert.Equal(exact.World.Trace.Hash, swift.World.Trace.Hash);
    }

    private void Show(PlatformWorld world)
    {
        if (Environment.GetEnvironmentVariable("HCOS_SIMULATION_TRACE") is not { Length: > 0 } text) return;
        foreach (var line in world.Trace.Latest(int.MaxValue, text)) output.WriteLine(line);
    }

    private static int Number(string name, int usual) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text
            ? int.Parse(text, CultureInfo.InvariantCulture)
            : usual;
}
