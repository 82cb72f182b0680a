using Hcos.Contracts.Arml;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Ci2;
using Hcos.Kernel.Messages;
using static Hcos.Arml.Tests.ArmlWorld;

namespace Hcos.Arml.Tests.Resources;

public sealed class ReleaseTests
{
    private static void Release(ArmlWorld world) => world.Layer.Command(new ReleaseResource(world.Web, null));

    [Fact]
    public void A_claim_is_released_only_on_evidence_that_the_object_is_gone()
    {
        var world = new ArmlWorld().WithWeb();

        Release(world);
        Assert.Equal(
            (DriverAction.Delete, null, world.WebKey), (world.Task.Action, world.Task.Deadline, world.Task.Key));
        Assert.Equal(world.Claim.Spec, world.Task.Spec);
        Assert.Empty(world.Layer.Of<ClaimReleased>());
        world.End();

        Assert.Equal(world.Claim.Claim, Assert.Single(world.Layer.Of<ResourceReleased>()).Claim);
        var released = Assert.Single(world.Layer.Of<ClaimReleased>());
        Assert.Equal((world.Claim.Amount, false), (released.Amount, released.IsAbandoned));
        Assert.Equal(0, world.Layer.Status.Owed);
    }

    [Fact]
    public void A_release_waits_for_the_making_under_way_and_then_removes_what_it_made()
    {
        var world = new ArmlWorld();
        world.Layer.Command(world.Claim);

        Release(world);
        Assert.Equal(DriverAction.Ensure, world.Task.Action);
        world.End(observed: ServerObject(world.Web.ToString()));
        Assert.Equal(DriverAction.Delete, world.Task.Action);
        world.End();

        Assert.Empty(world.Layer.Of<ResourceProvisioned>());
        Assert.Single(world.Layer.Of<ClaimReleased>());
    }

    [Fact]
    public void A_release_that_finds_the_making_refused_ends_at_once()
    {
        var world = new ArmlWorld();
        world.Layer.Command(world.Claim);
        Release(world);

        world.Layer.Refuse(world.Layer.Sent<RunDriverTask>(), "invalid");

        Assert.Single(world.Layer.Of<ClaimReleased>());
        Assert.Equal(0, world.Layer.Status.Owed);
    }

    [Fact]
    public void A_release_ends_the_change_that_somebody_waits_for()
    {
        var world = new ArmlWorld().WithWeb();
        world.Layer.Command(new ChangePower(
            world.Web, DerivedId.From("stop"), PowerAction.PowerOff, world.Layer.Now + TimeSpan.FromSeconds(40)));

        Release(world);

        Assert.Equal(DriverTaskOutcome.Conflict, Assert.Single(world.Layer.Of<PowerChangeEnded>()).Outcome);
        Assert.Equal(DriverAction.Power, world.Task.Action);
        world.End(observed: ServerObject(world.Web.ToString(), ResourceState.Stopped));
        Assert.Equal(DriverAction.Delete, world.Task.Action);
        world.End();
        Assert.Single(world.Layer.Of<ClaimReleased>());
    }

    [Fact]
    public void A_removal_that_fails_is_tried_again_under_another_task_until_it_is_done()
    {
        var world = new ArmlWorld().WithWeb();
        Release(world);
        var tasks = new HashSet<Guid>();

        for (var i = 0; i < 8; i++)
        {
            Assert.True(tasks.Add(world.Task.Task));
            world.End(DriverTaskOutcome.Denied);
            world.Layer.Advance(TimeSpan.FromMilliseconds(100));
            Assert.Contains(world.Task.Task, tasks);
            world.Layer.Advance(TimeSpan.FromSeconds(61));
        }

        Assert.Empty(world.Layer.Of<ClaimReleased>());
        world.End();
        Assert.Single(world.Layer.Of<ClaimReleased>());
    }

    [Fact]
    public void A_release_asked_for_again_is_answered_again_and_done_once()
    {
        var world = new ArmlWorld().WithWeb();

        Release(world);
        Release(world);
        Assert.Equal(2, world.Layer.Of<ResourceReleasing>().Count);
        world.End();
        Release(world);

        Assert.Equal(SettledCodes.Already, world.Layer.Of<CommandSettled>()[^1].Code);
        Assert.Single(world.Layer.Of<ClaimReleased>());
    }

    [Fact]
    public void A_release_may_overtake_the_claim()
    {
        var world = new ArmlWorld();

        Release(world);

        Assert.Equal(SettledCodes.Gone, world.Refused(world.Claim).Code);
        Assert.Empty(world.Layer.Of<CapacityClaimed>());
    }

    [Fact]
    public void Nothing_is_told_of_a_resource_that_is_being_removed()
    {
        var world = new ArmlWorld().WithWeb();
        Release(world);

        world.SeeState(world.WebKey, ResourceState.Stopped);
        world.Unreachable();
        world.Lose(world.WebKey);

        Assert.Empty(world.Layer.Of<ResourceStatusChanged>());
        Assert.Empty(world.Layer.Of<ClaimReleased>());
    }

    [Fact]
    public void A_forgotten_environment_ends_its_claims_as_abandoned()
    {
        var world = new ArmlWorld().WithWeb();

        world.Remove(isForgotten: true);

        Assert.True(Assert.Single(world.Layer.Of<ClaimReleased>()).IsAbandoned);
        Assert.Empty(world.Layer.Of<ResourceReleased>());
        Assert.Equal(0, world.Layer.Status.Owed);
    }

    [Fact]
    public void A_removal_under_way_in_a_forgotten_environment_ends_as_abandoned()
    {
        var world = new ArmlWorld().WithWeb();
        Release(world);

        world.Remove(isForgotten: true);

        Assert.True(Assert.Single(world.Layer.Of<ClaimReleased>()).IsAbandoned);
    }

    [Fact]
    public void A_release_goes_on_after_a_restart()
    {
        var world = new ArmlWorld().WithWeb();
        Release(world);

        world.Layer.Restart();

        Assert.Equal(DriverAction.Delete, world.Task.Action);
        world.End();
        Assert.Single(world.Layer.Of<ClaimReleased>());
    }
}
