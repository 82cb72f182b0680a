using System.Diagnostics;
using System.Globalization;
using Hcos.Benchmarks.Create;
using Hcos.Benchmarks.Measuring;
using Hcos.Benchmarks.Running;
using Hcos.Benchmarks.Sync;
using Hcos.Testing.OpenStack;

namespace Hcos.Benchmarks.OpenStack;

/// <summary>
/// A real OpenStack (with Nova's fake guests) beside HCOS, on the same machine in the same run: what HCOS adds when it
/// creates a server there, taken in turns with the least client that does the same; and HCOS's own create over the
/// simulated driver against OpenStack's; and how soon changes made outside are shown, with the calls that this costs.
/// </summary>
internal sealed class OpenStackBenchmark : IBenchmark
{
    private const int WarmUp = 3;
    private const int Turns = 25;
    private const int CloudCreates = 24;
    private const int CloudAtOnce = 8;
    private const int OwnWarmUp = 3_000;
    private const int OwnCreates = 2_000;
    private const int OwnAtOnce = 128;
    private const int OneByOne = 100;
    private const int Changed = 10;

    public string Name => "openstack";

    public string Summary =>
        "what HCOS adds to a real OpenStack, its own create against OpenStack's, and changes that others make there";

    /// <summary>How long native calls are counted.</summary>
    public CallTimes Times { get; init; } = CallTimes.Usual;

    public bool IsApart => true;

    public async Task<IReadOnlyList<Figure>> RunAsync(CancellationToken cancellationToken)
    {
        Progress.Say("openstack: starting a cloud, which takes a minute or more");
        await using var cloud = await OpenStackCloud.StartAsync(cancellationToken);
        return [
            .. await CreatesAsync(cloud, cancellationToken),
            .. Times.Quiet == TimeSpan.Zero ? [] : await CallsAsync(cloud.Lab, cancellationToken),
        ];
    }

    private async Task<IReadOnlyList<Figure>> CreatesAsync(OpenStackCloud cloud, CancellationToken cancellationToken)
    {
        using var client = await OwnClient.SignInAsync(cloud.Lab, cancellationToken);
        await using var platform = await RunningPlatform.StartAsync(cancellationToken);
        await platform.AddAsync(
            new NewEnvironment("cloud", "openstack", cloud.Lab.Endpoint)
            {
                Account = (cloud.Lab.UserName, cloud.Lab.Password),
            },
            cancellationToken);
        using var requests = platform.Requests();
        var through = new Creating(requests, "cloud", "\"memoryBytes\":67108864,\"image\":\"lab-image\"");

        var (own, ours) = (new List<Cost>(), new List<Cost>());
        for (var turn = -WarmUp; turn < Turns; turn++)
        {
            Progress.Say($"openstack: turn {turn + WarmUp + 1} of {WarmUp + Turns}");
            var alone = await CostAsync(cloud, platform, client.CreateAsync, cancellationToken);
            var added = await CostAsync(cloud, platform, through.OneAsync, cancellationToken);
            // Whose servers are gone all at once behind its back takes the cloud for suspect and places nothing there.
            await through.RemoveLastAsync(cancellationToken);
            await client.ClearAsync(cancellationToken);
            if (turn < 0) continue;
            own.Add(alone);
            ours.Add(added);
        }

        Progress.Say($"openstack: {CloudCreates} servers by the cloud's own interface, {CloudAtOnce} at once");
        var (all, _) = await Requests.ManyAsync(
            CloudCreates, CloudAtOnce, _ => client.CreateAsync(cancellationToken));
        await client.ClearAsync(cancellationToken);
        var alike = await SimulatedAsync(cancellationToken);
        return [.. Added(own, ours), .. Against(own, CloudCreates / all.TotalSeconds, alike)];
    }

    /// <summary>Two projects at once: of one the cloud tells over its broker, the other has to be asked.</summary>
    private async Task<IReadOnlyList<Figure>> CallsAsync(OpenStackLab lab, CancellationToken cancellationToken)
    {
        Progress.Say("openstack: two projects whose servers somebody else changes");
        await using var platform = await RunningPlatform.StartAsync(cancellationToken);
        await using var told = await TenantPlace.MakeAsync(lab, isTold: true, Changed, cancellationToken);
        await using var asked = await TenantPlace.MakeAsync(lab, isTold: false, Changed, cancellationToken);
        return await new CallsMeasure(platform.Api, [told, asked], Times).RunAsync(Name, cancellationToken);
    }

