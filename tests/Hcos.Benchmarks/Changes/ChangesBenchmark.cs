using System.Globalization;
using System.Text.Json;
using Hcos.Benchmarks.Measuring;
using Hcos.Benchmarks.Running;

namespace Hcos.Benchmarks.Changes;

/// <summary>
/// Changes made outside over the simulated driver, quiet and at 1,000 a second: from the receipt of the native event
/// (the evidence's instant) to an answer of the API that shows it.
/// </summary>
internal sealed class ChangesBenchmark : IBenchmark
{
    private const int Watched = 4;
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(20);

    public string Name => "changes";

    public string Summary => "changes made outside over the simulated driver, quiet and at 1,000 a second";

    public async Task<IReadOnlyList<Figure>> RunAsync(CancellationToken cancellationToken) =>
    [
        .. await RateAsync("quiet", servers: 20, changes: 10, p50: 10, p99: 50, cancellationToken),
        .. await RateAsync("1,000/s", servers: 1_000, changes: 1_000, p50: null, p99: 100, cancellationToken),
    ];

    private async Task<IReadOnlyList<Figure>> RateAsync(
        string what, int servers, int changes, double? p50, double p99, CancellationToken cancellationToken)
    {
        await using var platform = await RunningPlatform.StartAsync(cancellationToken);
        await platform.AddAsync(
            "bench", "simulated", $"simulated://bench?hosts=10&servers={servers}&changes={changes}", cancellationToken);
        // Until the runtime has compiled what is hot.
        await WatchAsync(platform, cancellationToken);
        var (count, seconds) = await platform.CommitsAsync(cancellationToken);
        var (hcos, postgres) = platform.Cpu();
        var delays = await WatchAsync(platform, cancellationToken);
        var (countAfter, secondsAfter) = await platform.CommitsAsync(cancellationToken);
        var (hcosAfter, postgresAfter) = platform.Cpu();
        var commit = 1000 * (secondsAfter - seconds) / (countAfter - count);
        var cpu = 1000 * (hcosAfter - hcos + postgresAfter - postgres) / (changes * Duration.TotalSeconds);
        var note = string.Create(
            CultureInfo.InvariantCulture, $"{delays.Count} seen; {cpu:0.00} ms of CPU per change, readers included");
        var median = new Figure(Name, $"{what}, p50", Statistics.Median(delays), "ms")
        {
            Ceiling = commit,
            CeilingName = "mean commit",
            Note = note,
        };
        return
        [
            p50 is { } limit ? median with { Target = Target.AtMost(limit) } : median,
            median with { Name = $"{what}, p50 in commits", Target = Target.RatioAtMost(6), Note = null },
            new(Name, $"{what}, p99", Statistics.Percentile(delays, 0.99), "ms") { Target = Target.AtMost(p99) },
        ];
    }

    private static async Task<IReadOnlyList<double>> WatchAsync(
        RunningPlatform platform, CancellationToken cancellationToken)
    {
        using var requests = platform.Requests();
        var until = TimeProvider.System.GetUtcNow() + Duration;
        var all = await Task.WhenAll(Enumerable.Range(0, Watched).Select(
            number => WatchAsync(requests, $"/v1/resources/bench-{number * 4}", until, cancellationToken)));
        return [.. all.SelectMany(delays => delays)];
    }

    private static async Task<List<double>> WatchAsync(
        Requests requests, string path, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var delays = new List<double>();
        DateTimeOffset? last = null;
        while (true)
        {
            var bytes = await requests.GetAsync(path, cancellationToken);
            var now = TimeProvider.System.GetUtcNow();
            if (now > until) return delays;
            using var answer = JsonDocument.Parse(bytes);
            var evidence = answer.RootElement.GetProperty("evidence");
            var at = evidence.GetProperty("at").GetDateTimeOffset();
            if (at != last && last is not null && evidence.GetProperty("source").GetString() == "event")
            {
                delays.Add((now - at).TotalMilliseconds);
            }

            last = at;
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, cancellationToken);
        }
    }
}
