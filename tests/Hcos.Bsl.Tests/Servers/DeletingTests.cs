using Hcos.Contracts.Arml;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Bsl;
using Hcos.Kernel.Messages;

namespace Hcos.Bsl.Tests.Servers;

public sealed class DeletingTests
{
    private static Guid Delete(BslWorld world) => world.Send(new DeleteServer(world.Web));

    [Fact]
    public void A_server_is_deleted_once_its_resource_is_surely_gone()
    {
        var world = new BslWorld().Running();

        var task = Delete(world);
        Assert.Equal(ResourceState.Deleting, world.State);
        Assert.Empty(world.Layer.Of<ServerDeleted>());
        world.Release();

        Assert.Equal("web-1", Assert.Single(world.Layer.Of<ServerDeleted>()).Name);
        Assert.Equal((task, TaskOutcome.Done, "done"), (world.Ended.Task, world.Ended.Outcome, world.Ended.Code));
        Assert.Equal(0, world.Layer.Status.Owed);
    }

    [Fact]
    public void Doubt_does_not_hinder_a_delete()
    {
        var world = new BslWorld().Running(ResourceState.Unknown);

        Delete(world);

        Assert.Equal(world.Placed.Resource, ((ReleaseResource)world.Layer.Sent<ReleaseResource>().Body).Resource);
    }

    [Fact]
    public void A_delete_ends_the_creation_under_way()
    {
        var world = new BslWorld();
        var create = world.Send(world.Create);

        var delete = Delete(world);

        // The first answer is the delete's own.
        Assert.IsType<ServerTaskBegun>(world.Layer.Log.First(e => e.Context.Causation == delete).Body);
        Assert.Equal(
            (create, TaskOutcome.Undone, "superseded"), (world.Ended.Task, world.Ended.Outcome, world.Ended.Code));
        world.Release();
        Assert.Equal((delete, TaskOutcome.Done), (world.Ended.Task, world.Ended.Outcome));
    }

    [Fact]
    public void A_delete_that_overtakes_the_claim_ends_at_once()
    {
        var world = new BslWorld();
        world.Send(world.Create);
        var delete = Delete(world);

        world.Layer.Refuse(world.Layer.Sent<ReleaseResource>(), SettledCodes.Done);

        Assert.Equal((delete, TaskOutcome.Done), (world.Ended.Task, world.Ended.Outcome));
        Assert.Equal(0, world.Layer.Status.Owed);
    }

    [Fact]
    public void A_delete_during_undo_keeps_the_server_from_being_placed_again()
    {
        var world = new BslWorld();
        world.Host("h2");
        world.Send(world.Create);
        world.Fail(Hcos.Contracts.Ci2.DriverTaskOutcome.Exhausted);

        Delete(world);
        world.Release();

        Assert.Single(world.Layer.Of<ServerPlaced>());
        Assert.Single(world.Layer.Of<ServerDeleted>());
        Assert.Equal(2, world.Layer.Of<ServerTaskEnded>().Count);
    }

    [Fact]
    public void A_delete_ends_the_change_under_way()
    {
        var world = new BslWorld().Running();
        var pause = world.Send(new PauseServer(world.Web));

        Delete(world);

        Assert.Equal(
            (pause, TaskOutcome.Failed, "superseded"), (world.Ended.Task, world.Ended.Outcome, world.Ended.Code));
        world.EndPower(state: ResourceState.Paused);
        Assert.Equal(ResourceState.Deleting, world.State);
    }

    [Fact]
    public void A_second_delete_waits_its_turn_and_a_late_one_is_told_that_it_is_so()
    {
        var world = new BslWorld().Running();
        Delete(world);

        Assert.Equal("busy", world.Refused(new DeleteServer(world.Web)).Code);
        Assert.Equal("busy", world.Refused(new StartServer(world.Web)).Code);
        world.Release();
        Assert.Equal(SettledCodes.Already, world.Refused(new DeleteServer(world.Web)).Code);
        Assert.Equal("not-found", world.Refused(new StartServer(world.Web)).Code);
    }

    [Fact]
    public void A_delete_that_takes_too_long_names_what_is_left_and_goes_on()
    {
        var world = new BslWorld().Running();
        Delete(world);

        world.Layer.Advance(TimeSpan.FromSeconds(111));

        Assert.Equal((TaskOutcome.Failed, "deadline"), (world.Ended.Outcome, world.Ended.Code));
        Assert.Single(world.Ended.LeftBehind);
        Assert.Equal("busy", world.Refused(new StartServer(world.Web)).Code);
        var again = Delete(world);
        world.Release();
        Assert.Equal((again, TaskOutcome.Done), (world.Ended.Task, world.Ended.Outcome));
        Assert.Single(world.Layer.Of<ServerDeleted>());
    }

    [Fact]
    public void A_delete_may_overtake_the_creation()
    {
        var world = new BslWorld();

        Assert.Equal(SettledCodes.Done, SettledOf(world, Delete(world)));
        Assert.Equal(SettledCodes.Gone, world.Refused(world.Create).Code);
        Assert.Empty(world.Layer.Of<ServerRequested>());
    }

    [Fact]
    public void What_is_given_up_with_its_environment_ends_the_server()
    {
        var world = new BslWorld().Running();
        var placed = world.Placed;
        Delete(world);

        world.Layer.Observe("arml", new ClaimReleased(
            placed.Claim, placed.Resource, world.Lab, "h1", placed.Amount, IsAbandoned: true));

        Assert.Equal((TaskOutcome.Failed, "abandoned"), (world.Ended.Outcome, world.Ended.Code));
        Assert.Single(world.Ended.LeftBehind);
        Assert.Single(world.Layer.Of<ServerDeleted>());
        Assert.Equal(0, world.Layer.Status.Owed);
    }

    [Fact]
    public void A_claim_that_is_refused_after_it_was_given_up_changes_nothing_more()
    {
        var world = new BslWorld();
        world.Send(world.Create);
        var (claim, placed) = (world.Layer.Sent<ClaimCapacity>(), world.Placed);

        world.Layer.ObserveTogether(
            "arml",
            (MessageContext.First(world.Layer.NextId()), new ClaimReleased(
                placed.Claim, placed.Resource, world.Lab, "h1", placed.Amount, IsAbandoned: true)),
            (world.Layer.InAnswerTo(claim), new CommandSettled(claim.Context.Id, "gone", "it was released")));

        Assert.Equal((TaskOutcome.Failed, "abandoned"), (world.Ended.Outcome, world.Ended.Code));
        Assert.Single(world.Layer.Of<ServerDeleted>());
        Assert.Empty(world.Layer.Status.Parked);
    }

    [Fact]
    public void A_deleted_server_gives_its_capacity_back()
    {
        var world = new BslWorld();
        world.Send(world.Create with { Vcpus = 16 });
        world.Make();
        var next = world.Create with { Server = new(DerivedId.From("next")), Name = "next", Vcpus = 16 };
        Assert.Equal("no-candidate", world.Refused(next).Code);

        Delete(world);
        Assert.Equal("no-candidate", world.Refused(next).Code);
        world.Release();
        world.Send(next);

        Assert.Equal(2, world.Layer.Of<ServerPlaced>().Count);
    }

    private static string SettledOf(BslWorld world, Guid command) =>
        world.Layer.Of<CommandSettled>().Single(settled => settled.Command == command).Code;
}
