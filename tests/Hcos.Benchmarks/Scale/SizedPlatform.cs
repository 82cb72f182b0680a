using Hcos.Benchmarks.Create;
using Hcos.Benchmarks.Measuring;
using Hcos.Benchmarks.Running;

namespace Hcos.Benchmarks.Scale;

/// <summary>A platform that knows so many resources, and what was measured of it; medians.</summary>
internal sealed class SizedPlatform : IAsyncDisposable
{
    private const int WarmUp = 1_000;
    private const int Creates = 200;
    private const int AtOnce = 64;
    private const int Megabyte = 1 << 20;
    private readonly RunningPlatform _platform;
    private readonly Requests _requests;
    private readonly Creating _creating;
    private readonly List<double> _starts = [];
    private readonly List<UnitCpu> _startCpu = [];
    private readonly List<double> _memory = [];
    private readonly List<double> _rates = [];
    private readonly List<double> _latencies = [];
    private readonly List<UnitCpu> _createCpu = [];

    private SizedPlatform(int size, RunningPlatform platform)
    {
        (Size, _platform) = (size, platform);
        _requests = platform.Requests();
        _creating = new Creating(_requests);
    }

    public int Size { get; }

    public double StartSeconds => Statistics.Median(_starts);

    public UnitCpu StartCpu => Statistics.Median(_startCpu);

    public double Megabytes => Statistics.Median(_memory);

    public double Rate => Statistics.Median(_rates);

    public double Latency => Statistics.Median(_latencies);

    public UnitCpu CreateCpu => Statistics.Median(_createCpu);

    /// <summary>The share of a core that it took while nobody asked anything.</summary>
    public double IdleShare { get; private set; }

    /// <summary>The events per second that it wrote meanwhile.</summary>
    public double IdleEvents { get; private set; }

    /// <summary>Starts one and waits until it knows its resources.</summary>
    public static async Task<SizedPlatform> StartAsync(int size, CancellationToken cancellationToken)
    {
        var platform = await RunningPlatform.StartAsync(cancellationToken);
        try
        {
            var endpoint = $"simulated://bench?hosts=100&vcpus=4096&memoryGiB=1024&servers={size}";
            await platform.AddAsync("bench", "simulated", endpoint, cancellationToken);
            await platform.SweptAsync("bench", size, cancellationToken);
            await platform.QuietAsync(cancellationToken);
            return new SizedPlatform(size, platform);
        }
        catch
        {
            await platform.DisposeAsync();
            throw;
        }
    }

    /// <summary>Kills it and starts it again.</summary>
    public async Task RestartAsync(CancellationToken cancellationToken)
    {
        await _platform.Process.KillAsync(cancellationToken);
        var before = _platform.Cpu();
        _starts.Add((await _platform.Process.StartAsync(cancellationToken)).TotalSeconds);
        _startCpu.Add(_platform.Cpu().Since(before).Per(1, "start"));
    }

    /// <summary>Waits until it is quiet and looks how much memory it has.</summary>
    public async Task SettleAsync(CancellationToken cancellationToken)
    {
        await _platform.QuietAsync(cancellationToken);
        _memory.Add(ProcessTimes.ResidentBytes(_platform.Process.Id) / (double)Megabyte);
    }

    /// <summary>Nobody asks it anything.</summary>
    public async Task IdleAsync(TimeSpan duration, CancellationToken cancellationToken)
    {
        var events = await _platform.MetricAsync("hcos_log_events_total", cancellationToken);
        var before = _platform.Cpu();
        await Task.Delay(duration, TimeProvider.System, cancellationToken);
        IdleShare = _platform.Cpu().Since(before).Hcos / duration.TotalSeconds;
        var written = await _platform.MetricAsync("hcos_log_events_total", cancellationToken) - events;
        IdleEvents = written / duration.TotalSeconds;
    }

    /// <summary>Creates until the runtime has compiled what is hot.</summary>
    public Task WarmUpAsync(CancellationToken cancellationToken) =>
        _creating.ManyAsync(WarmUp, AtOnce, cancellationToken);

    /// <summary>One batch.</summary>
    public async Task CreateAsync(CancellationToken cancellationToken)
    {
        var before = _platform.Cpu();
        var (all, each) = await _creating.ManyAsync(Creates, AtOnce, cancellationToken);
        _createCpu.Add(_platform.Cpu().Since(before).Per(Creates, "create"));
        _rates.Add(Creates / all.TotalSeconds);
        _latencies.Add(Statistics.Median(each));
    }

    public async ValueTask DisposeAsync()
    {
        _requests.Dispose();
        await _platform.DisposeAsync();
    }
}
