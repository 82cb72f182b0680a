using System.Globalization;
using Hcos.Testing.Platform;
using Hcos.Testing.Postgres;

namespace Hcos.Benchmarks.Measuring;

/// <summary>The whole platform as a process of its own, on a PostgreSQL of its own.</summary>
internal sealed class RunningPlatform : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private const int LeastCalm = 3;
    private const int MostCalmEvents = 20;
    private readonly PostgresPeer _postgres = new(ownServer: true);
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("hcos-bench-");
    private HcosProcess? _process;
    private int _postmaster;

    public HcosProcess Process => _process!;

    public HcosApi Api => Process.Api;

    /// <summary>An administrator of its database.</summary>
    public string Database => _postgres.AdministratorConnectionString;

    public static async Task<RunningPlatform> StartAsync(CancellationToken cancellationToken)
    {
        var platform = new RunningPlatform();
        try
        {
            await platform._postgres.StartAsync(cancellationToken);
            platform._process = new HcosProcess(platform._data.FullName, platform._postgres.ConnectionString);
            await platform.Process.StartAsync(cancellationToken);
            platform._postmaster = await Postmaster.OfAsync(platform.Database, cancellationToken);
            return platform;
        }
        catch
        {
            await platform.DisposeAsync();
            throw;
        }
    }

    /// <summary>Adds an environment and waits until placement knows its hosts.</summary>
    public Task AddAsync(string name, string kind, string endpoint, CancellationToken cancellationToken) =>
        AddAsync(new NewEnvironment(name, kind, endpoint), cancellationToken);

    /// <summary>Adds an environment and waits until placement knows its hosts.</summary>
    public async Task AddAsync(NewEnvironment environment, CancellationToken cancellationToken)
    {
        await environment.AddToAsync(Api, cancellationToken);
        await Api.UntilAsync(
            $"/v1/hosts?filter=environment={environment.Name}&limit=1",
            hosts => hosts["items"]?.AsArray() is [{ } host] && host["capacity"] is not null,
            Patience,
            cancellationToken);
    }

    /// <summary>Waits until an environment was listed with at least so many objects.</summary>
    public Task SweptAsync(string name, int count, CancellationToken cancellationToken) => Api.UntilAsync(
        $"/v1/environments/{name}",
        shown => (int?)shown["sweep"]?["count"] >= count,
        TimeSpan.FromMinutes(5),
        cancellationToken);

    /// <summary>Waits until nothing was written for a while.</summary>
    public async Task QuietAsync(CancellationToken cancellationToken)
    {
        for (var (events, calm) = (-1d, 0); calm < LeastCalm;)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, cancellationToken);
            var now = await MetricAsync("hcos_log_events_total", cancellationToken);
            calm = now - events > MostCalmEvents ? 0 : calm + 1;
            events = now;
        }
    }

    /// <summary>Processor time of HCOS's process and of PostgreSQL up to now.</summary>
    public CpuTime Cpu() => CpuTime.Of(Process.Id, _postmaster);

    /// <summary>Processor time of this process, which does what HCOS would, and of PostgreSQL up to now.</summary>
    public CpuTime CpuHere() => CpuTime.Of(Environment.ProcessId, _postmaster);

    /// <summary>A counter of the platform's metrics, summed over all layers or for one.</summary>
    public async Task<double> MetricAsync(string name, CancellationToken cancellationToken, string? layer = null)
    {
        var text = await Api.GetTextAsync("/metrics", cancellationToken);
        return text.Split('\n')
            .Where(line => line.StartsWith($"{name}{{", StringComparison.Ordinal))
            .Where(line => layer is null || line.Contains($"layer=\"{layer}\"", StringComparison.Ordinal))
            .Sum(line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
    }

    /// <summary>How many commits there were since the start, and how long all of them took.</summary>
    public async Task<(double Count, double Seconds)> CommitsAsync(CancellationToken cancellationToken) =>
        (await MetricAsync("hcos_log_commit_seconds_count", cancellationToken),
            await MetricAsync("hcos_log_commit_seconds_sum", cancellationToken));

    /// <summary>A caller with the administrator's token.</summary>
    public Requests Requests() => new(
        new Uri($"http://127.0.0.1:{Process.Port}"),
        File.ReadAllText(Path.Combine(_data.FullName, "admin-token")).Trim());

    public async ValueTask DisposeAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
        await _postgres.DisposeAsync();
        _data.Delete(recursive: true);
    }
}