    private List<Figure> Added(List<Cost> own, List<Cost> ours)
    {
        var (latency, cloud) = (Median(own, cost => cost.Milliseconds), Median(own, cost => cost.Cloud));
        return
        [
            new(Name, "a server through HCOS, p50", Median(ours, cost => cost.Milliseconds), "ms")
            {
                Ceiling = latency,
                CeilingName = "by the least client",
                Target = Target.RatioAtMost(1.03),
                Note = $"{Turns} of each in turns",
            },
            new(Name, "HCOS's CPU per such server", Median(ours, cost => cost.Hcos), "ms")
            {
                Ceiling = cloud,
                CeilingName = "OpenStack's, by the least client",
                Target = Target.RatioAtMost(0.02),
                Note = "PostgreSQL included",
            },
            new(Name, "OpenStack's CPU, asked by HCOS", Median(ours, cost => cost.Cloud), "ms")
            {
                Ceiling = cloud,
                CeilingName = "by the least client",
            },
        ];
    }

    private List<Figure> Against(List<Cost> own, double cloudRate, Alike alike) =>
    [
        new(Name, "servers over the simulated driver", alike.Rate, "/s")
        {
            Ceiling = cloudRate,
            CeilingName = "OpenStack's with its fake guests",
            Target = Target.RatioAtLeast(200),
            Note = string.Create(CultureInfo.InvariantCulture, $"{OwnAtOnce} at once against {CloudAtOnce}"),
        },
        new(Name, "CPU of each", alike.Cpu, "ms")
        {
            Ceiling = Median(own, cost => cost.Cloud),
            CeilingName = "OpenStack's",
            Target = Target.RatioAtMost(1.0 / 500),
            Note = "PostgreSQL included",
        },
        new(Name, "latency of each, one at a time, p50", alike.Milliseconds, "ms")
        {
            Ceiling = Median(own, cost => cost.Milliseconds),
            CeilingName = "OpenStack's",
            Target = Target.RatioAtMost(1.0 / 100),
        },
    ];

    /// <summary>A platform of its own, which looks after no cloud beside.</summary>
    private static async Task<Alike> SimulatedAsync(CancellationToken cancellationToken)
    {
        Progress.Say("openstack: the same over the simulated driver");
        await using var platform = await RunningPlatform.StartAsync(cancellationToken);
        await platform.AddAsync(
            "bench", "simulated", "simulated://bench?hosts=100&vcpus=256&memoryGiB=1024", cancellationToken);
        using var requests = platform.Requests();
        var creating = new Creating(requests);
        await creating.ManyAsync(OwnWarmUp, OwnAtOnce, cancellationToken);
        var before = platform.Cpu();
        var (all, _) = await creating.ManyAsync(OwnCreates, OwnAtOnce, cancellationToken);
        var cpu = platform.Cpu().Since(before);
        var (_, each) = await creating.ManyAsync(OneByOne, 1, cancellationToken);
        return new(
            OwnCreates / all.TotalSeconds,
            cpu.Milliseconds / OwnCreates,
            Statistics.Median(each));
    }

    private static async Task<Cost> CostAsync<T>(
        OpenStackCloud cloud,
        RunningPlatform platform,
        Func<CancellationToken, Task<T>> create,
        CancellationToken cancellationToken)
    {
        var (used, before) = (cloud.Cpu(), platform.Cpu());
        var began = Stopwatch.GetTimestamp();
        await create(cancellationToken);
        var took = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        var cpu = platform.Cpu().Since(before);
        return new(took, 1000 * (cloud.Cpu() - used), cpu.Milliseconds);
    }

    private static double Median(List<Cost> costs, Func<Cost, double> part) =>
        Statistics.Median([.. costs.Select(part)]);

    /// <summary>What one server took: time, and processor time of both, in ms.</summary>
    private readonly record struct Cost(double Milliseconds, double Cloud, double Hcos);

    /// <summary>Servers per second, processor time of each and how long one takes alone, in ms.</summary>
    private readonly record struct Alike(double Rate, double Cpu, double Milliseconds);
}
