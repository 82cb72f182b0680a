using Hcos.Ci2.Calls;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Ci2;
using Hcos.Contracts.Cie;
using Hcos.Kernel.Deciding;
using Hcos.Kernel.Messages;

namespace Hcos.Ci2.Tests.Tasks;

public sealed class DriverTaskTests
{
    private static readonly ResourceId Resource = new(DerivedId.From("server"));
    private static readonly Guid Task = DerivedId.From("task");
    private static readonly ResourceSpec Spec =
        new(Resource, ResourceKind.Server, "web-1") { Server = new ServerSpec(1, 1 << 30) };

    private static string Id => Resource.ToString();

    [Fact]
    public void A_task_is_begun_run_and_ended_and_its_read_is_evidence()
    {
        var world = Ci2World.Swept();
        world.Layer.Command(Ensure(world));
        Act(world, DriverTaskOutcome.Done, Ci2World.Server(Id, ResourceState.Stopped));

        Assert.Single(world.Of<DriverTaskBegun>());
        Assert.Equal(DriverTaskOutcome.Done, Assert.Single(world.Of<DriverTaskEnded>()).Outcome);
        var seen = Assert.Single(world.Of<ResourceObserved>());
        Assert.Equal(EvidenceSource.Effect, seen.Evidence.Source);
        Assert.Equal(seen.Evidence.At, world.Of<DriverTaskEnded>()[0].At);
    }

    [Fact]
    public void A_repeated_task_is_run_once_under_way_and_after_its_end()
    {
        var world = Ci2World.Swept();
        world.Layer.Command(Ensure(world));
        world.Layer.Command(Ensure(world));
        Act(world, DriverTaskOutcome.Done, Ci2World.Server(Id));
        world.Layer.Command(Ensure(world));
        world.Advance(30);

        Assert.Single(world.Layer.Effects, effect => effect.Request is DriverCall.Act);
        Assert.Equal(2, world.Of<CommandSettled>().Count(settled => settled.Code == SettledCodes.Already));
    }

    [Theory]
    [InlineData(DriverTaskOutcome.Invalid)]
    [InlineData(DriverTaskOutcome.Denied)]
    [InlineData(DriverTaskOutcome.Missing)]
    [InlineData(DriverTaskOutcome.Conflict)]
    [InlineData(DriverTaskOutcome.Exhausted)]
    public void A_refusal_ends_the_task(DriverTaskOutcome outcome)
    {
        var world = Ci2World.Swept();
        world.Layer.Command(Ensure(world));
        Act(world, outcome, null);
        Assert.Equal(outcome, Assert.Single(world.Of<DriverTaskEnded>()).Outcome);
    }

    [Theory]
    [InlineData(DriverTaskOutcome.Unavailable)]
    [InlineData(DriverTaskOutcome.Uncertain)]
    public void What_failed_to_be_answered_is_run_again_until_it_is_done(DriverTaskOutcome outcome)
    {
        var world = Ci2World.Swept();
        world.Layer.Command(Ensure(world));
        for (var time = 0; time < 4; time++)
        {
            Act(world, outcome, null);
            world.Advance(15);
        }

        Assert.Empty(world.Of<DriverTaskEnded>());
        Act(world, DriverTaskOutcome.Done, Ci2World.Server(Id));
        Assert.Equal(DriverTaskOutcome.Done, Assert.Single(world.Of<DriverTaskEnded>()).Outcome);
    }

    [Fact]
    public void Uncertainty_is_not_ended_by_a_later_refusal()
    {
        var world = Ci2World.Swept();
        world.Layer.Command(Ensure(world));
        Act(world, DriverTaskOutcome.Uncertain, null);
        world.Advance(5);
        Act(world, DriverTaskOutcome.Conflict, null);
        Assert.Equal(DriverTaskOutcome.Uncertain, Assert.Single(world.Of<DriverTaskEnded>()).Outcome);
    }

