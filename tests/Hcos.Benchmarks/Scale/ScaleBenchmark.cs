using System.Globalization;
using Hcos.Benchmarks.Create;
using Hcos.Benchmarks.Measuring;
using Hcos.Benchmarks.Running;

namespace Hcos.Benchmarks.Scale;

/// <summary>Start, memory, idling and creating where there are 1,000, 10,000 and 100,000 resources.</summary>
internal sealed class ScaleBenchmark : IBenchmark
{
    private const int WarmUp = 1_000;
    private const int Creates = 500;
    private const int AtOnce = 64;
    private const int Megabyte = 1 << 20;
    private static readonly int[] Sizes = [1_000, 10_000, 100_000];
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(20);

    public string Name => "scale";

    public string Summary => "start, memory, idling and creating with 1,000, 10,000 and 100,000 resources";

    public async Task<IReadOnlyList<Figure>> RunAsync(CancellationToken cancellationToken)
    {
        var figures = new List<Figure>();
        double? smallest = null;
        foreach (var size in Sizes)
        {
            var (measured, cpu) = await SizeAsync(size, smallest, cancellationToken);
            smallest ??= cpu;
            figures.AddRange(measured);
        }

        return figures;
    }

    private async Task<(IReadOnlyList<Figure> Figures, double Cpu)> SizeAsync(
        int size, double? smallest, CancellationToken cancellationToken)
    {
        await using var platform = await RunningPlatform.StartAsync(cancellationToken);
        var endpoint = $"simulated://bench?hosts=100&vcpus=4096&memoryGiB=1024&servers={size}";
        await platform.AddAsync("bench", "simulated", endpoint, cancellationToken);
        await platform.SweptAsync("bench", size, cancellationToken);
        await platform.QuietAsync(cancellationToken);
        await platform.Process.KillAsync(cancellationToken);
        var start = await platform.Process.StartAsync(cancellationToken);
        await platform.QuietAsync(cancellationToken);
        var idle = await IdleAsync(platform, cancellationToken);
        var memory = ProcessTimes.ResidentBytes(platform.Process.Id) / (double)Megabyte;
        using var requests = platform.Requests();
        var creating = new Creating(requests);
        await creating.ManyAsync(WarmUp, AtOnce, cancellationToken);
        var before = platform.Cpu();
        await creating.ManyAsync(Creates, AtOnce, cancellationToken);
        var after = platform.Cpu();
        var cpu = 1000 * (after.Hcos + after.Postgres - before.Hcos - before.Postgres) / Creates;
        return (Figures(size, start, memory, idle, cpu, smallest), cpu);
    }

    /// <summary>The share of a core and the events per second of a platform that nobody asks anything.</summary>
    private static async Task<(double Share, double Events)> IdleAsync(
        RunningPlatform platform, CancellationToken cancellationToken)
    {
        var events = await platform.MetricAsync("hcos_log_events_total", cancellationToken);
        var before = platform.Cpu();
        await Task.Delay(Idle, TimeProvider.System, cancellationToken);
        var after = platform.Cpu();
        var written = await platform.MetricAsync("hcos_log_events_total", cancellationToken) - events;
        return ((after.Hcos - before.Hcos) / Idle.TotalSeconds, written / Idle.TotalSeconds);
    }

    private List<Figure> Figures(
        int size, TimeSpan start, double memory, (double Share, double Events) idle, double cpu, double? smallest)
    {
        var isTarget = size == 10_000;
        var what = size.ToString("#,0", CultureInfo.InvariantCulture);
        return
        [
            new(Name, $"{what}: start to ready", start.TotalSeconds, "s")
            {
                Target = isTarget ? Target.AtMost(5) : null,
            },
            new(Name, $"{what}: memory after a start", memory, "MB")
            {
                Target = isTarget ? Target.AtMost(250) : null,
                Note = "PostgreSQL apart",
            },
            new(Name, $"{what}: idle, of a core", 100 * idle.Share, "%")
            {
                Target = isTarget ? Target.AtMost(1) : null,
            },
            new(Name, $"{what}: idle, events", idle.Events, "/s") { Target = isTarget ? Target.AtMost(1) : null },
            new(Name, $"{what}: CPU per create", cpu, "ms")
            {
                Ceiling = smallest,
                CeilingName = "with 1,000",
                Target = size == Sizes[^1] ? Target.RatioAtMost(1.2) : null,
            },
        ];
    }
}
