using Hcos.Benchmarks.Measuring;
using Hcos.Benchmarks.Running;

namespace Hcos.Benchmarks.Logs;

/// <summary>Appending durable events with the full envelope, in turn with its ceilings.</summary>
internal sealed class AppendBenchmark : IBenchmark
{
    private const string Log = "bench";
    private const int Rounds = 5;
    private const int Bulk = 1_000;
    private static readonly int[] Outstanding = [16, 64, 256];
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(1);

    public string Name => "append";

    public string Summary => "durable events by group commit, beside COPY, bulk unnest and one statement per event";

    public async Task<IReadOnlyList<Figure>> RunAsync(CancellationToken cancellationToken)
    {
        await using var sample = await SampleLog.StartAsync(Log, cancellationToken);
        var writer = new GroupWriter(sample.Log, Log, null);
        var ceilings = new BulkCopy(sample.AdministratorConnectionString);
        await ceilings.PrepareAsync(cancellationToken);
        var turns = new Dictionary<string, List<(double Rate, UnitCpu Cpu)>>();
        async Task MeasureAsync(string what, Func<Task<Appended>> turn)
        {
            if (!turns.TryGetValue(what, out var known)) turns[what] = known = [];
            var before = sample.Cpu();
            var appended = await turn();
            known.Add((appended.Rate, sample.Cpu().Since(before).Per(appended.Count, "event")));
        }

        for (var round = 0; round <= Rounds; round++)
        {
            // The first round is for the runtime, which compiles what is hot.
            if (round == 1) turns.Clear();
            await MeasureAsync("copy", () => ceilings.CopyAsync(Turn, cancellationToken));
            await MeasureAsync("unnest", () => writer.AppendAsync(Bulk, Turn, cancellationToken));
            foreach (var count in Outstanding)
            {
                await MeasureAsync($"group {count}", () => writer.AppendAsync(count, Turn, cancellationToken));
                await MeasureAsync($"one {count}", () => ceilings.StatementsAsync(count, Turn, cancellationToken));
            }
        }

        return Figures(
            turns.ToDictionary(pair => pair.Key, pair => Statistics.Median([.. pair.Value.Select(turn => turn.Rate)])),
            turns.ToDictionary(pair => pair.Key, pair => Statistics.Median([.. pair.Value.Select(turn => turn.Cpu)])));
    }

    private List<Figure> Figures(Dictionary<string, double> rates, Dictionary<string, UnitCpu> cpu)
    {
        var best = Math.Max(rates["copy"], rates["unnest"]);
        var least = new Dictionary<int, (double? OfBest, double OfOne)>
        {
            [16] = (null, 2),
            [64] = (0.45, 2.5),
            [256] = (0.7, 4),
        };
        var figures = new List<Figure>();
        foreach (var count in Outstanding)
        {
            figures.Add(new(Name, $"{count} outstanding", rates[$"group {count}"], "/s")
            {
                Ceiling = best,
                CeilingName = rates["copy"] > rates["unnest"] ? "COPY of 1,000" : "1,000 outstanding",
                Target = least[count].OfBest is { } ratio ? Target.RatioAtLeast(ratio) : null,
                CpuMicroseconds = cpu[$"group {count}"],
            });
            figures.Add(new(Name, $"{count} outstanding, to one statement each", rates[$"group {count}"], "/s")
            {
                Ceiling = rates[$"one {count}"],
                CeilingName = "one statement",
                Target = Target.RatioAtLeast(least[count].OfOne),
                Note = count > 64 ? "on 64 connections" : null,
            });
            figures.Add(new(Name, $"{count} outstanding, CPU per event", cpu[$"group {count}"].All, "us")
            {
                Ceiling = cpu[$"one {count}"].All,
                CeilingName = "one statement",
                CpuMicroseconds = cpu[$"group {count}"],
            });
        }

        return figures;
    }
}
