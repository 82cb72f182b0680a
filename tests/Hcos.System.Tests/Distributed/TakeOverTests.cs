using System.Diagnostics;
using Hcos.System.Tests.Platform;
using Hcos.Testing;
using Hcos.Testing.Platform;
using Hcos.Testing.RabbitMq;

namespace Hcos.System.Tests.Distributed;

/// <summary>Processes end at any instant under load, and the broker too; nothing is lost or doubled.</summary>
[Collection<DistributedCollection>]
public sealed class TakeOverTests(StandbyPlatform standbys) : IClassFixture<StandbyPlatform>
{
    private static readonly TimeSpan LongestTakeOver = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(20);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private DistributedPlatform Platform => standbys.Platform;

    private HcosCluster Cluster => Platform.Cluster;

    [Fact]
    public async Task Each_process_of_each_pair_is_killed_once_under_load_and_the_other_takes_over()
    {
        await using var load = new SteadyLoad(Platform, "kill", 2, Stop);
        await load.ProgressAsync(1, Stop);
        var times = new List<TakeOver>();
        foreach (var layer in HcosCluster.Layers)
        {
            times.Add(await TakeOverAsync(layer, layer));
            times.Add(await TakeOverAsync(layer, $"{layer}-standby"));
        }

        await load.ProgressAsync(1, Stop);
        await load.EndAsync(Platform, Stop);
        Report($"{times.Count} take-overs under load, {load.Operations} operations done: owner", times, t => t.Owner);
        Report($"{times.Count} take-overs under load: caught up and at work", times, t => t.Serves);
        Assert.All(times, time => Assert.InRange(time.Serves, time.Owner, LongestTakeOver));
    }

    [Fact]
    public async Task Asked_to_stop_under_load_each_owner_ends_in_time_and_the_standby_takes_over()
    {
        await using var load = new SteadyLoad(Platform, "stop", 1, Stop);
        await load.ProgressAsync(1, Stop);
        var stops = new List<TimeSpan>();
        foreach (var layer in HcosCluster.Layers)
        {
            var watch = new LogWatch(Cluster.Setting(layer, "postgres"), layer);
            var epoch = await watch.EpochAsync(Stop);
            var began = Stopwatch.GetTimestamp();
            var (code, took) = await Cluster.StopAsync(layer, Stop);
            stops.Add(took);
            await watch.TakenOverAsync(epoch, began, Stop);
            Assert.Equal(0, code);
            Cluster.Launch(layer);
            await Cluster.AliveAsync(layer, Stop);
            // The first of a pair is the owner again in the end.
            await TakeOverAsync(layer, $"{layer}-standby");
        }

        await Cluster.ReadyAsync(Stop);
        await load.EndAsync(Platform, Stop);
        Report($"{stops.Count} graceful stops under load, {load.Operations} operations done", stops, time => time);
        Assert.All(stops, time => Assert.InRange(time, TimeSpan.Zero, LongestStop));
    }

    [Fact]
    public async Task The_broker_comes_back_without_its_data_under_load_and_nothing_is_lost()
    {
        await using var load = new SteadyLoad(Platform, "broker", 2, Stop);
        await load.ProgressAsync(1, Stop);
        var broker = new RabbitMqServer(Path.Combine(Cluster.Folder, "rabbitmq"));
        await broker.DownAsync(Stop);
        await broker.ForgetAsync(Stop);
        await broker.StartAsync(Stop);

        var began = Stopwatch.GetTimestamp();
        await load.ProgressAsync(2, Stop);
        Report("operations end again after the broker came back", [Stopwatch.GetElapsedTime(began)], time => time);
        await Cluster.ReadyAsync(Stop);
        await load.EndAsync(Platform, Stop);
    }

    [Fact]
    public async Task A_standby_lives_is_not_ready_and_keeps_its_API_shut()
    {
        foreach (var layer in HcosCluster.Layers)
        {
            using var standby = new HcosApi(
                new Uri($"http://127.0.0.1:{Cluster.PortOf($"{layer}-standby")}"), () => "none");
            Assert.Equal(200, (int)(await standby.GetAsync("/livez", Stop)).Status);
            Assert.Equal(503, (int)(await standby.GetAsync("/readyz", Stop)).Status);
            if (layer != "usl") continue;
            var shut = await standby.GetAsync("/v1/servers", Stop);
            Assert.Equal(503, (int)shut.Status);
            Assert.Equal("standby", shut.Body.Word("code"));
        }
    }

    private async Task<TakeOver> TakeOverAsync(string layer, string victim)
    {
        var watch = new LogWatch(Cluster.Setting(layer, "postgres"), layer);
        var epoch = await watch.EpochAsync(Stop);
        var killed = await Cluster.KillAsync(victim, Stop);
        var owner = await watch.TakenOverAsync(epoch, killed, Stop);
        var serves = await Cluster.ServesAsync(victim == layer ? $"{layer}-standby" : layer, killed, Stop);
        Cluster.Launch(victim);
        await Cluster.AliveAsync(victim, Stop);
        await Cluster.ReadyAsync(Stop);
        return new(owner, serves);
    }

    private static void Report<T>(string what, List<T> measured, Func<T, TimeSpan> part)
    {
        var sorted = measured.Select(part).Order().ToList();
        // Of so few the 99th of a hundred is the longest.
        var (half, most) = (sorted[sorted.Count / 2], sorted[^1]);
        Figures.Say($"{what}: p50 {half.TotalSeconds:0.00} s, p99 {most.TotalSeconds:0.00} s");
    }

    /// <summary>How long after the end of the owner its standby owned the log, and had caught up.</summary>
    private readonly record struct TakeOver(TimeSpan Owner, TimeSpan Serves);
}
