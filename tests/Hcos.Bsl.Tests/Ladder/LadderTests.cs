using Hcos.Contracts.Arml;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Bsl;
using Hcos.Contracts.Ci2;
using Hcos.Contracts.Cie;
using Hcos.Kernel.Messages;

namespace Hcos.Bsl.Tests.Ladder;

/// <summary>Servers through ARML and BSL together, in every weather.</summary>
public sealed class LadderTests
{
    public static TheoryData<Weather> AllWeathers => [.. Enum.GetValues<Weather>()];

    [Theory]
    [MemberData(nameof(AllWeathers))]
    public void A_server_is_placed_claimed_made_started_and_deleted(Weather weather)
    {
        var world = new LadderWorld(weather);

        var created = world.EndOf(world.Create());

        Assert.Equal((TaskOutcome.Done, "done"), (created.Outcome, created.Code));
        Assert.Equal(ResourceState.Running, world.State);
        Assert.Equal(ResourceState.Running, Assert.Single(world.Ci2.Servers).Value.State);
        world.Rests();

        var deleted = world.EndOf(world.Network.Send("bsl", new DeleteServer(world.Web)));

        Assert.Equal(TaskOutcome.Done, deleted.Outcome);
        Assert.Empty(world.Ci2.Servers);
        Assert.Single(world.Network.Of<ServerDeleted>());
        Assert.Single(world.Network.Of<ClaimReleased>());
        world.Rests();
        Assert.Equal(2, world.Ci2.Tasks.Count);
    }

    [Theory]
    [MemberData(nameof(AllWeathers))]
    public void A_server_goes_through_all_its_states(Weather weather)
    {
        var world = new LadderWorld(weather);
        world.CreateAndRun();
        (ICommand Command, ResourceState After)[] life =
        [
            (new PauseServer(world.Web), ResourceState.Paused),
            (new ResumeServer(world.Web), ResourceState.Running),
            (new SuspendServer(world.Web), ResourceState.Suspended),
            (new ResumeServer(world.Web), ResourceState.Running),
            (new SuspendServer(world.Web), ResourceState.Suspended),
            (new StartServer(world.Web), ResourceState.Running),
            (new RebootServer(world.Web), ResourceState.Running),
            (new StopServer(world.Web), ResourceState.Stopped),
            (new StartServer(world.Web), ResourceState.Running),
            (new StopServer(world.Web, Force: true), ResourceState.Stopped),
        ];

        foreach (var (command, after) in life)
        {
            var ended = world.EndOf(world.Network.Send("bsl", command));
            Assert.Equal((TaskOutcome.Done, after), (ended.Outcome, world.State));
        }

        world.Rests();
        Assert.Equal(1 + life.Length, world.Ci2.Tasks.Count);
        Assert.Equal(1 + life.Length, world.Network.Of<ServerTaskEnded>().Count);
    }

    [Theory]
    [MemberData(nameof(AllWeathers))]
    public void A_guest_that_does_not_hear_is_stopped_all_the_same(Weather weather)
    {
        var world = new LadderWorld(weather);
        world.CreateAndRun();
        world.Ci2.GuestsShutDown = false;

        var ended = world.EndOf(world.Network.Send("bsl", new StopServer(world.Web)));

        Assert.Equal((TaskOutcome.Done, ResourceState.Stopped), (ended.Outcome, world.State));
        world.Rests();
    }

    [Theory]
    [MemberData(nameof(AllWeathers))]
    public void A_full_host_is_left_and_another_one_chosen(Weather weather)
    {
        var world = new LadderWorld(weather, hosts: 2);
        world.Ci2.Outcome = task => task is { Action: DriverAction.Ensure, Spec.Server.Host: "lab-h1" }
            ? DriverTaskOutcome.Exhausted
            : DriverTaskOutcome.Done;

        var ended = world.EndOf(world.Create());

        Assert.Equal(TaskOutcome.Done, ended.Outcome);
        Assert.Equal("lab-h2", Assert.Single(world.Ci2.Servers).Value.Server?.Host);
        Assert.Equal(["lab-h1", "lab-h2"], world.Network.Of<ServerPlaced>().Select(e => e.Decision.Host));
        Assert.Equal(2, world.Network.Of<CapacityClaimed>().Count);
        Assert.Single(world.Network.Of<ClaimReleased>());
        Assert.False(world.Network.Of<HostCapacityChanged>().Last(e => e.Host == "lab-h1").IsUsable);
        world.Rests();
    }

