using System.Diagnostics;
using System.Globalization;
using Hcos.Benchmarks.Create;
using Hcos.Benchmarks.Measuring;
using Hcos.Benchmarks.Running;
using Hcos.Bsl;
using Hcos.Contracts;
using Hcos.Kernel.Layers;
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
        var layer = await BigLog.FillAsync(database, BslModule.Name, LayerEvents, cancellationToken);
        var replay = new ReplayMeasure(store, database, catalog);
        return
        [
            // First, so that the most memory this process ever had is what the views took.
            await ViewsAsync(
                platform,
                new UslSeams(catalog, store, views, null!, TimeProvider.System),
                journal,
                cancellationToken),
            await replay.MeasureAsync(Name, BslModule.Name, ReplayEvents, Rounds, cancellationToken),
            await replay.MeasureAsync(Name, UslModule.Name, ReplayEvents, Rounds, cancellationToken),
            .. await StartAsync(store, catalog, layer, cancellationToken),
        ];
    }

    private async Task<Figure> ViewsAsync(
        RunningPlatform platform, UslSeams seams, long journal, CancellationToken cancellationToken)
    {
        Progress.Say("rebuild: views");
        var (began, cpu, postgres) = (Stopwatch.GetTimestamp(), Cpu(), platform.PostgresCpu());
        await UslModule.BuildViewsAsync(seams, new UslOptions(), "measured", journal, cancellationToken);
        var took = Stopwatch.GetElapsedTime(began).TotalSeconds;
        var own = (Cpu() - cpu) * 1e6 / journal;
        var other = (platform.PostgresCpu() - postgres) * 1e6 / journal;
        var perMillion = took * 1_000_000 / journal;
        var memory = ProcessTimes.MostResidentBytes(Environment.ProcessId) >> 20;
        return new(Name, "views of 10^6 events", perMillion, "s")
        {
            Target = Target.AtMost(60),
            Note = string.Create(
                CultureInfo.InvariantCulture,
                $"{journal / took:#,0} events/s; us of CPU each: {own:0.0} its own, {other:0.0} PostgreSQL's; "
                + $"at most {memory:#,0} MiB"),
        };
    }

    private static double Cpu() => ProcessTimes.Of(Environment.ProcessId);

    private async Task<List<Figure>> StartAsync(
        PostgresEventStore store, MessageCatalog catalog, long events, CancellationToken cancellationToken)
    {
        Progress.Say("rebuild: start-up");
        var definition = BslModule.Define(new BslOptions());
        var (whole, snapshot) = (new List<(double Wall, double Cpu)>(), new List<(double Wall, double Cpu)>());
        var kept = (await LoadAsync(new Layer(definition, catalog, new LayerOptions()))).Capture();
        for (var round = 0; round < Rounds; round++)
        {
            var (began, cpu) = (Stopwatch.GetTimestamp(), Cpu());
            await LoadAsync(new Layer(definition, catalog, new LayerOptions()));
            whole.Add((Stopwatch.GetElapsedTime(began).TotalSeconds, Cpu() - cpu));
            (began, cpu) = (Stopwatch.GetTimestamp(), Cpu());
            if (!new Layer(definition, catalog, new LayerOptions()).TryRestore(kept)) throw new InvalidDataException();
            snapshot.Add((Stopwatch.GetElapsedTime(began).TotalSeconds, Cpu() - cpu));
        }

        var all = Statistics.Median([.. whole.Select(round => round.Wall)]);
        return
        [
            new(Name, "start-up over the whole log", all, "s")
            {
                Note = Note(whole, $"{events} events of bsl"),
            },
            new(Name, "start-up from a snapshot", Statistics.Median([.. snapshot.Select(round => round.Wall)]), "s")
            {
                Ceiling = all,
                CeilingName = "s over the whole log",
                Note = Note(snapshot, $"{kept.Data.Length / 1024} KiB"),
            },
        ];

        static string Note(List<(double Wall, double Cpu)> rounds, string what) => string.Create(
            CultureInfo.InvariantCulture,
            $"{Statistics.Median([.. rounds.Select(round => round.Cpu)]):0.00} s of CPU, {what}");

        async Task<Layer> LoadAsync(Layer layer)
        {
            await foreach (var happened in store.ReadAsync(BslModule.Name, 1, int.MaxValue, cancellationToken))
            {
                layer.Load(happened);
            }

            return layer;
        }
    }

    private static async Task CreateServersAsync(RunningPlatform platform, CancellationToken cancellationToken)
    {
        const string estate = "simulated://bench?hosts=4&vcpus=256&memoryGiB=1024";
        await platform.AddAsync("bench", "simulated", estate, cancellationToken);
        using var requests = platform.Requests();
        await new Creating(requests).ManyAsync(Servers, 32, cancellationToken);
    }
}
