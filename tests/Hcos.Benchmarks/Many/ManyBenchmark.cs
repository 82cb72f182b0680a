using System.Diagnostics;
using System.Text.Json.Nodes;
using Hcos.Benchmarks.Measuring;
using Hcos.Benchmarks.Running;
using Hcos.Benchmarks.Sync.Places;
using Hcos.Testing.Platform;

namespace Hcos.Benchmarks.Many;

/// <summary>
/// Two hundred servers from one image in one request, over a real libvirt and our own Hyper-V and OpenStack endpoints:
/// how long, how many bytes on disk, how many commits.
/// </summary>
internal sealed class ManyBenchmark : IBenchmark
{
    private const int Servers = 200;
    private const string Image = "hcos-guest";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    public string Name => "many";

    public string Summary => "200 servers over libvirt and our Hyper-V and OpenStack endpoints in one request";

    public async Task<IReadOnlyList<Figure>> RunAsync(CancellationToken cancellationToken)
    {
        await using var lab = new LibvirtLab();
        await lab.StartAsync(cancellationToken);
        await using var windows = await HyperVPlace.StartAsync(grants: true, 0, cancellationToken);
        await using var cloud = await SimulatedCloudPlace.StartAsync(0, cancellationToken);
        await using var platform = await RunningPlatform.StartAsync(cancellationToken);
        NewEnvironment[] environments = [new("lab", "libvirt", lab.Endpoint), windows.Environment, cloud.Environment];
        foreach (var environment in environments) await platform.AddAsync(environment, cancellationToken);
        foreach (var environment in environments)
        {
            await platform.Api.UntilAsync(
                $"/v1/images?filter=environment={environment.Name}",
                images => images["items"]?.AsArray().Any(image => (string?)image!["name"] == Image) == true,
                Patience,
                cancellationToken);
        }

        await platform.QuietAsync(cancellationToken);
        var (commits, _) = await platform.CommitsAsync(cancellationToken);
        var events = await platform.MetricAsync("hcos_log_events_total", cancellationToken);
        var cpu = platform.Cpu();
        var began = Stopwatch.GetTimestamp();
        var ended = await CreateAsync(platform, cancellationToken);
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        var used = platform.Cpu().Since(cpu);
        var (commitsAfter, _) = await platform.CommitsAsync(cancellationToken);
        var eventsAfter = await platform.MetricAsync("hcos_log_events_total", cancellationToken);
        var (full, thin) = await BytesAsync(platform, cancellationToken);
        return
        [
            new(Name, "servers there", Made(ended), "")
            {
                Target = Target.AtLeast(Servers),
                IsPromise = true,
                Note = await WhereAsync(platform, environments, cancellationToken),
            },
            new(Name, "time of the request", seconds, "s") { CpuMicroseconds = used.Per(Servers, "server") },
            new(Name, "commits per server", (commitsAfter - commits) / Servers, ""),
            new(Name, "events per server", (eventsAfter - events) / Servers, ""),
            new(Name, "bytes on libvirt's disk per server", thin, "B")
            {
                Ceiling = full,
                CeilingName = "bytes of a full copy",
                Target = Target.RatioAtMost(0.05),
            },
            await ImpossibleAsync(platform, cancellationToken),
        ];
    }

    private static async Task<JsonObject> CreateAsync(RunningPlatform platform, CancellationToken cancellationToken)
    {
        var answer = await platform.Api.PostAsync(
            "/v1/servers/create-many?wait=300",
            new JsonObject
            {
                ["name"] = "many",
                ["count"] = Servers,
                ["image"] = Image,
                ["memoryBytes"] = 48 << 20,
            },
            cancellationToken);
        return answer.Body as JsonObject ?? throw new InvalidOperationException($"{answer.Status}");
    }

    private static int Made(JsonObject ended) =>
        (string?)ended["outcome"] == "done" ? Servers : throw new InvalidOperationException($"{ended}");

    private static async Task<string> WhereAsync(
        RunningPlatform platform, IReadOnlyList<NewEnvironment> environments, CancellationToken cancellationToken)
    {
        var parts = new List<string>();
        foreach (var environment in environments)
        {
            var servers = (await platform.Api.GetAsync(
                $"/v1/servers?limit=500&filter=environment={environment.Name}", cancellationToken)).Body;
            parts.Add($"{servers?["items"]?.AsArray().Count} on {environment.Kind}");
        }

        return string.Join(", ", parts);
    }

    /// <summary>What the disks of libvirt's servers take, beside what a copy of their image would take.</summary>
    private static async Task<(double Full, double Thin)> BytesAsync(
        RunningPlatform platform, CancellationToken cancellationToken)
    {
        var images = (await platform.Api.GetAsync("/v1/images?filter=environment=lab", cancellationToken)).Body!;
        const string ofLab = "/v1/volumes?limit=500&filter=environment=lab";
        await platform.Api.UntilAsync(
            ofLab, shown => shown["items"]!.AsArray().Any(IsThin), Patience, cancellationToken);
        var volumes = (await platform.Api.GetAsync(ofLab, cancellationToken)).Body!;
        var full = images["items"]!.AsArray().Where(image => (string?)image!["name"] == Image)
            .Max(image => (double)image!["image"]!["allocatedBytes"]!);
        var thin = volumes["items"]!.AsArray()
            .Where(IsThin)
            .Select(volume => (double)volume!["volume"]!["allocatedBytes"]!).ToList();
        return (full, thin.Average());
    }

    private static bool IsThin(JsonNode? volume) => (string?)volume?["volume"]?["image"] is not null;

    /// <summary>What nobody has room for is refused with the reason of each filter and the nearest host.</summary>
    private async Task<Figure> ImpossibleAsync(RunningPlatform platform, CancellationToken cancellationToken)
    {
        var answer = await platform.Api.PostAsync(
            "/v1/servers/create-many?wait=30",
            new JsonObject
            {
                ["name"] = "giant",
                ["count"] = 2,
                ["vcpus"] = 1_000,
                ["memoryBytes"] = 1L << 39,
                ["image"] = Image,
            },
            cancellationToken);
        var reason = (string?)answer.Body?["detail"] ?? "";
        var isNamed = reason.Contains("the nearest is", StringComparison.Ordinal);
        return new(Name, "an impossible request names the nearest host", isNamed ? 1 : 0, "")
        {
            Target = Target.AtLeast(1),
            IsPromise = true,
            Note = reason,
        };
    }
}