    [Theory]
    [InlineData(false, DriverTaskOutcome.Unavailable)]
    [InlineData(true, DriverTaskOutcome.Uncertain)]
    public void An_overdue_task_ends_by_a_read(bool wasUncertain, DriverTaskOutcome end)
    {
        var world = Ci2World.Swept();
        world.Layer.Command(Ensure(world));
        Act(world, wasUncertain ? DriverTaskOutcome.Uncertain : DriverTaskOutcome.Unavailable, null);
        world.Advance(59);
        while (world.IsRunning<DriverCall.Act>()) Act(world, DriverTaskOutcome.Unavailable, null);
        world.Advance(2);
        world.Return<DriverCall.Close>(new DriverAnswer.Looked(null, world.Now));

        Assert.Equal(end, Assert.Single(world.Of<DriverTaskEnded>()).Outcome);
    }

    [Fact]
    public void What_the_last_read_of_an_overdue_task_shows_is_done()
    {
        var world = Ci2World.Swept();
        world.Layer.Command(Ensure(world));
        Act(world, DriverTaskOutcome.Uncertain, null);
        world.Advance(61);
        if (world.IsRunning<DriverCall.Act>()) Act(world, DriverTaskOutcome.Uncertain, null);
        world.Advance(11);
        world.Return<DriverCall.Close>(new DriverAnswer.Looked(Ci2World.Server(Id), world.Now));

        Assert.Equal(DriverTaskOutcome.Done, Assert.Single(world.Of<DriverTaskEnded>()).Outcome);
    }

    [Theory]
    [InlineData(ResourceState.Provisioning)]
    [InlineData(ResourceState.Error)]
    public void What_the_last_read_shows_half_made_is_not_done(ResourceState state)
    {
        var world = Ci2World.Swept();
        world.Layer.Command(Ensure(world));
        Act(world, DriverTaskOutcome.Uncertain, null);
        world.Advance(61);
        if (world.IsRunning<DriverCall.Act>()) Act(world, DriverTaskOutcome.Uncertain, null);
        world.Advance(11);
        world.Return<DriverCall.Close>(new DriverAnswer.Looked(Ci2World.Server(Id, state), world.Now));

        Assert.Equal(DriverTaskOutcome.Uncertain, Assert.Single(world.Of<DriverTaskEnded>()).Outcome);
    }

    [Fact]
    public void A_run_that_hangs_over_the_deadline_is_waited_for()
    {
        var world = Ci2World.Swept();
        world.Layer.Command(Ensure(world));
        world.Advance(120);
        Assert.Empty(world.Of<DriverTaskEnded>());
        Act(world, DriverTaskOutcome.Done, Ci2World.Server(Id));
        Assert.Equal(DriverTaskOutcome.Done, Assert.Single(world.Of<DriverTaskEnded>()).Outcome);
    }

    [Fact]
    public void A_task_without_deadline_never_gives_up()
    {
        var world = Ci2World.Swept();
        world.Layer.Command(new RunDriverTask(
            Task, Ci2World.Lab, Resource, DriverAction.Delete, ResourceKind.Server, Spec, null, null, null));
        for (var minute = 0; minute < 60; minute++)
        {
            world.Advance(60);
            Act(world, DriverTaskOutcome.Unavailable, null);
        }

        Assert.Empty(world.Of<DriverTaskEnded>());
        world.Advance(60);
        Act(world, DriverTaskOutcome.Done, null);
        Assert.Single(world.Of<DriverTaskEnded>());
    }

    [Fact]
    public void After_a_restart_what_was_under_way_is_uncertain_and_is_run_again()
    {
        var world = Ci2World.Swept();
        world.Layer.Command(Ensure(world));
        world.Pass();
        world.Restart();
        world.Pass();
        Act(world, DriverTaskOutcome.Conflict, null);
        Assert.Equal(DriverTaskOutcome.Uncertain, Assert.Single(world.Of<DriverTaskEnded>()).Outcome);
    }

    [Fact]
    public void Two_tasks_on_one_object_run_one_after_the_other()
    {
        var world = Ci2World.Swept();
        world.Layer.Command(Ensure(world));
        world.Layer.Command(Ensure(world) with { Task = DerivedId.From("other") });
        world.Advance(30);
        Assert.Single(world.Layer.Effects, effect => effect.Request is DriverCall.Act);

        Act(world, DriverTaskOutcome.Done, Ci2World.Server(Id));
        world.Pass();
        Assert.Equal(2, world.Layer.Effects.Count(effect => effect.Request is DriverCall.Act));
    }

