using Hcos.Contracts.Arml;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Ci2;
using Hcos.Contracts.Cie;

namespace Hcos.Arml.Tests.Resources;

public sealed class AdoptingTests
{
    private static readonly ResourceKey Old = ArmlWorld.ServerKey("old");

    [Fact]
    public void What_is_nobodys_is_told_with_its_host_and_size()
    {
        var world = WithOld();

        var told = world.Layer.Of<ForeignServerChanged>()[^1];

        Assert.Equal((Old, "web-1", "h1", null), (told.Key, told.Name, told.Host, told.WhyNot));
        Assert.Equal(new Capacity(2, 4 * ArmlWorld.Gib, 0), told.Amount);
        Assert.Null(world.Layer.Of<AdoptionStandingChanged>()[^1].Code);
    }

    [Fact]
    public void A_server_is_adopted_by_looking_at_it_and_keeps_its_key()
    {
        var world = WithOld();
        var adopt = world.Adopt(Old);

        world.Layer.Command(adopt);

        Assert.Equal((DriverAction.Look, Old, null), (world.Task.Action, world.Task.Key, world.Task.Spec));
        Look(world);
        var bound = world.Layer.Of<ResourceProvisioned>()[^1];
        Assert.Equal((adopt.Resource, Old, EvidenceSource.Read), (bound.Resource, bound.Key, bound.Evidence.Source));
        Assert.Equal(Old, world.Layer.Of<CapacityClaimed>()[^1].Adopted);
        Assert.Equal(Old, world.Layer.Of<ForeignServerWithdrawn>()[^1].Key);
        Assert.Equal(Capacity.None, world.Host.Foreign);
    }

    [Fact]
    public void What_is_still_being_made_is_not_adopted()
    {
        var world = WithOld();
        var adopt = world.Adopt(Old);
        world.Layer.Command(adopt);

        world.End(observed: ArmlWorld.ServerObject("old", ResourceState.Provisioning));

        var failed = Assert.Single(world.Layer.Of<ResourceFailed>());
        Assert.Equal((adopt.Resource, DriverTaskOutcome.Conflict), (failed.Resource, failed.Outcome));
        Assert.Empty(world.Layer.Of<ResourceProvisioned>());
    }

    [Fact]
    public void Every_later_task_is_sent_with_the_native_key()
    {
        var world = WithOld();
        var adopt = world.Adopt(Old);
        world.Layer.Command(adopt);
        Look(world);

        world.Layer.Command(new ChangePower(
            adopt.Resource, world.Layer.NextId(), PowerAction.PowerOff, world.Layer.Now + TimeSpan.FromMinutes(1)));

        Assert.Equal((DriverAction.Power, Old), (world.Task.Action, world.Task.Key));
        world.End(observed: ArmlWorld.ServerObject("old", ResourceState.Stopped));
        world.Layer.Command(new ReleaseResource(adopt.Resource, null));
        Assert.Equal((DriverAction.Delete, Old, null), (world.Task.Action, world.Task.Key, world.Task.Spec));
        world.End();
        Assert.Single(world.Layer.Of<ResourceReleased>());
    }

    [Fact]
    public void What_is_seen_of_it_is_told_as_of_any_other()
    {
        var world = WithOld();
        world.Layer.Command(world.Adopt(Old));
        Look(world);

        world.Layer.Pass(TimeSpan.FromSeconds(1));
        world.SeeState(Old, ResourceState.Paused);
        Assert.Equal(ResourceState.Paused, world.Status.State);
        world.Lose(Old);
        Assert.Equal(ResourceState.Missing, world.Status.State);
    }

    [Fact]
    public void More_than_there_is_may_be_adopted_and_is_reported()
    {
        var world = new ArmlWorld();
        world.See(ArmlWorld.ServerObject("big", vcpus: 500, gib: 200));
        Assert.Contains("too much", world.Host.Reason, StringComparison.Ordinal);

        var adopt = world.Adopt(ArmlWorld.ServerKey("big"));
        world.Layer.Command(adopt);
        Look(world, ArmlWorld.ServerObject("big", vcpus: 500, gib: 200));

        Assert.Single(world.Layer.Of<ResourceProvisioned>());
        Assert.Contains("too much", world.Host.Reason, StringComparison.Ordinal);
        Assert.Equal(Capacity.None, world.Host.Foreign);
        Assert.True(world.Host.IsUsable);
    }

    [Fact]
    public void An_adoption_that_is_taken_back_leaves_everything_as_it_was()
    {
        var world = WithOld();
        var foreign = world.Host.Foreign;
        var adopt = world.Adopt(Old);
        world.Layer.Command(adopt);
        Look(world);
        var sent = world.Layer.Commands.Count;

        world.Layer.Command(new ReleaseResource(adopt.Resource, null, LeavesObject: true));

        Assert.Equal(sent, world.Layer.Commands.Count);
        Assert.Equal("web-1", world.Layer.Of<ResourceDisowned>()[^1].Object?.Name);
        Assert.Equal(foreign, world.Host.Foreign);
        Assert.Equal(Old, world.Layer.Of<ForeignServerChanged>()[^1].Key);
        Assert.Empty(world.Layer.Of<ResourceReleasing>());
        var again = world.Adopt(Old) with { Resource = new(world.Layer.NextId()), Claim = new(world.Layer.NextId()) };
        world.Layer.Command(again with { Spec = again.Spec with { Id = again.Resource } });
        Assert.Equal(DriverAction.Look, world.Task.Action);
    }

