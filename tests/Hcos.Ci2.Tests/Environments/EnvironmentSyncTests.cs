using Hcos.Ci2.Calls;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Ci2;
using Hcos.Contracts.Cie;

namespace Hcos.Ci2.Tests.Environments;

public sealed class EnvironmentSyncTests
{
    [Fact]
    public void A_registered_environment_is_probed_watched_and_swept_and_its_objects_are_told()
    {
        var world = Ci2World.Swept(Ci2World.Server("a"), Ci2World.Server("b", ResourceState.Stopped));

        Assert.Equal("host-1", Assert.Single(world.Of<EnvironmentReached>()).NativeIdentity);
        Assert.Equal(["a", "b"], world.Of<ResourceObserved>().Select(seen => seen.Key.NativeId));
        Assert.Equal(2, Assert.Single(world.Of<SweepCompleted>()).Count);
    }

    [Fact]
    public void The_first_sweep_waits_for_the_watch()
    {
        var world = new Ci2World();
        world.Register();
        world.Pass();
        world.Return<DriverCall.Probe>(new DriverAnswer.Probed(Ci2World.Status, true, world.Now));
        world.Advance(20);
        Assert.False(world.IsRunning<DriverCall.Sweep>());

        var watch = (DriverCall.Watch)world.Running<DriverCall.Watch>().Request;
        world.Layer.Report(new WatchBegan(Ci2World.Lab, watch.Number, world.Now));
        Assert.True(world.IsRunning<DriverCall.Sweep>());
    }

    [Fact]
    public void An_environment_without_events_is_swept_at_once_and_then_more_often()
    {
        var world = new Ci2World();
        world.Register();
        world.Pass();
        world.Return<DriverCall.Probe>(new DriverAnswer.Probed(Ci2World.Status, false, world.Now));
        world.Sweep();
        world.Advance(9);
        Assert.False(world.IsRunning<DriverCall.Sweep>());
        world.Advance(2);
        Assert.True(world.IsRunning<DriverCall.Sweep>());
        Assert.False(world.IsRunning<DriverCall.Watch>());
    }

    [Fact]
    public void An_unchanged_environment_writes_one_event_per_sweep()
    {
        var world = Ci2World.Swept(Ci2World.Server("a"));
        var before = world.Layer.Log.Count;

        for (var sweep = 0; sweep < 10; sweep++) world.Sweep(Ci2World.Server("a"));

        Assert.Equal(10, world.Layer.Log.Count - before);
    }

    [Fact]
    public void An_environment_that_does_not_answer_is_told_once_and_probed_again_and_again()
    {
        var world = new Ci2World();
        world.Register();
        var probes = 0;
        for (var second = 0; second < 60; second++)
        {
            world.Advance(1);
            if (!world.IsRunning<DriverCall.Probe>()) continue;
            probes++;
            world.Fail<DriverCall.Probe>();
        }

        Assert.Equal("as the test wanted", Assert.Single(world.Of<EnvironmentUnreachable>()).Reason);
        Assert.InRange(probes, 10, 30);
    }

    [Fact]
    public void A_lost_watch_leads_to_a_probe_and_to_nothing_else_when_that_is_answered()
    {
        var world = Ci2World.Swept(Ci2World.Server("a"));
        world.Return<DriverCall.Watch>(new DriverAnswer.WatchEnded("reset", world.Now));
        world.ReachAndWatch();

        Assert.True(world.IsRunning<DriverCall.Sweep>());
        Assert.Single(world.Of<EnvironmentReached>());
        Assert.Empty(world.Of<EnvironmentUnreachable>());
    }

    [Fact]
    public void When_it_answers_again_it_is_watched_anew_and_then_swept()
    {
        var world = Ci2World.Swept(Ci2World.Server("a"));
        world.Return<DriverCall.Watch>(new DriverAnswer.WatchEnded("reset", world.Now));
        world.Pass();
        world.Fail<DriverCall.Probe>();
        Assert.Single(world.Of<EnvironmentUnreachable>());
        world.Advance(100);
        Assert.False(world.IsRunning<DriverCall.Sweep>());
        Assert.False(world.IsRunning<DriverCall.Watch>());

        world.ReachAndWatch();
        world.Sweep(Ci2World.Server("a"));
        Assert.Equal(2, world.Of<EnvironmentReached>().Count);
        Assert.Single(world.Of<ResourceObserved>());
        Assert.Equal(2, world.Of<SweepCompleted>().Count);
    }

