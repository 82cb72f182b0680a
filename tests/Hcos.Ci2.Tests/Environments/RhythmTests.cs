using Hcos.Ci2.Calls;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Ci2;
using Hcos.Kernel.Messages;

namespace Hcos.Ci2.Tests.Environments;

/// <summary>How the synchronisation of an environment follows what happens there.</summary>
public sealed class RhythmTests
{
    private static readonly ResourceObject A = Ci2World.Server("a");
    private static readonly ResourceObject Stopped = Ci2World.Server("a", ResourceState.Stopped);

    [Fact]
    public void A_quiet_environment_is_swept_less_and_less_often()
    {
        var world = Ci2World.Swept(A);
        var waits = new List<double>();
        for (var sweep = 0; sweep < 30; sweep++)
        {
            world.Sweep(A);
            waits.Add(Last(world).SweepSeconds);
        }

        Assert.Equal(waits.Order(), waits);
        Assert.Equal((30, 120), (waits[0], waits[^1]));
        var started = world.Of<SweepCompleted>().TakeLast(2).Select(swept => swept.StartedAt).ToList();
        Assert.InRange((started[1] - started[0]).TotalSeconds, 120, 122);
    }

    [Fact]
    public void A_change_that_the_watch_did_not_tell_costs_it_its_trust_until_listings_confirm_it()
    {
        var world = Ci2World.Swept(A);
        for (var sweep = 0; sweep < 30; sweep++) world.Sweep(A);
        world.Sweep(Stopped);
        Assert.Equal(WatchHealth.Alive, Last(world).Watch);
        Assert.InRange(Last(world).SweepSeconds, 0, 30);

        world.Sweep(Stopped);
        Assert.Equal(1, world.Of<SweepCompleted>()[^1].Untold);
        Assert.Equal((WatchHealth.Silent, 10), (Last(world).Watch, Last(world).SweepSeconds));

        world.Sweep(Stopped);
        world.Sweep(Stopped);
        Assert.Equal((WatchHealth.Silent, 0), (Last(world).Watch, world.Of<SweepCompleted>()[^1].Untold));
        world.Sweep(Stopped);
        Assert.Equal(WatchHealth.Alive, Last(world).Watch);
    }

    [Fact]
    public void A_server_that_appeared_or_vanished_untold_counts_as_well()
    {
        var world = Ci2World.Swept(A);
        world.Sweep(A, Ci2World.Server("b"));
        world.Sweep(A, Ci2World.Server("b"));
        Assert.Equal(1, world.Of<SweepCompleted>()[^1].Untold);

        world.Sweep(A);
        while (world.Of<ResourceMissing>().Count == 0) world.Sweep(A);
        world.Sweep(A);
        Assert.Equal(2, world.Of<SweepCompleted>().Sum(swept => swept.Untold));
    }

    [Fact]
    public void What_a_listing_shows_just_before_the_watch_tells_it_is_no_miss()
    {
        var world = Ci2World.Swept(A);
        world.Sweep(Stopped);
        world.Tell("a", ResourceState.Stopped);
        for (var sweep = 0; sweep < 3; sweep++) world.Sweep(Stopped);

        Assert.All(world.Of<SweepCompleted>(), swept => Assert.Equal(0, swept.Untold));
        Assert.Equal(WatchHealth.Alive, Last(world).Watch);
    }

    [Fact]
    public void What_our_own_tasks_change_is_no_miss_and_keeps_sweeps_frequent()
    {
        var world = Ci2World.Swept(A);
        for (var sweep = 0; sweep < 30; sweep++) world.Sweep(A);
        var task = DerivedId.From("task");
        world.Layer.Command(new RunDriverTask(
            task, Ci2World.Lab, new ResourceId(DerivedId.From("a")), DriverAction.Power, ResourceKind.Server, null,
            Ci2World.Key("a"), PowerAction.PowerOff, world.Now.AddMinutes(60)), within: TimeSpan.FromHours(1));
        world.Sweep(A);
        Assert.Equal(30, Last(world).SweepSeconds);
        Assert.Contains("tasks are under way", Last(world).Reason, StringComparison.Ordinal);

        world.Pass();
        world.Return<DriverCall.Act>(
            new DriverAnswer.Acted(DriverTaskOutcome.Done, null, Ci2World.Key("a"), Stopped, world.Now));
        world.Sweep(Stopped);
        world.Sweep(Stopped);
        Assert.All(world.Of<SweepCompleted>(), swept => Assert.Equal(0, swept.Untold));
    }

    [Fact]
    public void The_path_in_force_is_told_whenever_it_is_another_one()
    {
        var world = Ci2World.Swept(A);
        Assert.Equal(
            (SyncPath.Events, WatchHealth.Alive), Path(Assert.Single(world.Of<RhythmChanged>()).Rhythm));

        world.Return<DriverCall.Watch>(new DriverAnswer.WatchEnded("reset", world.Now));
        Assert.Equal((SyncPath.Polling, WatchHealth.Lost), Path(world.Of<RhythmChanged>()[^1].Rhythm));
        Assert.Contains("lost", world.Of<RhythmChanged>()[^1].Rhythm.Reason, StringComparison.Ordinal);

        world.ReachAndWatch();
        Assert.Equal((SyncPath.Events, WatchHealth.Alive), Path(world.Of<RhythmChanged>()[^1].Rhythm));
        Assert.Equal(3, world.Of<RhythmChanged>().Count);
    }

    [Fact]
    public void A_watch_that_began_anew_has_to_be_confirmed_anew()
    {
        var world = Ci2World.Swept(A);
        for (var sweep = 0; sweep < 30; sweep++) world.Sweep(A);
        world.Return<DriverCall.Watch>(new DriverAnswer.WatchEnded("reset", world.Now));
        world.ReachAndWatch();
        world.Sweep(A);

        Assert.Equal(60, Last(world).SweepSeconds);
    }

