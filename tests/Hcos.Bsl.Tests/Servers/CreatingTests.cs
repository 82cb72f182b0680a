using Hcos.Contracts.Arml;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Bsl;
using Hcos.Contracts.Ci2;
using Hcos.Kernel.Messages;
using static Hcos.Bsl.Tests.BslWorld;

namespace Hcos.Bsl.Tests.Servers;

public sealed class CreatingTests
{
    private static ClaimCapacity Claim(BslWorld world) => (ClaimCapacity)world.Layer.Sent<ClaimCapacity>().Body;

    [Fact]
    public void A_server_is_placed_in_the_step_that_accepts_it_and_claimed()
    {
        var world = new BslWorld();

        var task = world.Send(world.Create);

        Assert.Equal(
            [typeof(ServerRequested), typeof(ServerPlaced)],
            world.Layer.Events.TakeLast(2).Select(e => e.GetType()));
        Assert.Equal(task, world.Layer.Of<ServerRequested>()[0].Task);
        var claim = Claim(world);
        Assert.Equal((world.Placed.Resource, "h1", true), (claim.Resource, claim.Host, claim.Start));
        Assert.Equal(new Capacity(2, 4 * Gib, 2 * Gib), claim.Amount);
        Assert.Equal(("web-1", "h1", "guest"), (claim.Spec.Name, claim.Spec.Server!.Host, claim.Spec.Server.Image));
        Assert.True(claim.Deadline < world.Layer.Of<ServerRequested>()[0].Deadline);
    }

    [Theory]
    [InlineData(true, ResourceState.Running)]
    [InlineData(false, ResourceState.Stopped)]
    public void A_made_server_is_told_and_its_task_done(bool start, ResourceState state)
    {
        var world = new BslWorld();
        var task = world.Send(world.Create with { Start = start });
        Assert.Equal(start, Claim(world).Start);

        world.Make(state);

        Assert.Equal((state, task), (world.State, world.Ended.Task));
        Assert.Equal(
            (TaskOutcome.Done, "done", ServerTaskKind.Create),
            (world.Ended.Outcome, world.Ended.Code, world.Ended.Kind));
        Assert.Equal(0, world.Layer.Status.Owed);
    }

    [Fact]
    public void Without_a_candidate_nothing_is_begun_and_the_reasons_are_counted()
    {
        var world = new BslWorld();
        world.Host("h2", vcpus: 1);
        world.Host("h1", isUsable: false);

        var refusal = world.Refused(world.Create);

        Assert.Equal("no-candidate", refusal.Code);
        Assert.Equal(
            "none of 2 hosts can take it: not-usable (1), vcpus (1); the nearest is h2, which lacks 1 vcpus, where one"
            + " with 1 vcpus and 2147483648 bytes of memory would fit",
            refusal.Reason);
        var nearest = world.Layer.Ask(new PlanServer(world.Create)).Nearest!;
        Assert.Equal(("h2", new LackingAmount("vcpus", 1)), (nearest.Host, Assert.Single(nearest.Lacking)));
    }