    [Fact]
    public void Somebody_else_at_the_same_address_is_not_the_environment()
    {
        var world = Ci2World.Swept(Ci2World.Server("a"));
        world.Return<DriverCall.Watch>(new DriverAnswer.WatchEnded("reset", world.Now));
        world.Pass();
        var other = Ci2World.Status with { NativeIdentity = "host-2" };
        world.Return<DriverCall.Probe>(new DriverAnswer.Probed(other, true, world.Now));

        Assert.Contains("host-2", Assert.Single(world.Of<EnvironmentUnreachable>()).Reason);
        Assert.False(world.IsRunning<DriverCall.Watch>());
    }

    [Fact]
    public void A_failed_sweep_leads_to_a_probe_and_a_new_sweep()
    {
        var world = Ci2World.Swept(Ci2World.Server("a"));
        world.BeginSweep();
        world.Fail<DriverCall.Sweep>();
        world.Pass();
        world.Return<DriverCall.Probe>(new DriverAnswer.Probed(Ci2World.Status, true, world.Now));
        world.Sweep(Ci2World.Server("a"));

        Assert.Equal(2, world.Of<SweepCompleted>().Count);
        Assert.True(world.IsRunning<DriverCall.Watch>());
    }

    [Fact]
    public void Where_watches_fail_again_and_again_sweeps_go_on_without_them()
    {
        var world = new Ci2World();
        world.Register();
        for (var time = 0; time < 3; time++)
        {
            world.Advance(10);
            world.Return<DriverCall.Probe>(new DriverAnswer.Probed(Ci2World.Status, true, world.Now));
            world.Pass();
            world.Return<DriverCall.Watch>(new DriverAnswer.WatchEnded("not allowed", world.Now));
        }

        world.Advance(10);
        world.Return<DriverCall.Probe>(new DriverAnswer.Probed(Ci2World.Status, true, world.Now));
        Assert.True(world.IsRunning<DriverCall.Sweep>());
    }

    [Fact]
    public void A_removed_environment_is_left_alone()
    {
        var world = Ci2World.Swept(Ci2World.Server("a"));
        world.Layer.Observe("cie", new EnvironmentRemoved(Ci2World.Lab, "lab", false));
        world.Return<DriverCall.Leave>(new DriverAnswer.LetGo());
        var started = world.Layer.Effects.Count;
        world.Advance(300);
        world.Tell("a", ResourceState.Stopped);

        Assert.Equal(started, world.Layer.Effects.Count);
        Assert.Equal(ResourceState.Running, world.Shown("a"));
    }

    [Fact]
    public void A_changed_address_is_reached_by_a_new_driver()
    {
        var world = Ci2World.Swept(Ci2World.Server("a"));
        var address = Ci2World.Address with { Access = EnvironmentAccess.ObserveOnly };
        world.Layer.Observe("cie", new EnvironmentChanged(Ci2World.Lab, "lab", address));
        world.Pass();

        var probe = (DriverCall.Probe)world.Running<DriverCall.Probe>().Request;
        Assert.Equal(2, probe.Reach.Generation);
        Assert.Equal(address, probe.Reach.Address);
    }

    [Fact]
    public void A_restart_between_any_two_steps_goes_on_where_it_was()
    {
        var world = new Ci2World();
        world.Register();
        world.Restart();
        world.ReachAndWatch();
        world.Restart();
        // What happened meanwhile was missed: the sweep that began too early makes room for one after the new watch.
        world.Pass();
        var watch = (DriverCall.Watch)world.Running<DriverCall.Watch>().Request;
        world.Layer.Report(new WatchBegan(Ci2World.Lab, watch.Number, world.Now));
        world.Fail<DriverCall.Sweep>();
        world.Sweep(Ci2World.Server("a"));
        world.Restart();
        world.Sweep(Ci2World.Server("a"));

        Assert.Single(world.Of<EnvironmentReached>());
        Assert.Single(world.Of<ResourceObserved>());
        Assert.Equal(2, world.Of<SweepCompleted>().Count);
    }
}
