using Hcos.Contracts.Arml;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Bsl;
using Hcos.Contracts.Ci2;
using Hcos.Contracts.Cie;
using Hcos.Kernel.Messages;
using Hcos.Simulation.Tests.World;
using Hcos.Usl.Views;

namespace Hcos.Simulation.Tests.Scenarios;

/// <summary>Stories of what is claimed, by whom, and for how long.</summary>
public sealed class LedgerScenarios
{
    private const long Gib = 1L << 30;
    private static readonly TimeSpan Minutes = TimeSpan.FromMinutes(5);

    [Fact]
    public void A_stopped_server_keeps_what_it_claimed()
    {
        var stage = Stage.Play(stage =>
        {
            var environment = EnvironmentOf(stage, stage.World.Estates[0]);
            var servers = stage.World.Estates[0].Hosts.Select(host => Large(stage, environment, host)).ToList();
            foreach (var server in servers) InState(stage, server, ResourceState.Running);
            foreach (var server in servers) stage.Client.OnServer("stop --force", server);
            foreach (var server in servers) InState(stage, server, ResourceState.Stopped);

            var another = Large(stage, environment, "another");
            stage.Demand(() => stage.HasEnded($"servers/{another}"), Minutes);
            Assert.Equal("no-candidate", stage.Operation($"servers/{another}")?.Code);
            stage.Rest(Minutes);
        });
        Assert.Empty(Told<ClaimReleased>(stage));
    }

    [Fact]
    public void Servers_that_are_placed_at_once_take_what_is_left_less_what_was_just_claimed()
    {
        var happened = new List<IEvent>();
        var stage = Stage.Play(stage =>
        {
            var estate = stage.World.Estates[0];
            var environment = EnvironmentOf(stage, estate);
            stage.World.WhenCommitted = committed => happened.Add(committed.Body);
            // One fills a host, and all are placed before the ledger answers for the first.
            stage.World.Process("arml").Crash(false, TimeSpan.FromSeconds(3));
            var servers = estate.Hosts.Select(host => Large(stage, environment, host)).ToList();
            foreach (var server in servers) InState(stage, server, ResourceState.Running);
            stage.Rest(Minutes);
        });
        var hosts = stage.World.Estates[0].Hosts.Count;
        Assert.Equal(hosts, happened.OfType<ServerPlaced>().Count());
        Assert.Equal(hosts, happened.TakeWhile(one => one is not CapacityClaimed).OfType<ServerPlaced>().Count());
        Assert.DoesNotContain(happened, one => one is CommandSettled { Code: "stale" });
    }

    [Fact]
    public void What_others_take_beyond_what_a_host_has_is_told_and_goes_with_its_cause()
    {
        Stage.Play(stage =>
        {
            var estate = stage.World.Estates[0];
            var environment = EnvironmentOf(stage, estate);
            var server = Large(stage, environment, "large");
            InState(stage, server, ResourceState.Running);
            var host = estate.Servers.Single().Server!.Host!;
            ResourceKey? others = null;
            estate.Outside("create foreign", change => others = change.CreateServer("theirs", stage.World.Now, Gib));

            var shrunk = 3 * Gib;
            estate.Outside("resize", change => change.Resize(host, PlatformWorld.HostVcpus, shrunk));
            stage.Demand(() => TooMuch(stage, host), Minutes);
            stage.Rest(Minutes);

            // What is adopted takes what it takes wherever it is, and nothing is counted twice.
            var theirs = estate.Servers.Single(native => native.Key == others).Server!.Host!;
            estate.Outside("resize", change => change.Resize(theirs, PlatformWorld.HostVcpus, Gib / 2));
            stage.Demand(() => TooMuch(stage, theirs), Minutes);
            var adoption = stage.Client.Adopt(environment, others!.NativeId, null);
            stage.Demand(() => stage.HasEnded($"adoptions/{adoption}"), Minutes);
            Assert.Equal(TaskOutcome.Done, stage.Operation($"adoptions/{adoption}")?.Outcome);
            stage.Rest(Minutes);
            Assert.True(TooMuch(stage, theirs));

            foreach (var each in (string[])[host, theirs])
            {
                estate.Outside(
                    "resize", change => change.Resize(each, PlatformWorld.HostVcpus, PlatformWorld.HostMemory));
            }

            stage.Demand(() => !TooMuch(stage, host) && !TooMuch(stage, theirs), Minutes);
            stage.Rest(Minutes);
        });
    }