    [Fact]
    public void What_happened_while_nobody_watched_is_no_miss()
    {
        var world = Ci2World.Swept(A);
        world.Sweep(A);
        world.Return<DriverCall.Watch>(new DriverAnswer.WatchEnded("reset", world.Now));
        world.ReachAndWatch();
        for (var sweep = 0; sweep < 3; sweep++) world.Sweep(Stopped);

        Assert.All(world.Of<SweepCompleted>(), swept => Assert.Equal(0, swept.Untold));
    }

    [Fact]
    public void Native_calls_are_booked_and_a_dear_environment_is_swept_less_often()
    {
        var world = new Ci2World { CallsPerSweep = 5_000 };
        world.Register();
        world.ReachAndWatch();
        for (var sweep = 0; sweep < 30; sweep++)
        {
            world.Sweep(A);
            Assert.InRange(Last(world).CallsLastHour, 5_000, 55_000);
        }

        Assert.Equal(5_000, world.Of<SweepCompleted>()[^1].Calls);
        Assert.True(Last(world).SweepSeconds >= 360);
        Assert.Contains("budget", Last(world).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_driver_that_looks_is_told_how_often_it_may()
    {
        var (world, _) = LookedAt();
        Assert.Equal(SyncPath.Polling, world.Of<RhythmChanged>()[^1].Rhythm.Path);
        world.Sweep(A);
        world.BeginSweep();

        var sweep = (DriverCall.Sweep)world.Running<DriverCall.Sweep>().Request;
        Assert.Equal(Last(world).Looks, sweep.Looks);
        Assert.Equal((2d, 10d), (sweep.Looks!.ShortestSeconds, sweep.Looks.LongestSeconds));
    }

    [Fact]
    public void A_subscription_that_is_granted_is_the_path_in_force_until_it_is_lost_and_looks_go_on()
    {
        var (world, watch) = LookedAt();
        world.Layer.Report(new SubscriptionSeen(Ci2World.Lab, watch, true));
        world.Layer.Report(new SubscriptionSeen(Ci2World.Lab, watch, true));
        var told = world.Of<RhythmChanged>()[^1].Rhythm;
        Assert.Equal((SyncPath.Events, WatchHealth.Alive), Path(told));
        Assert.Equal(15, told.SeenWithinSeconds);
        Assert.Contains("asked for the rest", told.Reason, StringComparison.Ordinal);
        world.Sweep(A);
        Assert.Equal(SyncPath.Events, Last(world).Path);
        Assert.NotNull(Last(world).Looks);

        world.Layer.Report(new SubscriptionSeen(Ci2World.Lab, watch, false));
        Assert.Equal((SyncPath.Polling, WatchHealth.Alive), Path(world.Of<RhythmChanged>()[^1].Rhythm));
        world.Sweep(A);
        Assert.Equal(SyncPath.Polling, Last(world).Path);
        Assert.Equal(3, world.Of<RhythmChanged>().Count);
    }

    [Fact]
    public void A_subscription_goes_with_its_watch_and_one_of_an_earlier_watch_is_nobodys()
    {
        var (world, watch) = LookedAt();
        world.Layer.Report(new SubscriptionSeen(Ci2World.Lab, watch, true));
        world.Return<DriverCall.Watch>(new DriverAnswer.WatchEnded("reset", world.Now));
        Assert.Equal((SyncPath.Polling, WatchHealth.Lost), Path(world.Of<RhythmChanged>()[^1].Rhythm));

        var next = BeginLooking(world);
        Assert.Equal((SyncPath.Polling, WatchHealth.Alive), Path(world.Of<RhythmChanged>()[^1].Rhythm));
        world.Layer.Report(new SubscriptionSeen(Ci2World.Lab, watch, true));
        Assert.Equal(SyncPath.Polling, world.Of<RhythmChanged>()[^1].Rhythm.Path);
        world.Layer.Report(new SubscriptionSeen(Ci2World.Lab, next, true));
        Assert.Equal(SyncPath.Events, world.Of<RhythmChanged>()[^1].Rhythm.Path);
    }

    [Fact]
    public void A_restart_forgets_neither_the_trust_nor_the_calls()
    {
        var world = Ci2World.Swept(A);
        for (var sweep = 0; sweep < 10; sweep++) world.Sweep(A);
        var before = Last(world);
        world.Restart();
        world.Sweep(A);

        Assert.True(Last(world).CallsLastHour > before.CallsLastHour);
        Assert.True(Last(world).SweepSeconds >= before.SweepSeconds);
    }

    /// <summary>An environment whose driver looks, and the number of its watch.</summary>
    private static (Ci2World World, int Watch) LookedAt()
    {
        var world = new Ci2World();
        world.Register();
        return (world, BeginLooking(world));
    }

    private static int BeginLooking(Ci2World world)
    {
        world.Pass();
        world.Return<DriverCall.Probe>(
            new DriverAnswer.Probed(Ci2World.Status, true, world.Now) { CallsPerLook = 2 });
        world.Pass();
        var watch = (DriverCall.Watch)world.Running<DriverCall.Watch>().Request;
        world.Layer.Report(new WatchBegan(Ci2World.Lab, watch.Number, world.Now));
        return watch.Number;
    }

    private static (SyncPath Path, WatchHealth Watch) Path(SyncRhythm rhythm) => (rhythm.Path, rhythm.Watch);

    private static SyncRhythm Last(Ci2World world) => world.Of<SweepCompleted>()[^1].Rhythm!;
}
