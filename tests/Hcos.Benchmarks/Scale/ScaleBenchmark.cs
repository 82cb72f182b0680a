using System.Globalization;
using Hcos.Benchmarks.Running;

namespace Hcos.Benchmarks.Scale;

/// <summary>
/// Start, memory, idling and creating where there are 1,000, 10,000 and 100,000 resources. The platforms stand beside
/// each other and take turns, so that what else the machine does meets all of them.
/// </summary>
internal sealed class ScaleBenchmark : IBenchmark
{
    private const int Rounds = 5;
    private const double MostMore = 1.2;
    private static readonly int[] Sizes = [1_000, 10_000, 100_000];
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(20);

    public string Name => "scale";

    public string Summary => "start, memory, idling and creating with 1,000, 10,000 and 100,000 resources";

    public async Task<IReadOnlyList<Figure>> RunAsync(CancellationToken cancellationToken)
    {
        var platforms = new List<SizedPlatform>();
        try
        {
            foreach (var size in Sizes)
            {
                Progress.Say($"scale: a platform with {size} resources");
                platforms.Add(await SizedPlatform.StartAsync(size, cancellationToken));
            }

            await MeasureAsync(platforms, cancellationToken);
            return [.. platforms.SelectMany(platform => Figures(platform, platforms[0]))];
        }
        finally
        {
            foreach (var platform in platforms) await platform.DisposeAsync();
        }
    }

    private static async Task MeasureAsync(List<SizedPlatform> platforms, CancellationToken cancellationToken)
    {
        for (var round = 1; round <= Rounds; round++)
        {
            Progress.Say($"scale: starts, round {round} of {Rounds}");
            // The largest last: what the others still do after their starts is little beside its own.
            foreach (var platform in platforms) await platform.RestartAsync(cancellationToken);
            await Task.WhenAll(platforms.Select(platform => platform.SettleAsync(cancellationToken)));
        }

        await Task.WhenAll(platforms.Select(platform => platform.IdleAsync(Idle, cancellationToken)));
        foreach (var platform in platforms) await platform.WarmUpAsync(cancellationToken);
        for (var round = 1; round <= Rounds; round++)
        {
            foreach (var platform in platforms) await platform.CreateAsync(cancellationToken);
        }
    }

    private List<Figure> Figures(SizedPlatform platform, SizedPlatform smallest)
    {
        var isTarget = platform.Size == 10_000;
        var what = platform.Size.ToString("#,0", CultureInfo.InvariantCulture);
        return
        [
            new(Name, $"{what}: start to ready", platform.StartSeconds, "s")
            {
                Target = isTarget ? Target.AtMost(5) : null,
                CpuMicroseconds = platform.StartCpu,
            },
            new(Name, $"{what}: memory after a start", platform.Megabytes, "MB")
            {
                Target = isTarget ? Target.AtMost(250) : null,
                Note = "PostgreSQL apart",
            },
            new(Name, $"{what}: idle, of a core", 100 * platform.IdleShare, "%")
            {
                Target = isTarget ? Target.AtMost(1) : null,
                Note = $"the mean of {Idle.TotalSeconds} s, so that what comes now and then counts",
            },
            new(Name, $"{what}: idle, events", platform.IdleEvents, "/s")
            {
                Target = isTarget ? Target.AtMost(1) : null,
            },
            .. Creates(what, platform, smallest),
        ];
    }

    /// <summary>What one costs, beside the smallest platform's.</summary>
    private IEnumerable<Figure> Creates(string what, SizedPlatform platform, SizedPlatform smallest)
    {
        var isLargest = platform.Size == Sizes[^1];
        var beside = $"with {Sizes[0].ToString("#,0", CultureInfo.InvariantCulture)}";
        yield return new(Name, $"{what}: CPU per create", platform.CreateCpu.All / 1000, "ms")
        {
            Ceiling = smallest.CreateCpu.All / 1000,
            CeilingName = beside,
            Target = isLargest ? Target.RatioAtMost(MostMore) : null,
            CpuMicroseconds = platform.CreateCpu,
        };
        yield return new(Name, $"{what}: creates", platform.Rate, "/s")
        {
            Ceiling = smallest.Rate,
            CeilingName = beside,
            Target = isLargest ? Target.RatioAtLeast(1 / MostMore) : null,
            CpuMicroseconds = platform.CreateCpu,
            Note = $"{Rounds} batches at each size in turns, all platforms beside each other",
        };
        yield return new(Name, $"{what}: create, p50", platform.Latency, "ms")
        {
            Ceiling = smallest.Latency,
            CeilingName = beside,
            Target = isLargest ? Target.RatioAtMost(MostMore) : null,
        };
    }
}