    [Fact]
    public void What_is_not_bound_yet_is_never_removed_whatever_is_asked()
    {
        var world = WithOld();
        var adopt = world.Adopt(Old);
        world.Layer.Command(adopt);

        world.Layer.Command(new ReleaseResource(adopt.Resource, null));
        Look(world);

        Assert.DoesNotContain(
            world.Layer.Commands, command => command.Body is RunDriverTask { Action: not DriverAction.Look });
        Assert.Single(world.Layer.Of<ResourceDisowned>());
        Assert.Single(world.Layer.Of<ClaimReleased>());
    }

    [Theory]
    [InlineData(DriverTaskOutcome.Missing)]
    [InlineData(DriverTaskOutcome.Unavailable)]
    public void What_cannot_be_seen_is_not_adopted(DriverTaskOutcome outcome)
    {
        var world = WithOld();
        world.Layer.Command(world.Adopt(Old));

        world.End(outcome);

        Assert.Equal(outcome, world.Layer.Of<ResourceFailed>()[^1].Outcome);
        Assert.Empty(world.Layer.Of<ResourceProvisioned>());
    }

    [Fact]
    public void A_disk_of_another_server_is_a_reason_against_it()
    {
        var world = WithOld();
        world.See(With(ArmlWorld.ServerObject("one"), "default/data"));
        world.See(With(ArmlWorld.ServerObject("two"), "default/data"));

        var refused = world.Refused(world.Adopt(ArmlWorld.ServerKey("one")));

        Assert.Equal("volumes-shared", refused.Code);
        world.Lose(ArmlWorld.ServerKey("two"));
        world.Layer.Command(world.Adopt(ArmlWorld.ServerKey("one")));
        Assert.Equal(DriverAction.Look, world.Task.Action);
    }

    [Fact]
    public void A_disk_that_was_made_here_is_a_reason_against_it()
    {
        var world = new ArmlWorld().WithWeb();
        world.See(With(ArmlWorld.ServerObject("thief"), $"default/{world.Web}.qcow2"));

        Assert.Equal("volumes-shared", world.Layer.Of<ForeignServerChanged>()[^1].WhyNot);
        Assert.Equal("volumes-shared", world.Refused(world.Adopt(ArmlWorld.ServerKey("thief"))).Code);
    }

    [Fact]
    public void Nothing_is_adopted_on_doubt_or_twice()
    {
        var world = WithOld();
        Assert.Equal("missing", world.Refused(world.Adopt(ArmlWorld.ServerKey("nobody"))).Code);
        world.Unreachable();
        Assert.Equal("unknown", world.Refused(world.Adopt(Old)).Code);
        Assert.Equal("unknown", world.Layer.Of<AdoptionStandingChanged>()[^1].Code);
        world.Reached();
        world.Change(EnvironmentAccess.ObserveOnly);
        Assert.Equal("denied", world.Refused(world.Adopt(Old)).Code);
        world.Change(EnvironmentAccess.Manage);
        world.Layer.Command(world.Adopt(Old));
        var rival = world.Adopt(Old) with { Resource = new(world.Layer.NextId()), Claim = new(world.Layer.NextId()) };
        Assert.Equal("already-ours", world.Refused(rival with { Spec = rival.Spec with { Id = rival.Resource } }).Code);
        Look(world);
        Assert.Equal("already-ours", world.Refused(rival with { Spec = rival.Spec with { Id = rival.Resource } }).Code);
    }

    [Fact]
    public void A_second_copy_of_a_server_of_ours_is_not_adopted()
    {
        var world = new ArmlWorld().WithWeb();
        world.See(ArmlWorld.ServerObject("copy") with { MadeFor = world.Web });

        Assert.Equal("double", world.Refused(world.Adopt(ArmlWorld.ServerKey("copy"))).Code);
    }

    private static ArmlWorld WithOld()
    {
        var world = new ArmlWorld();
        world.See(ArmlWorld.ServerObject("old"));
        return world;
    }

    private static ResourceObject With(ResourceObject server, params string[] volumes) =>
        server with { Server = server.Server! with { Volumes = volumes } };

    private static void Look(ArmlWorld world, ResourceObject? seen = null)
    {
        var command = world.Layer.Commands.Last(sent => sent.Body is RunDriverTask { Action: DriverAction.Look });
        var task = (RunDriverTask)command.Body;
        world.Layer.Answer(command, new DriverTaskBegun(task.Task, world.Lab, task.Resource, task.Action));
        world.Layer.Observe("ci2", new DriverTaskEnded(
            task.Task, world.Lab, task.Resource, task.Action, DriverTaskOutcome.Done, null, task.Key,
            seen ?? ArmlWorld.ServerObject(task.Key!.NativeId), world.Layer.Now));
    }
}
