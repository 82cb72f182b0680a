using System.Globalization;
using Hcos.Benchmarks.Measuring;
using Hcos.Kernel.Postgres;
using Hcos.Kernel.Stores;

namespace Hcos.Benchmarks.Logs;

/// <summary>
/// The ceiling of whatever a platform makes durable: as many events and bytes, appended by group commit to one log
/// beside its own on the same PostgreSQL, in turns with it.
/// </summary>
internal sealed class AppendCeiling : IAsyncDisposable
{
    public const string CeilingName = "appending its events alone";
    private const string Name = "ceiling";
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(1);
    private readonly string _database;
    private readonly int _atOnce;
    private readonly PostgresEventStore _store;
    private readonly IOwnedLog _log;
    private readonly GroupWriter _writer;
    private readonly List<double> _rates = [];
    private Written _before;

    private AppendCeiling(string database, int atOnce, PostgresEventStore store, IOwnedLog log)
    {
        (_database, _atOnce, _store, _log) = (database, atOnce, store, log);
        _writer = new GroupWriter(log, Name, null);
    }

    /// <summary>Makes the log and warms up; counts from now on what the platform writes.</summary>
    /// <param name="platform">Whose ceiling it is.</param>
    /// <param name="atOnce">So many append at once, as many as ask the platform.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<AppendCeiling> StartAsync(
        RunningPlatform platform, int atOnce, CancellationToken cancellationToken)
    {
        var store = new PostgresEventStore(
            new PostgresOptions { ConnectionString = platform.Database }, SampleEvents.Catalog, TimeProvider.System);
        var ceiling = new AppendCeiling(
            platform.Database, atOnce, store, await store.OwnAsync(Name, cancellationToken));
        await ceiling._writer.AppendAsync(atOnce, Turn, cancellationToken);
        ceiling._before = await Written.ReadAsync(ceiling._database, Name, cancellationToken);
        return ceiling;
    }

    /// <summary>One turn.</summary>
    public async Task RoundAsync(CancellationToken cancellationToken) =>
        _rates.Add((await _writer.AppendAsync(_atOnce, Turn, cancellationToken)).Rate);

    /// <summary>What the platform wrote for each of so many units.</summary>
    public async Task<Written> EachAsync(int units, CancellationToken cancellationToken) =>
        (await Written.ReadAsync(_database, Name, cancellationToken)).Since(_before, units);

    /// <summary>How many units a second appending would allow: by events or by bytes, whichever are more.</summary>
    public double Rate(Written each) =>
        Statistics.Median(_rates) / Math.Max(each.Events, each.Bytes / SampleEvents.BodyBytes);

    /// <summary>What a reader should know of it.</summary>
    public static string Note(Written each) => string.Create(
        CultureInfo.InvariantCulture,
        $"each {each.Events:0.0} events of {each.Bytes / each.Events:0} bytes, the journal's copies included");

    public async ValueTask DisposeAsync()
    {
        await _log.DisposeAsync();
        await _store.DisposeAsync();
    }
}