    [Fact]
    public void Why_hosts_cannot_be_used_is_told_each_reason_once_and_only_while_it_holds()
    {
        var world = new BslWorld();
        world.Host("h1", isUsable: false, reason: "it is observe-only");
        world.Host("h2", isUsable: false, reason: "it is observe-only");

        Assert.Equal(
            "none of 2 hosts can take it: not-usable (2); it is observe-only", world.Refused(world.Create).Reason);
        world.Host("h1", vcpus: 1);
        world.Host("h2", vcpus: 1);
        Assert.StartsWith(
            "none of 2 hosts can take it: vcpus (2); the nearest is h1",
            world.Refused(world.Create).Reason,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Without_any_host_the_reason_says_what_to_do() => Assert.Contains(
        "add an environment",
        new BslWorld(hasHost: false).Refused(new CreateServer(new(DerivedId.From("x")), "x")).Reason,
        StringComparison.Ordinal);

    [Fact]
    public void Claims_in_flight_are_counted_by_placement()
    {
        var world = new BslWorld();
        for (var i = 0; i < 8; i++)
        {
            world.Send(world.Create with { Server = new(DerivedId.From($"{i}")), Name = $"web-{i}" });
        }

        Assert.Equal("no-candidate", world.Refused(world.Create with { Name = "another" }).Code);
    }

    [Fact]
    public void Claims_of_others_are_counted_until_they_are_released()
    {
        var world = new BslWorld();
        var (claim, resource) = (new ClaimId(DerivedId.From("c")), new ResourceId(DerivedId.From("r")));
        var spec = new ResourceSpec(resource, ResourceKind.Server, "x");
        var amount = new Capacity(15, 0, 0);
        world.Layer.Observe(
            "arml", new CapacityClaimed(claim, resource, world.Lab, "h1", amount, spec, world.Layer.Now));
        Assert.Equal("no-candidate", world.Refused(world.Create).Code);

        world.Layer.Observe("arml", new ClaimReleased(claim, resource, world.Lab, "h1", amount, false));
        world.Send(world.Create);

        Assert.Single(world.Layer.Of<ServerPlaced>());
    }

    [Fact]
    public void A_stale_claim_is_placed_again_elsewhere_under_new_ids()
    {
        var world = new BslWorld();
        world.Host("h2");
        world.Send(world.Create);
        var first = world.Placed;

        world.Layer.Refuse(world.Layer.Sent<ClaimCapacity>(), "stale");

        Assert.Equal((2, "h2"), (world.Placed.Round, world.Placed.Decision.Host));
        Assert.NotEqual(first.Resource, world.Placed.Resource);
        Assert.NotEqual(first.Claim, world.Placed.Claim);
        world.Make();
        Assert.Equal(TaskOutcome.Done, world.Ended.Outcome);
    }

    [Fact]
    public void When_every_host_refused_the_server_ends_and_its_name_is_free()
    {
        var world = new BslWorld();
        var task = world.Send(world.Create);

        world.Layer.Refuse(world.Layer.Sent<ClaimCapacity>(), "stale", "too full");

        Assert.Equal(
            (task, TaskOutcome.Undone, "no-candidate"), (world.Ended.Task, world.Ended.Outcome, world.Ended.Code));
        Assert.Contains("too full", world.Ended.Reason, StringComparison.Ordinal);
        Assert.Single(world.Layer.Of<ServerDeleted>());
        world.Send(world.Create with { Server = new(DerivedId.From("other")) });
        Assert.Equal(2, world.Layer.Of<ServerRequested>().Count);
    }

    [Fact]
    public void Rounds_are_bounded()
    {
        var world = new BslWorld();
        for (var i = 2; i < 20; i++) world.Host($"h{i}");
        world.Send(world.Create);

        for (var i = 0; i < 5; i++) world.Layer.Refuse(world.Layer.Sent<ClaimCapacity>(), "stale");

        Assert.Equal(5, world.Layer.Of<ServerPlaced>().Count);
        Assert.Equal(TaskOutcome.Undone, world.Ended.Outcome);
        Assert.Equal(0, world.Layer.Status.Owed);
    }

    [Fact]
    public void A_full_platform_is_left_before_the_server_is_placed_again()
    {
        var world = new BslWorld();
        world.Host("h2");
        world.Send(world.Create);
        world.Fail(DriverTaskOutcome.Exhausted);
        Assert.Single(world.Layer.Of<ServerPlaced>());

        world.Release();

        Assert.Equal((2, "h2"), (world.Placed.Round, world.Placed.Decision.Host));
        world.Make();
        Assert.Equal(TaskOutcome.Done, world.Ended.Outcome);
    }

    [Theory]
    [InlineData(DriverTaskOutcome.Invalid, "invalid")]
    [InlineData(DriverTaskOutcome.Conflict, "conflict")]
    [InlineData(DriverTaskOutcome.Missing, "missing")]
    [InlineData(DriverTaskOutcome.Unavailable, "unavailable")]
    [InlineData(DriverTaskOutcome.Uncertain, "uncertain")]
    public void Any_other_failure_is_taken_back(DriverTaskOutcome outcome, string code)
    {
        var world = new BslWorld();
        world.Host("h2");
        world.Send(world.Create);
        world.Fail(outcome);
        Assert.Empty(world.Layer.Of<ServerTaskEnded>());

        world.Release();

        Assert.Equal((TaskOutcome.Undone, code), (world.Ended.Outcome, world.Ended.Code));
        Assert.Empty(world.Ended.LeftBehind);
        Assert.Single(world.Layer.Of<ServerPlaced>());
        Assert.Single(world.Layer.Of<ServerDeleted>());
        Assert.Equal(0, world.Layer.Status.Owed);
    }

    [Fact]
    public void What_cannot_be_taken_back_in_time_is_named_and_goes_on()
    {
        var world = new BslWorld();
        var task = world.Send(world.Create);
        world.Fail(DriverTaskOutcome.Unavailable);

        world.Layer.Advance(TimeSpan.FromSeconds(46));

        Assert.Equal(
            (task, TaskOutcome.Failed, "unavailable"), (world.Ended.Task, world.Ended.Outcome, world.Ended.Code));
        Assert.Contains($"{world.Placed.Resource}", Assert.Single(world.Ended.LeftBehind), StringComparison.Ordinal);
        Assert.Empty(world.Layer.Of<ServerDeleted>());
        world.Layer.Advance(TimeSpan.FromHours(2));
        world.Release();
        Assert.Single(world.Layer.Of<ServerDeleted>());
        Assert.Single(world.Layer.Of<ServerTaskEnded>());
        Assert.Equal(0, world.Layer.Status.Owed);
    }

    [Fact]
    public void A_silent_ARML_does_not_hold_the_task_beyond_its_deadline()
    {
        var world = new BslWorld();
        world.Send(world.Create);

        world.Layer.Advance(TimeSpan.FromSeconds(121));
        Assert.Empty(world.Layer.Of<ServerTaskEnded>());
        world.Layer.Advance(TimeSpan.FromSeconds(46));

        Assert.Equal((TaskOutcome.Failed, "deadline"), (world.Ended.Outcome, world.Ended.Code));
    }

    [Fact]
    public void The_deadlines_lie_inside_those_of_the_operations()
    {
        var options = new BslOptions();

        Assert.True(options.CreateWithin + options.UndoWithin < Within<CreateServer>());
        Assert.True(options.StopWithin < Within<StopServer>());
        Assert.True(options.DeleteWithin < Within<DeleteServer>());
        Assert.True(options.PowerWithin < Within<StartServer>());
        Assert.True(options.PowerWithin < Within<RebootServer>());
        Assert.True(options.PowerWithin < Within<PauseServer>());
        Assert.True(options.PowerWithin < Within<ResumeServer>());
        Assert.True(options.ChangeWithin < Within<SuspendServer>());
    }

    [Fact]
    public void The_same_creation_again_changes_nothing()
    {
        var world = new BslWorld();
        world.Send(world.Create);

        Assert.Equal(SettledCodes.Already, world.Refused(world.Create).Code);
        world.Make();
        Assert.Equal(SettledCodes.Already, world.Refused(world.Create).Code);
    }

    [Fact]
    public void A_deleted_server_is_not_created_again_under_its_id()
    {
        var world = new BslWorld().Running();
        world.Send(new DeleteServer(world.Web));
        world.Release();

        Assert.Equal(SettledCodes.Gone, world.Refused(world.Create).Code);
    }

    [Fact]
    public void A_claim_that_ARML_has_already_is_not_sent_for_ever()
    {
        var world = new BslWorld();
        world.Send(world.Create);
        world.Layer.Refuse(world.Layer.Sent<ClaimCapacity>(), SettledCodes.Already);
        var sent = world.Layer.Commands.Count;

        world.Layer.Advance(TimeSpan.FromSeconds(60));

        Assert.Equal(sent, world.Layer.Commands.Count);
    }

    private static TimeSpan Within<TCommand>() => TimeSpan.FromSeconds(
        typeof(TCommand).GetCustomAttributes(false).OfType<Contracts.OperationAttribute>().Single().DeadlineSeconds);
}