    [Fact]
    public void A_resize_that_is_refused_after_an_uncertain_one_settles_on_what_is_seen()
    {
        // The refusal of the second one seemed to say that the server had the size which the first one was to give it.
        Stage.Play(stage =>
        {
            var server = stage.CreateServer("one");
            InState(stage, server, ResourceState.Running);
            stage.Client.OnServer("stop --force", server);
            InState(stage, server, ResourceState.Stopped);
            stage.Rest(Minutes);
            var (estate, native) = stage.Natives().Single();
            var host = native.Server!.Host!;
            estate.Outside("reserve", change => change.ReserveMemory(host, PlatformWorld.HostMemory - Gib));

            stage.World.WhenCommitted = happened =>
            {
                if (happened.Body is not DriverTaskBegun { Action: DriverAction.Change }) return;
                stage.World.WhenCommitted = null;
                stage.World.Process("ci2").Crash(false, TimeSpan.FromMilliseconds(50));
            };
            var first = Resized(stage, server, 2 * Gib);
            Assert.Contains("HCOS was stopped meanwhile", first.Reason, StringComparison.Ordinal);
            Assert.Equal((2 * Gib, 2 * Gib), (Claimed(stage).Amount.MemoryBytes, Claimed(stage).Target?.MemoryBytes));

            var second = Resized(stage, server, 3 * Gib);
            Assert.Equal("exhausted", second.Code);
            Assert.Equal(2 * Gib, Claimed(stage).Amount.MemoryBytes);
            Assert.NotNull(Claimed(stage).Target);

            estate.Outside("reserve", change => change.ReserveMemory(host, 0));
            stage.Client.OnServer("start", server);
            InState(stage, server, ResourceState.Running);
            stage.Rest(Minutes);
            var held = Claimed(stage);
            Assert.Equal((native.Server.MemoryBytes, null), (held.Amount.MemoryBytes, held.Target));
        });
    }

    private static ServerId Large(Stage stage, EnvironmentId environment, string name) => stage.Client.CreateServer(
        id => new CreateServer(id, $"large-{name}", MemoryBytes: 5 * Gib, Environment: environment));

    private static EnvironmentId EnvironmentOf(Stage stage, Estate estate) =>
        stage.Rows<EnvironmentView>(ViewNames.Environments).Single(row => row.Name == estate.Name).Id;

    private static void InState(Stage stage, ServerId server, ResourceState state) =>
        stage.Demand(() => stage.Server(server)?.State == state, Minutes);

    private static OperationView Resized(Stage stage, ServerId server, long bytes)
    {
        var asked = stage.Client.Resize(new ResizeServer(server, MemoryBytes: bytes));
        OperationView? ended = null;
        stage.Demand(
            () => (ended = stage.Rows<OperationView>(ViewNames.Operations).FirstOrDefault(
                row => row.Id.Value == asked.Id && row.Status == OperationStatus.Ended)) is not null,
            Minutes);
        return ended!;
    }

    private static ClaimResized Claimed(Stage stage) => Told<ClaimResized>(stage)[^1];

    private static bool TooMuch(Stage stage, string host) => Told<HostCapacityChanged>(stage)
        .Last(told => told.Host == host) is { IsUsable: true, Reason: { } reason }
        && reason.Contains("too much", StringComparison.Ordinal);

    private static List<TEvent> Told<TEvent>(Stage stage) =>
        [.. stage.World.LogOf("arml").Select(happened => happened.Body).OfType<TEvent>()];
}
