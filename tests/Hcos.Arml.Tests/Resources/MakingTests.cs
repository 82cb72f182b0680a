using Hcos.Contracts.Arml;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Ci2;
using Hcos.Kernel.Messages;
using static Hcos.Arml.Tests.ArmlWorld;

namespace Hcos.Arml.Tests.Resources;

public sealed class MakingTests
{
    [Fact]
    public void A_made_resource_is_bound_and_told_without_its_native_part()
    {
        var world = new ArmlWorld().WithWeb();

        var made = Assert.Single(world.Layer.Of<ResourceProvisioned>());
        Assert.Equal((world.Web, world.WebKey, ResourceState.Running), (made.Resource, made.Key, made.Object.State));
        Assert.Null(made.Object.Native);
        Assert.Equal(EvidenceSource.Effect, made.Evidence.Source);
        Assert.Equal(0, world.Layer.Status.Owed);
    }

    [Theory]
    [InlineData(DriverTaskOutcome.Invalid)]
    [InlineData(DriverTaskOutcome.Denied)]
    [InlineData(DriverTaskOutcome.Missing)]
    [InlineData(DriverTaskOutcome.Conflict)]
    [InlineData(DriverTaskOutcome.Exhausted)]
    [InlineData(DriverTaskOutcome.Unavailable)]
    [InlineData(DriverTaskOutcome.Uncertain)]
    public void What_could_not_be_made_keeps_its_claim_until_it_is_released(DriverTaskOutcome outcome)
    {
        var world = new ArmlWorld();
        world.Layer.Command(world.Claim);

        world.End(outcome);

        var failed = Assert.Single(world.Layer.Of<ResourceFailed>());
        Assert.Equal((outcome, $"the platform says {outcome}"), (failed.Outcome, failed.Reason));
        Assert.Empty(world.Layer.Of<ClaimReleased>());
        world.Layer.Command(new ReleaseResource(world.Web, null));
        Assert.Equal(DriverAction.Delete, world.Task.Action);
        world.End();
        Assert.Single(world.Layer.Of<ClaimReleased>());
    }

    [Fact]
    public void Done_without_being_seen_is_uncertain()
    {
        var world = new ArmlWorld();
        world.Layer.Command(world.Claim);

        world.End();

        Assert.Equal(DriverTaskOutcome.Uncertain, Assert.Single(world.Layer.Of<ResourceFailed>()).Outcome);
    }

    [Fact]
    public void What_CI2_refused_never_existed_and_is_released_at_once()
    {
        var world = new ArmlWorld();
        world.Layer.Command(world.Claim);

        world.Layer.Refuse(world.Layer.Sent<RunDriverTask>(), "invalid");
        var commands = world.Layer.Commands.Count;
        world.Layer.Command(new ReleaseResource(world.Web, null));

        Assert.Equal(DriverTaskOutcome.Invalid, Assert.Single(world.Layer.Of<ResourceFailed>()).Outcome);
        Assert.Single(world.Layer.Of<ClaimReleased>());
        Assert.Equal(commands, world.Layer.Commands.Count);
    }

    [Fact]
    public void A_silent_CI2_does_not_hold_anybody_beyond_the_deadline()
    {
        var world = new ArmlWorld();
        world.Layer.Command(world.Claim);
        var task = world.Task;

        world.Layer.Advance(TimeSpan.FromSeconds(101));

        Assert.Equal(DriverTaskOutcome.Uncertain, Assert.Single(world.Layer.Of<ResourceFailed>()).Outcome);
        // The task is still under way, so the release waits for it.
        world.Layer.Command(new ReleaseResource(world.Web, null));
        Assert.Equal(DriverAction.Ensure, world.Task.Action);
        world.Ended(task, DriverTaskOutcome.Done, ServerObject(world.Web.ToString()));
        Assert.Equal(DriverAction.Delete, world.Task.Action);
        Assert.Empty(world.Layer.Of<ResourceProvisioned>());
    }

    [Fact]
    public void A_lost_order_is_repeated_under_the_same_task()
    {
        var world = new ArmlWorld();
        world.Layer.Command(world.Claim);
        var task = world.Task;

        world.Layer.Advance(TimeSpan.FromSeconds(3));
        world.Layer.Refuse(world.Layer.Sent<RunDriverTask>(), SettledCodes.Expired);
        world.Layer.Advance(TimeSpan.FromSeconds(10));

        Assert.True(world.Layer.Commands.Count >= 3);
        Assert.Equal(task, world.Task);
        Assert.Empty(world.Layer.Of<ResourceFailed>());
    }

    [Fact]
    public void An_order_that_CI2_already_has_is_not_sent_for_ever()
    {
        var world = new ArmlWorld();
        world.Layer.Command(world.Claim);
        world.Layer.Refuse(world.Layer.Sent<RunDriverTask>(), SettledCodes.Already);
        var sent = world.Layer.Commands.Count;

        world.Layer.Advance(TimeSpan.FromSeconds(90));

        Assert.Equal(sent, world.Layer.Commands.Count);
        world.Ended(world.Task, DriverTaskOutcome.Done, ServerObject(world.Web.ToString()));
        Assert.Single(world.Layer.Of<ResourceProvisioned>());
    }

    [Fact]
    public void The_end_of_somebody_elses_task_changes_nothing()
    {
        var world = new ArmlWorld();
        world.Layer.Command(world.Claim);
        var events = world.Layer.Log.Count;

        world.Ended(world.Task with { Task = Guid.Empty }, DriverTaskOutcome.Done);
        world.Ended(world.Task with { Resource = new(DerivedId.From("nobody")) }, DriverTaskOutcome.Done);

        Assert.Equal(events, world.Layer.Log.Count);
    }

    [Fact]
    public void An_object_with_a_native_id_of_its_own_is_ours_once_it_is_made()
    {
        var world = new ArmlWorld();
        world.Layer.Command(world.Claim);
        var seen = ServerObject("native-77");
        world.See(seen);
        Assert.Equal(2, world.Host.Foreign.Vcpus);

        world.Layer.Observe("ci2", new DriverTaskEnded(
            world.Task.Task, world.Lab, world.Web, DriverAction.Ensure, DriverTaskOutcome.Done, null, seen.Key, seen,
            world.Layer.Now));
        Assert.Equal(0, world.Host.Foreign.Vcpus);
        world.SeeState(seen.Key, ResourceState.Paused);

        Assert.Equal((world.Web, ResourceState.Paused), (world.Status.Resource, world.Status.State));
    }
}
