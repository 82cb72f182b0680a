using System.Diagnostics;
using System.Globalization;
using Hcos.Benchmarks.Create;
using Hcos.Benchmarks.Measuring;
using Hcos.Benchmarks.Running;
using Hcos.Bsl;
using Hcos.Contracts;
using Hcos.Kernel.Messages;
using Hcos.Kernel.Postgres;
using Hcos.Usl;
using Npgsql;

namespace Hcos.Benchmarks.Rebuild;

/// <summary>
/// Everything from logs alone: reading events back, the views of a journal of 10^6 events, and a layer with 10,000
/// servers from its log and from its snapshot.
/// </summary>
internal sealed class RebuildBenchmark : IBenchmark
{
    private const int Servers = 100;
    private const long LayerEvents = 100_000;
    private const int ReplayEvents = 100_000;
    private const int Rounds = 5;
    private const double Million = 1e6;

    public string Name => "rebuild";

    /// <summary>How many events the journal gets, or a few more.</summary>
    public long JournalEvents { get; init; } = 1_000_000;

    public string Summary => "replay, views of a journal of 10^6 events, start-up with and without a snapshot";

    public async Task<IReadOnlyList<Figure>> RunAsync(CancellationToken cancellationToken)
    {
        await using var platform = await RunningPlatform.StartAsync(cancellationToken);
        await CreateServersAsync(platform, cancellationToken);
        await platform.Process.KillAsync(cancellationToken);
        await using var database = NpgsqlDataSource.Create(platform.Database);
        var catalog = new MessageCatalog(
            [typeof(OperationAttribute).Assembly], [typeof(UslModule).Assembly, typeof(BslModule).Assembly]);
        var options = new PostgresOptions { ConnectionString = platform.Database, SchemaPrefix = BigLog.Prefix };
        await using var store = new PostgresEventStore(options, catalog, TimeProvider.System);
        await using var views = new PostgresViewStore(options, UslModule.Name);
        Progress.Say("rebuild: filling the logs");
        var journal = await BigLog.FillAsync(database, UslModule.Name, JournalEvents, cancellationToken);
        var first = await BigLog.FillAsync(database, BslModule.Name, LayerEvents, cancellationToken);
        // First, so that the most memory this process ever had is what the views took.
        var built = await ViewsAsync(
            platform, new UslSeams(catalog, store, views, null!, TimeProvider.System), journal, cancellationToken);
        var replay = new ReplayMeasure(store, database, catalog, platform.CpuHere);
        var replays = new List<Figure>();
        foreach (var layer in new[] { BslModule.Name, UslModule.Name })
        {
            replays.Add(await replay.MeasureAsync(Name, layer, ReplayEvents, Rounds, cancellationToken));
        }

        return
        [
            built with { Ceiling = Million / replays[^1].Value, CeilingName = "s of plain replay" },
            .. replays,
            .. await new StartMeasure(database, catalog, platform, first)
                .MeasureAsync(Name, Rounds, cancellationToken),
        ];
    }

    private async Task<Figure> ViewsAsync(
        RunningPlatform platform, UslSeams seams, long journal, CancellationToken cancellationToken)
    {
        Progress.Say("rebuild: views");
        var (began, cpu) = (Stopwatch.GetTimestamp(), platform.CpuHere());
        await UslModule.BuildViewsAsync(seams, new UslOptions(), "measured", journal, cancellationToken);
        var took = Stopwatch.GetElapsedTime(began).TotalSeconds;
        var memory = ProcessTimes.MostResidentBytes(Environment.ProcessId) >> 20;
        return new(Name, "views of 10^6 events", took * Million / journal, "s")
        {
            Target = Target.AtMost(60),
            CpuMicroseconds = platform.CpuHere().Since(cpu).Per(journal, "event"),
            Note = string.Create(
                CultureInfo.InvariantCulture,
                $"built once: {journal / took:#,0} events/s, at most {memory:#,0} MiB"),
        };
    }

    private static async Task CreateServersAsync(RunningPlatform platform, CancellationToken cancellationToken)
    {
        const string estate = "simulated://bench?hosts=4&vcpus=256&memoryGiB=1024";
        await platform.AddAsync("bench", "simulated", estate, cancellationToken);
        using var requests = platform.Requests();
        await new Creating(requests).ManyAsync(Servers, 32, cancellationToken);
    }
}