    [Fact]
    public void In_an_observe_only_environment_nothing_is_run()
    {
        var world = new Ci2World();
        world.Register(Ci2World.Address with { Access = EnvironmentAccess.ObserveOnly });
        world.Layer.Command(Ensure(world));
        world.Advance(10);

        var ended = Assert.Single(world.Of<DriverTaskEnded>());
        Assert.Equal(DriverTaskOutcome.Denied, ended.Outcome);
        Assert.Contains("observe-only", ended.Reason);
        Assert.False(world.IsRunning<DriverCall.Act>());
    }

    [Fact]
    public void In_a_removed_environment_nothing_is_run_and_what_runs_ends()
    {
        var world = Ci2World.Swept();
        world.Layer.Command(Ensure(world));
        world.Layer.Observe("cie", new EnvironmentRemoved(Ci2World.Lab, "lab", true));
        Assert.Equal(DriverTaskOutcome.Uncertain, Assert.Single(world.Of<DriverTaskEnded>()).Outcome);

        world.Layer.Command(Ensure(world) with { Task = DerivedId.From("late") });
        Assert.Equal(DriverTaskOutcome.Denied, world.Of<DriverTaskEnded>()[1].Outcome);
    }

    [Fact]
    public void A_task_that_overtakes_its_environment_waits_for_it()
    {
        var world = new Ci2World();
        world.Layer.Command(Ensure(world));
        world.Advance(5);
        Assert.False(world.IsRunning<DriverCall.Act>());
        world.Register();
        world.Pass();
        Assert.True(world.IsRunning<DriverCall.Act>());
    }

    [Fact]
    public void A_task_in_an_environment_that_never_comes_ends_by_its_deadline()
    {
        var world = new Ci2World();
        world.Layer.Command(Ensure(world));
        world.Advance(61);
        Assert.Equal(DriverTaskOutcome.Unavailable, Assert.Single(world.Of<DriverTaskEnded>()).Outcome);
    }

    [Fact]
    public void A_run_over_an_older_driver_is_repeated_over_the_new_one()
    {
        var world = Ci2World.Swept();
        world.Layer.Command(Ensure(world));
        world.Pass();
        var address = Ci2World.Address with { Credential = "other" };
        world.Layer.Observe("cie", new EnvironmentChanged(Ci2World.Lab, "lab", address));
        Act(world, DriverTaskOutcome.Unavailable, null);
        world.Advance(5);

        Assert.Equal(2, ((DriverCall.Act)world.Running<DriverCall.Act>().Request).Reach.Generation);
    }

    [Fact]
    public void A_task_that_makes_no_sense_is_refused()
    {
        var world = Ci2World.Swept();
        world.Layer.Command(Ensure(world) with { Spec = null });
        Assert.Equal("invalid", Assert.Single(world.Of<CommandSettled>()).Code);
        Assert.Empty(world.Of<DriverTaskBegun>());
    }

    [Fact]
    public void A_defect_of_the_runner_leaves_the_task_uncertain()
    {
        var world = Ci2World.Swept();
        world.Layer.Command(Ensure(world));
        world.Pass();
        world.Return<DriverCall.Act>(new EffectThrew("defect"));
        world.Advance(5);
        Act(world, DriverTaskOutcome.Exhausted, null);
        Assert.Equal(DriverTaskOutcome.Uncertain, Assert.Single(world.Of<DriverTaskEnded>()).Outcome);
    }

    private static RunDriverTask Ensure(Ci2World world) => new(
        Task, Ci2World.Lab, Resource, DriverAction.Ensure, ResourceKind.Server, Spec, null, null,
        world.Now + TimeSpan.FromSeconds(60));

    private static void Act(Ci2World world, DriverTaskOutcome outcome, ResourceObject? seen)
    {
        world.Pass();
        var reason = outcome == DriverTaskOutcome.Done ? null : "as the test wanted";
        world.Return<DriverCall.Act>(
            new DriverAnswer.Acted(outcome, reason, Ci2World.Key(Id), seen, world.Now));
    }
}