    [Theory]
    [MemberData(nameof(AllWeathers))]
    public void What_cannot_be_made_leaves_nothing_behind(Weather weather)
    {
        var world = new LadderWorld(weather);
        world.Ci2.Outcome = task =>
            task.Action == DriverAction.Ensure ? DriverTaskOutcome.Uncertain : DriverTaskOutcome.Done;

        var ended = world.EndOf(world.Create());

        Assert.Equal((TaskOutcome.Undone, "uncertain"), (ended.Outcome, ended.Code));
        Assert.Single(world.Network.Of<ClaimReleased>());
        Assert.Equal("web-1", Assert.Single(world.Network.Of<ServerDeleted>()).Name);
        world.Rests();
    }

    [Theory]
    [MemberData(nameof(AllWeathers))]
    public void A_delete_while_it_is_made_leaves_nothing_behind(Weather weather)
    {
        var world = new LadderWorld(weather);
        world.Ci2.Outcome = task => task.Action == DriverAction.Ensure ? null : DriverTaskOutcome.Done;
        var create = world.Create();
        Assert.True(world.Network.RunUntil(() => world.Ci2.Tasks.Count == 1));

        var delete = world.Network.Send("bsl", new DeleteServer(world.Web));
        world.Network.Pass(TimeSpan.FromSeconds(5));
        Assert.Null(world.Ended(delete));
        world.Ci2.Go(DriverTaskOutcome.Done);

        Assert.Equal(TaskOutcome.Done, world.EndOf(delete).Outcome);
        Assert.Equal("superseded", world.Ended(create)!.Code);
        Assert.Empty(world.Ci2.Servers);
        world.Rests();
    }

    [Theory]
    [MemberData(nameof(AllWeathers))]
    public void A_silent_platform_ends_the_task_and_what_is_left_is_removed_later(Weather weather)
    {
        var world = new LadderWorld(weather);
        world.Ci2.Outcome = _ => null;

        var ended = world.EndOf(world.Create());
        Assert.Equal(TaskOutcome.Failed, ended.Outcome);
        Assert.Single(ended.LeftBehind);
        world.Ci2.Outcome = _ => DriverTaskOutcome.Done;
        world.Ci2.Go(DriverTaskOutcome.Done);

        Assert.True(world.Network.RunUntil(() => world.Network.Of<ServerDeleted>().Count == 1));
        Assert.Empty(world.Ci2.Servers);
        world.Rests();
    }

    [Theory]
    [MemberData(nameof(AllWeathers))]
    public void Only_one_of_two_servers_gets_the_last_place(Weather weather)
    {
        var world = new LadderWorld(weather);
        var first = world.Create(create => create with { MemoryBytes = 40 * LadderWorld.Gib });
        var second = world.Create(create => create with
        {
            Server = new(DerivedId.From("second")),
            Name = "second",
            MemoryBytes = 40 * LadderWorld.Gib,
        });

        Assert.Equal(TaskOutcome.Done, world.EndOf(first).Outcome);
        Assert.Equal("no-candidate", world.Settled(second).Code);
        world.Rests();
    }

    [Theory]
    [MemberData(nameof(AllWeathers))]
    public void A_host_that_is_fuller_than_placement_knew_is_stale(Weather weather)
    {
        var world = new LadderWorld(weather, hosts: 2);
        world.Network.Send("arml", new ClaimCapacity(
            new(DerivedId.From("c")),
            new(DerivedId.From("r")),
            world.Lab,
            "lab-h1",
            new(1, 60 * LadderWorld.Gib, 0),
            new(new(DerivedId.From("r")), ResourceKind.Server, "other") { Server = new(1, 60 * LadderWorld.Gib) },
            world.Network.Now + TimeSpan.FromMinutes(1)));

        var ended = world.EndOf(world.Create(create => create with { MemoryBytes = 10 * LadderWorld.Gib }));

        Assert.Equal(TaskOutcome.Done, ended.Outcome);
        Assert.Equal("lab-h2", world.Network.Of<ServerPlaced>()[^1].Decision.Host);
    }

