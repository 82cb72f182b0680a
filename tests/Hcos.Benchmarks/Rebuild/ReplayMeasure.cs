using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Hcos.Benchmarks.Measuring;
using Hcos.Benchmarks.Running;
using Hcos.Kernel.Messages;
using Hcos.Kernel.Postgres;
using Npgsql;

namespace Hcos.Benchmarks.Rebuild;

/// <summary>Events from the store to objects, against their pure deserialisation, in turn.</summary>
/// <param name="store">Where they are.</param>
/// <param name="database">The same, for whoever reads past the store.</param>
/// <param name="catalog">Reads them.</param>
/// <param name="cpu">Processor time up to now.</param>
internal sealed class ReplayMeasure(
    PostgresEventStore store, NpgsqlDataSource database, MessageCatalog catalog, Func<CpuTime> cpu)
{
    public async Task<Figure> MeasureAsync(
        string benchmark, string layer, int count, int rounds, CancellationToken cancellationToken)
    {
        Progress.Say($"rebuild: replay of {layer}");
        var bodies = await BodiesAsync(layer, count, cancellationToken);
        var (replay, pure, used) = (new List<double>(), new List<double>(), new List<UnitCpu>());
        await ReplayAsync(layer, count, cancellationToken);
        Deserialise(bodies);
        for (var round = 0; round < rounds; round++)
        {
            var before = cpu();
            var (read, rate) = await ReplayAsync(layer, count, cancellationToken);
            replay.Add(rate);
            used.Add(cpu().Since(before).Per(read, "event"));
            pure.Add(Deserialise(bodies));
        }

        var bytes = bodies.Average(body => (double)body.Json.Length);
        return new(benchmark, $"replay of {layer}", Statistics.Median(replay), "events/s")
        {
            Ceiling = Statistics.Median(pure),
            CeilingName = "pure deserialisation",
            Target = Target.RatioAtLeast(0.8),
            CpuMicroseconds = Statistics.Median(used),
            Note = string.Create(CultureInfo.InvariantCulture, $"{bytes:0} bytes each"),
        };
    }

    private async Task<(int Read, double Rate)> ReplayAsync(
        string layer, int count, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        var read = 0;
        await foreach (var _ in store.ReadAsync(layer, 1, count, cancellationToken)) read++;
        return (read, read / Stopwatch.GetElapsedTime(began).TotalSeconds);
    }

    private double Deserialise(List<(Type Type, byte[] Json)> bodies)
    {
        var began = Stopwatch.GetTimestamp();
        foreach (var (type, json) in bodies) JsonSerializer.Deserialize(json, type, catalog.Json);
        return bodies.Count / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    private async Task<List<(Type Type, byte[] Json)>> BodiesAsync(
        string layer, int count, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            $"""select type, data from "{BigLog.Prefix}{layer}".events order by seq_id limit {count}""");
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var bodies = new List<(Type, byte[])>(count);
        while (await rows.ReadAsync(cancellationToken))
        {
            if (catalog.TypeOf(rows.GetString(0)) is { } type) bodies.Add((type, rows.GetFieldValue<byte[]>(1)));
        }

        return bodies;
    }
}
