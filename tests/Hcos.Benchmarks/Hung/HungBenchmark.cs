using System.Text.Json.Nodes;
using Hcos.Benchmarks.Create;
using Hcos.Benchmarks.Measuring;
using Hcos.Benchmarks.Running;
using Hcos.Testing.Platform;

namespace Hcos.Benchmarks.Hung;

/// <summary>
/// A hundred libvirt connections that answer, and then hang: what that costs whoever works in another environment. Both
/// are measured in turns, so that what else the machine does meets both.
/// </summary>
internal sealed class HungBenchmark : IBenchmark
{
    private const int Connections = 100;
    private const int Rounds = 5;
    private const int Creates = 200;
    private const int AtOnce = 8;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan UntilNoticed = TimeSpan.FromSeconds(15);

    public string Name => "hung";

    public string Summary => "what 100 hung libvirt connections cost another environment";

    public async Task<IReadOnlyList<Figure>> RunAsync(CancellationToken cancellationToken)
    {
        await using var labs = new Labs();
        await labs.StartAsync(cancellationToken);
        await using var platform = await RunningPlatform.StartAsync(cancellationToken);
        await platform.AddAsync(
            "bench", "simulated", "simulated://bench?hosts=10&vcpus=256&memoryGiB=1024", cancellationToken);
        var folder = Directory.CreateTempSubdirectory("hcos-hung-");
        var proxies = Enumerable.Range(0, Connections)
            .Select(number => new FreezableProxy(Path.Combine(folder.FullName, $"{number}"), labs.SocketOf(number)))
            .ToList();
        try
        {
            for (var number = 0; number < Connections; number++)
            {
                await AddAsync(platform.Api, folder, number, cancellationToken);
            }

            using var requests = platform.Requests();
            var creating = new Creating(requests, "bench");
            await creating.ManyAsync(Creates, AtOnce, cancellationToken);
            var (before, during) = (new List<double>(), new List<double>());
            for (var round = 1; round <= Rounds; round++)
            {
                Progress.Say($"hung: round {round} of {Rounds}");
                before.AddRange((await creating.ManyAsync(Creates, 1, cancellationToken)).Each);
                proxies.ForEach(proxy => proxy.Freeze());
                await Task.Delay(UntilNoticed, TimeProvider.System, cancellationToken);
                during.AddRange((await creating.ManyAsync(Creates, 1, cancellationToken)).Each);
                proxies.ForEach(proxy => proxy.Thaw());
                await Task.Delay(UntilNoticed, TimeProvider.System, cancellationToken);
            }

            return Figures(before, during);
        }
        finally
        {
            proxies.ForEach(proxy => proxy.Dispose());
            folder.Delete(recursive: true);
        }
    }

    private List<Figure> Figures(IReadOnlyList<double> before, IReadOnlyList<double> during) =>
    [
        new(Name, "create elsewhere, p50", Statistics.Median(during), "ms")
        {
            Ceiling = Statistics.Median(before),
            CeilingName = "while none hangs",
            Target = Target.RatioAtMost(1.1),
            Note = $"{Connections} libvirt environments hang; {Rounds} rounds of each in turns",
        },
        new(Name, "create elsewhere, p99", Statistics.Percentile(during, 0.99), "ms")
        {
            Ceiling = Statistics.Percentile(before, 0.99),
            CeilingName = "while none hangs",
            Target = Target.RatioAtMost(1.5),
        },
    ];

    private static async Task AddAsync(
        HcosApi api, DirectoryInfo folder, int number, CancellationToken cancellationToken)
    {
        var body = new JsonObject
        {
            ["name"] = $"hung-{number}",
            ["kind"] = "libvirt",
            ["endpoint"] = $"qemu+unix:///system?socket={Path.Combine(folder.FullName, $"{number}")}",
            ["access"] = "observe-only",
        };
        var answer = await api.PostAsync("/v1/environments?wait=60", body, cancellationToken);
        if ((int)answer.Status is < 200 or > 299) throw new InvalidOperationException($"{answer.Body}");
        await api.UntilAsync(
            $"/v1/environments/hung-{number}", shown => shown["sweep"] is not null, Patience, cancellationToken);
    }

    /// <summary>A daemon takes a hundred clients, so there are several.</summary>
    private sealed class Labs : IAsyncDisposable
    {
        private const int Count = 4;
        private readonly List<LibvirtLab> _labs = [];

        public async Task StartAsync(CancellationToken cancellationToken)
        {
            while (_labs.Count < Count)
            {
                _labs.Add(new LibvirtLab());
                await _labs[^1].StartAsync(cancellationToken);
            }
        }

        public string SocketOf(int number) => _labs[number % Count].Endpoint.Split("socket=")[1].Split('&')[0];

        public async ValueTask DisposeAsync()
        {
            foreach (var lab in _labs) await lab.DisposeAsync();
        }
    }
}