    [Theory]
    [MemberData(nameof(AllWeathers))]
    public void What_happens_behind_our_back_is_shown_with_its_evidence(Weather weather)
    {
        var world = new LadderWorld(weather);
        world.CreateAndRun();
        world.Network.Pass(TimeSpan.FromSeconds(1));

        world.Ci2.Becomes(world.Lab, world.Resource, ResourceState.Stopped);

        var shown = world.Network.Of<ServerStateChanged>()[^1];
        Assert.Equal((ResourceState.Stopped, EvidenceSource.Event), (shown.State, shown.Evidence?.Source));
        world.Rests();
        Assert.Single(world.Ci2.Tasks);
    }

    [Theory]
    [InlineData(Weather.Fair, false, false)]
    [InlineData(Weather.EveryStepRestarted, true, false)]
    [InlineData(Weather.EveryCommandFailedOnce, false, true)]
    [InlineData(Weather.AllAtOnce, true, true)]
    public void The_weather_is_real(Weather weather, bool restarts, bool failures)
    {
        var world = new LadderWorld(weather);
        world.CreateAndRun();

        Assert.Equal(restarts, world.Network.LogOf("arml").Count(e => e.Body is Owned) > 3);
        Assert.Equal(failures, world.Network.LogOf("arml").Any(e => e.Body is CommandSettled { Code: "expired" }));
        Assert.Equal(failures, world.Network.LogOf("ci2").Any(e => e.Body is CommandSettled { Code: "expired" }));
    }

    [Fact]
    public void A_silent_environment_makes_its_servers_unknown_and_nothing_is_done_to_them()
    {
        var world = new LadderWorld();
        world.CreateAndRun();
        world.Network.Pass(TimeSpan.FromSeconds(1));
        world.Network.Tell("ci2", new EnvironmentUnreachable(world.Lab, "gone", world.Network.Now));
        Assert.Equal(ResourceState.Unknown, world.State);
        Assert.Equal("unknown", world.Settled(world.Network.Send("bsl", new StopServer(world.Web))).Code);
        Assert.False(world.Network.RunUntil(() => world.Ci2.Tasks.Count > 1, TimeSpan.FromMinutes(2)));

        world.Network.Tell("ci2", new EnvironmentReached(world.Lab, "lab", "1.0", world.Network.Now));
        world.Network.Tell("ci2", new SweepCompleted(world.Lab, world.Network.Now, 5, []));

        Assert.Equal(ResourceState.Running, world.State);
        Assert.Equal(TaskOutcome.Done, world.EndOf(world.Network.Send("bsl", new StopServer(world.Web))).Outcome);
    }

    [Fact]
    public void A_forgotten_environment_ends_its_servers_and_touches_nothing()
    {
        var world = new LadderWorld();
        world.CreateAndRun();

        world.Network.Tell("cie", new EnvironmentRemoved(world.Lab, "lab", IsForgotten: true));

        Assert.Single(world.Network.Of<ServerDeleted>());
        Assert.True(Assert.Single(world.Network.Of<ClaimReleased>()).IsAbandoned);
        Assert.Single(world.Ci2.Servers);
        Assert.Single(world.Ci2.Tasks);
        world.Rests();
    }

    [Fact]
    public void One_correlation_leads_from_the_command_to_the_end()
    {
        var world = new LadderWorld();
        var task = world.Create();
        world.EndOf(task);

        Assert.All(
            (string[])["bsl", "arml"],
            layer => Assert.All(
                world.Network.LogOf(layer).Where(e => e.Body is ServerRequested or ServerPlaced or CapacityClaimed
                    or ResourceProvisioned or ServerStateChanged or ServerTaskEnded),
                e => Assert.Equal(task, e.Context.Correlation)));
    }
}
