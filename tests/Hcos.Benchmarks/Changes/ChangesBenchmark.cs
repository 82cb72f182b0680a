using System.Globalization;
using Hcos.Benchmarks.Measuring;
using Hcos.Benchmarks.Running;

namespace Hcos.Benchmarks.Changes;

/// <summary>
/// Changes made outside over the simulated driver, quiet and at 1,000 a second: from the receipt of the native event
/// (the evidence's instant) to an answer of the API that shows it.
/// </summary>
internal sealed class ChangesBenchmark : IBenchmark
{
    private const int Windows = 5;
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(4);

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
        await ChangeWindow.MeasureAsync(platform, Windows * Window, cancellationToken);
        var (count, seconds) = await platform.CommitsAsync(cancellationToken);
        var windows = new List<ChangeWindow>();
        for (var window = 0; window < Windows; window++)
        {
            windows.Add(await ChangeWindow.MeasureAsync(platform, Window, cancellationToken));
        }

        var (countAfter, secondsAfter) = await platform.CommitsAsync(cancellationToken);
        var commit = 1000 * (secondsAfter - seconds) / (countAfter - count);
        return
        [
            new(Name, $"{what}, changes taken in", Statistics.Median([.. windows.Select(one => one.Rate)]), "/s")
            {
                Ceiling = changes,
                CeilingName = "/s wanted",
                Target = Target.RatioAtLeast(0.95),
                CpuMicroseconds = Statistics.Median([.. windows.Select(one => one.Cpu)]),
                Note = "CPU with the readers' requests",
            },
            .. Delays(what, windows, commit, p50, p99),
        ];
    }

    private IEnumerable<Figure> Delays(
        string what, List<ChangeWindow> windows, double commit, double? p50, double p99)
    {
        var all = windows.SelectMany(one => one.Delays).ToList();
        // A window in which nothing was seen has no median.
        var medians = windows.Where(one => one.Delays.Count > 0).Select(one => Statistics.Median(one.Delays)).ToList();
        var median = new Figure(Name, $"{what}, p50", Statistics.Median(medians), "ms")
        {
            Ceiling = commit,
            CeilingName = "mean commit",
            Note = string.Create(CultureInfo.InvariantCulture, $"{all.Count} seen, in {medians.Count} windows"),
        };
        yield return p50 is { } limit ? median with { Target = Target.AtMost(limit) } : median;
        yield return median with { Name = $"{what}, p50 in commits", Target = Target.RatioAtMost(6), Note = null };
        yield return new(Name, $"{what}, p99", Statistics.Percentile(all, 0.99), "ms")
        {
            Target = Target.AtMost(p99),
            Note = "of all windows together",
        };
    }
}
