using Hcos.Contracts.Arml;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Ci2;
using Hcos.Contracts.Cie;
using Hcos.Kernel.Messages;

namespace Hcos.Arml.Tests.Orphans;

public sealed class ReapTests
{
    private const int Hour = 3600;

    [Fact]
    public void The_young_are_refused_and_the_plan_says_the_same()
    {
        var world = OrphanTests.Found(out var late);
        var before = world.Layer.Log.Count;
        var all = world.Layer.Ask(new PlanOrphanReap(Reap(world)));

        Assert.Equal((0, "too-young"), (all.Reaps.Count, Assert.Single(all.Keeps).Code));
        Assert.Equal(before, world.Layer.Log.Count);
        var one = Reap(world) with { Orphan = late.Key.NativeId };
        Assert.Equal("too-young", world.Layer.Ask(new PlanOrphanReap(one)).Code);
        Assert.Equal("too-young", world.Refused(one).Code);
        Assert.DoesNotContain(world.Layer.Commands, Removes);
    }

    [Fact]
    public void An_old_one_goes_by_a_driver_task_and_ends_on_evidence()
    {
        var world = Old(out var late);
        world.Layer.Command(Reap(world));
        Assert.Equal(
            (DriverAction.Delete, late.Key, world.Web), (world.Task.Action, world.Task.Key, world.Task.Resource));

        world.End();
        Assert.Empty(world.Layer.Of<OrphansReapEnded>());
        world.Lose(late.Key);

        Assert.Equal("missing", Assert.Single(world.Layer.Of<OrphanGone>()).How);
        Assert.Equal(TaskOutcome.Done, Assert.Single(world.Layer.Of<OrphansReapEnded>()).Outcome);
    }

    [Fact]
    public void A_disk_goes_by_removing_what_is_left_of_its_server()
    {
        var world = OrphanTests.Released();
        world.See(OrphanTests.Disk(world.Web));
        Age(world);
        world.Layer.Command(Reap(world));
        Assert.Equal(
            (DriverAction.Delete, ResourceKind.Server, null, world.Web),
            (world.Task.Action, world.Task.Kind, world.Task.Key, world.Task.Spec?.Id));

        world.End();
        world.Layer.Pass(TimeSpan.FromSeconds(31));
        world.Sweep(null, OrphanTests.Disk(world.Web).Key);

        Assert.Equal(TaskOutcome.Done, Assert.Single(world.Layer.Of<OrphansReapEnded>()).Outcome);
    }

    [Fact]
    public void A_disk_that_somebody_attached_meanwhile_is_kept()
    {
        var world = OrphanTests.Released();
        world.See(OrphanTests.Disk(world.Web));
        Age(world);
        var user = ArmlWorld.ServerObject("user");
        world.See(user with { Server = user.Server! with { Volumes = [OrphanTests.Disk(world.Web).Key.NativeId] } });

        Assert.Equal("in-use", Kept(world));
    }

    [Fact]
    public void What_is_doubtful_is_kept_until_it_is_said()
    {
        var world = new ArmlWorld().WithWeb();
        world.See(ArmlWorld.ServerObject("copy", ResourceState.Stopped) with { MadeFor = world.Web });
        Age(world);

        Assert.Equal("doubtful", Kept(world));
        world.Layer.Command(Reap(world) with { Doubtful = true });
        Assert.Equal(("copy", DriverAction.Delete), (world.Task.Key?.NativeId, world.Task.Action));
    }

    [Fact]
    public void What_executes_is_kept()
    {
        var world = Old(out var late);
        world.SeeState(late.Key, ResourceState.Running);
        world.Layer.Pass(TimeSpan.FromSeconds(31));
        world.Sweep();

        Assert.Equal("executes", Kept(world));
    }

    [Fact]
    public void Nothing_is_reaped_on_doubt_of_the_environment()
    {
        var world = Old(out _);
        var nowhere = Reap(world) with { Environment = new(world.Layer.NextId()) };
        Assert.Equal("environment-missing", world.Refused(nowhere).Code);
        world.Suspect();
        Assert.Equal("unknown", world.Refused(Reap(world)).Code);
        world.Unreachable();
        Assert.Equal("unknown", world.Refused(Reap(world)).Code);
        world.Reached();
        world.Change(EnvironmentAccess.ObserveOnly);
        Assert.Equal("denied", world.Refused(Reap(world)).Code);
        world.Change(EnvironmentAccess.Manage);
        world.Layer.Pass(TimeSpan.FromSeconds(31));
        world.Layer.Observe(
            "ci2", new SweepCompleted(world.Lab, world.Layer.Now, 1, []) { Scope = "other rights" });
        Assert.Equal("scope-changed", Kept(world));
        Assert.DoesNotContain(world.Layer.Commands, Removes);
    }

    [Fact]
    public void What_the_platform_refuses_is_named()
    {
        var world = Old(out var late);
        world.Layer.Command(Reap(world));

        world.End(DriverTaskOutcome.Denied);

        var ended = Assert.Single(world.Layer.Of<OrphansReapEnded>());
        Assert.Equal((TaskOutcome.Failed, "partly"), (ended.Outcome, ended.Code));
        Assert.Contains(late.Name, Assert.Single(ended.LeftBehind), StringComparison.Ordinal);
        Assert.Empty(world.Layer.Of<OrphanGone>());
    }

    [Fact]
    public void Without_evidence_it_ends_by_its_deadline()
    {
        var world = Old(out _);
        world.Layer.Command(Reap(world));
        Assert.Equal("busy", world.Refused(Reap(world)).Code);
        world.End();

        world.Layer.Advance(TimeSpan.FromMinutes(6));

        Assert.Equal("deadline", Assert.Single(world.Layer.Of<OrphansReapEnded>()).Code);
    }

    [Fact]
    public void An_environment_that_leaves_takes_its_orphans_and_the_reaping_along()
    {
        var world = Old(out _);
        world.Layer.Command(Reap(world));

        world.Remove(isForgotten: true);

        Assert.Equal("forgotten", Assert.Single(world.Layer.Of<OrphanGone>()).How);
        Assert.Equal(TaskOutcome.Failed, Assert.Single(world.Layer.Of<OrphansReapEnded>()).Outcome);
    }

    private static ReapOrphans Reap(ArmlWorld world) => new(new(world.Layer.NextId()), world.Lab, null, Hour);

    private static string Kept(ArmlWorld world) =>
        Assert.Single(world.Layer.Ask(new PlanOrphanReap(Reap(world))).Keeps).Code;

    private static bool Removes(CommandEnvelope command) =>
        command.Body is RunDriverTask { Action: DriverAction.Delete, Spec: null };

    private static ArmlWorld Old(out ResourceObject late)
    {
        var world = OrphanTests.Released();
        late = OrphanTests.Late(world);
        world.See(late);
        Age(world);
        return world;
    }

    private static void Age(ArmlWorld world)
    {
        OrphanTests.TwoSweeps(world);
        world.Layer.Pass(TimeSpan.FromSeconds(Hour + 60));
        world.Sweep();
    }
}
