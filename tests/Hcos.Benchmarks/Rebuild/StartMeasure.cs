using System.Diagnostics;
using System.Globalization;
using Hcos.Benchmarks.Measuring;
using Hcos.Benchmarks.Running;
using Hcos.Bsl;
using Hcos.Kernel.Layers;
using Hcos.Kernel.Messages;
using Hcos.Kernel.Postgres;
using Npgsql;

namespace Hcos.Benchmarks.Rebuild;

/// <summary>
/// How a layer comes to its state when it starts, over the real store and as its host does it: it takes its log over,
/// reads the newest snapshot and the tail behind it. Two logs lead to the same servers, by a short history and by a
/// long one, and have tails alike.
/// </summary>
/// <param name="database">Where the logs are.</param>
/// <param name="catalog">Reads them.</param>
/// <param name="platform">Its PostgreSQL is the store.</param>
/// <param name="first">How long the short one is.</param>
internal sealed class StartMeasure(
    NpgsqlDataSource database, MessageCatalog catalog, RunningPlatform platform, long first)
{
    private const long LongLog = 1_000_000;

    /// <summary>Half of what a layer lets pass before it keeps another snapshot: the mean of all starts.</summary>
    private const long Tail = 10_000;

    private readonly LayerDefinition _definition = BslModule.Define(new BslOptions());

    /// <summary>Measures over <c>big-bsl</c>, which is filled, and over a longer one that it makes.</summary>
    public async Task<IReadOnlyList<Figure>> MeasureAsync(
        string benchmark, int rounds, CancellationToken cancellationToken)
    {
        Progress.Say("rebuild: the log of a long history");
        await BigLog.CopyAsync(database, BslModule.Name, cancellationToken);
        await BigLog.GoOnAsync(
            database, BigLog.LongPrefix, BslModule.Name, first, LongLog - first, cancellationToken);
        await using var few = Store(BigLog.Prefix);
        await using var many = Store(BigLog.LongPrefix);
        var kept = await KeepAsync(few, BigLog.Prefix, cancellationToken);
        await KeepAsync(many, BigLog.LongPrefix, cancellationToken);
        Progress.Say("rebuild: start-up");
        var (whole, fromFew, fromMany) = (new List<Start>(), new List<Start>(), new List<Start>());
        for (var round = 0; round <= rounds; round++)
        {
            whole.Add(await StartAsync(few, isWhole: true, cancellationToken));
            fromFew.Add(await StartAsync(few, isWhole: false, cancellationToken));
            fromMany.Add(await StartAsync(many, isWhole: false, cancellationToken));
        }

        return Figures(benchmark, kept, [.. whole.Skip(1)], [.. fromFew.Skip(1)], [.. fromMany.Skip(1)]);
    }

    private static List<Figure> Figures(
        string benchmark, int snapshotBytes, List<Start> whole, List<Start> few, List<Start> many)
    {
        var (all, part) = (Seconds(whole), Seconds(few));
        return
        [
            new(benchmark, "start-up over the whole log", all, "s")
            {
                CpuMicroseconds = Cpu(whole),
                Note = Text($"{whole[0].Head:#,0} events of bsl"),
            },
            new(benchmark, "start-up from a snapshot", part, "s")
            {
                Ceiling = all,
                CeilingName = "s over the whole log",
                CpuMicroseconds = Cpu(few),
                Note = Text($"{snapshotBytes / 1024:#,0} KiB and a tail of {few[0].Read:#,0} events"),
            },
            new(benchmark, "start-up from a snapshot, a longer log", Seconds(many), "s")
            {
                Ceiling = part,
                CeilingName = Text($"s with {few[0].Head:#,0} events"),
                Target = Target.RatioAtMost(1.5),
                CpuMicroseconds = Cpu(many),
                Note = Text($"{many[0].Head:#,0} events, the same servers, a tail of {many[0].Read:#,0}"),
            },
        ];
    }

    private static double Seconds(List<Start> starts) => Statistics.Median([.. starts.Select(start => start.Seconds)]);

    private static UnitCpu Cpu(List<Start> starts) => Statistics.Median([.. starts.Select(start => start.Cpu)]);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private PostgresEventStore Store(string prefix) => new(
        new PostgresOptions { ConnectionString = platform.Database, SchemaPrefix = prefix },
        catalog,
        TimeProvider.System);

    /// <summary>Keeps a snapshot of the end of a log and lets the tail follow; answers its size.</summary>
    private async Task<int> KeepAsync(PostgresEventStore store, string prefix, CancellationToken cancellationToken)
    {
        int size;
        await using (var log = await store.OwnAsync(BslModule.Name, cancellationToken))
        {
            var layer = new Layer(_definition, catalog, new LayerOptions());
            await ReadOnAsync(layer, store, cancellationToken);
            var snapshot = layer.Capture();
            await log.SaveAsync(snapshot, cancellationToken);
            size = snapshot.Data.Length;
        }

        await BigLog.GoOnAsync(database, prefix, BslModule.Name, first, Tail, cancellationToken);
        return size;
    }

    private async Task<Start> StartAsync(PostgresEventStore store, bool isWhole, CancellationToken cancellationToken)
    {
        var (began, cpu) = (Stopwatch.GetTimestamp(), platform.CpuHere());
        await using var log = await store.OwnAsync(BslModule.Name, cancellationToken);
        var layer = new Layer(_definition, catalog, new LayerOptions());
        if (!isWhole)
        {
            var snapshot = await store.SnapshotAsync(BslModule.Name, cancellationToken);
            if (snapshot is null || !layer.TryRestore(snapshot)) throw new InvalidDataException("no snapshot fits");
        }

        var read = await ReadOnAsync(layer, store, cancellationToken);
        var took = Stopwatch.GetElapsedTime(began).TotalSeconds;
        return layer.Head == log.Head
            ? new(took, platform.CpuHere().Since(cpu).Per(1, "start"), log.Head, read)
            : throw new InvalidDataException($"the log ends at {log.Head}, what was read at {layer.Head}");
    }

    /// <summary>Reads what follows in the log; answers how many events.</summary>
    private static async Task<long> ReadOnAsync(
        Layer layer, PostgresEventStore store, CancellationToken cancellationToken)
    {
        var from = layer.Head;
        await foreach (var happened in store.ReadAsync(BslModule.Name, from + 1, int.MaxValue, cancellationToken))
        {
            layer.Load(happened);
        }

        return layer.Head - from;
    }

    /// <summary>One start.</summary>
    /// <param name="Seconds">How long it took.</param>
    /// <param name="Cpu">What it cost.</param>
    /// <param name="Head">The end of the log.</param>
    /// <param name="Read">How many of its events were read.</param>
    private sealed record Start(double Seconds, UnitCpu Cpu, long Head, long Read);
}
