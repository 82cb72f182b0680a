using Hcos.Benchmarks.Logs;
using Hcos.Benchmarks.Measuring;
using Hcos.Benchmarks.Running;

namespace Hcos.Benchmarks.Api;

/// <summary>Reads of the API against an endpoint that answers the same bytes, in turn; and writes.</summary>
internal sealed class ApiBenchmark : IBenchmark
{
    private const string Endpoint = "simulated://bench?hosts=10&vcpus=256&memoryGiB=1024&servers=1000";
    private const int Rounds = 5;
    private const int PerRound = 3_000;
    private const int WarmUp = 20_000;
    private const int WritesPerRound = 500;
    private const int AtOnce = 32;

    public string Name => "api";

    public string Summary => "reads of the API beside a bare endpoint that answers the same bytes; writes";

    public async Task<IReadOnlyList<Figure>> RunAsync(CancellationToken cancellationToken)
    {
        await using var platform = await RunningPlatform.StartAsync(cancellationToken);
        await platform.AddAsync("bench", "simulated", Endpoint, cancellationToken);
        await platform.QuietAsync(cancellationToken);
        var figures = new List<Figure>();
        figures.AddRange(await ReadAsync(platform, "one resource", "/v1/resources/bench-1", 1, cancellationToken));
        figures.AddRange(await ReadAsync(
            platform, "list of 100", "/v1/resources?limit=100", 5, cancellationToken));
        figures.AddRange(await WriteAsync(platform, cancellationToken));
        return figures;
    }

    /// <param name="platform">What is measured.</param>
    /// <param name="what">The name of the figure.</param>
    /// <param name="path">What is read.</param>
    /// <param name="share">One round has so many times fewer reads.</param>
    /// <param name="cancellationToken">Gives up.</param>
    private async Task<IReadOnlyList<Figure>> ReadAsync(
        RunningPlatform platform, string what, string path, int share, CancellationToken cancellationToken)
    {
        using var requests = platform.Requests();
        var file = Path.GetTempFileName();
        await File.WriteAllBytesAsync(file, await requests.GetAsync(path, cancellationToken), cancellationToken);
        using var bare = await BareEndpoint.StartAsync(file, cancellationToken);
        using var bareRequests = new Requests(bare.Address, null);
        var sides = new Side[]
        {
            new(requests, path, platform.Process.Id), new(bareRequests, "/", bare.Id),
        };
        // Until the runtime has compiled what is hot.
        foreach (var side in sides) await side.RoundAsync(WarmUp / share, cancellationToken);
        foreach (var side in sides) side.Forget();
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var side in sides) await side.RoundAsync(PerRound / share, cancellationToken);
        }

        File.Delete(file);
        return
        [
            new(Name, $"read {what}", sides[0].Rate, "/s")
            {
                Ceiling = sides[1].Rate,
                CeilingName = "bare",
                Target = Target.RatioAtLeast(0.5),
                CpuMicroseconds = sides[0].Cpu,
                Note = $"{AtOnce} at once, the callers on the same cores",
            },
            new(Name, $"CPU per read of {what}", sides[0].Cpu.All / 1000, "ms")
            {
                Ceiling = sides[1].Cpu.All / 1000,
                CeilingName = "bare",
                Target = Target.RatioAtMost(2),
                CpuMicroseconds = sides[0].Cpu,
            },
        ];
    }

    private async Task<IReadOnlyList<Figure>> WriteAsync(
        RunningPlatform platform, CancellationToken cancellationToken)
    {
        using var requests = platform.Requests();
        var number = 0;
        var rates = new List<double>();
        var each = new List<double>();
        var cpu = new List<UnitCpu>();
        await using var ceiling = await AppendCeiling.StartAsync(platform, AtOnce, cancellationToken);
        for (var round = 0; round < Rounds; round++)
        {
            var before = platform.Cpu();
            // Nobody has such an image: what is measured is taking an order on, not doing it.
            var (all, times) = await Requests.ManyAsync(WritesPerRound, AtOnce, _ => requests.TryPostAsync(
                "/v1/servers",
                $$"""{"name":"write-{{Interlocked.Increment(ref number)}}","image":"none"}""",
                cancellationToken));
            rates.Add(WritesPerRound / all.TotalSeconds);
            each.AddRange(times);
            cpu.Add(platform.Cpu().Since(before).Per(WritesPerRound, "write"));
            await ceiling.RoundAsync(cancellationToken);
        }

        var (commits, seconds) = await platform.CommitsAsync(cancellationToken);
        var written = await ceiling.EachAsync(Rounds * WritesPerRound, cancellationToken);
        return
        [
            new(Name, $"writes taken on, {AtOnce} at once", Statistics.Median(rates), "/s")
            {
                Ceiling = ceiling.Rate(written),
                CeilingName = AppendCeiling.CeilingName,
                CpuMicroseconds = Statistics.Median(cpu),
                Note = AppendCeiling.Note(written),
            },
            new(Name, "a write's answer, p50", Statistics.Median(each), "ms")
            {
                Ceiling = 1000 * seconds / commits,
                CeilingName = "mean commit",
            },
        ];
    }

    /// <summary>One of two that answer the same.</summary>
    private sealed class Side(Requests requests, string path, int process)
    {
        private readonly List<double> _rates = [];
        private readonly List<UnitCpu> _cpu = [];

        public double Rate => Statistics.Median(_rates);

        public UnitCpu Cpu => Statistics.Median(_cpu);

        public void Forget()
        {
            _rates.Clear();
            _cpu.Clear();
        }

        public async Task RoundAsync(int count, CancellationToken cancellationToken)
        {
            var before = ProcessTimes.Of(process);
            var (all, _) = await Requests.ManyAsync(count, AtOnce, _ => requests.GetAsync(path, cancellationToken));
            _rates.Add(count / all.TotalSeconds);
            _cpu.Add(new("read", 1e6 * (ProcessTimes.Of(process) - before) / count, null));
        }
    }
}
