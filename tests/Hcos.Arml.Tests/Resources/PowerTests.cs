using Hcos.Contracts.Arml;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Ci2;
using Hcos.Contracts.Cie;
using Hcos.Kernel.Messages;
using static Hcos.Arml.Tests.ArmlWorld;

namespace Hcos.Arml.Tests.Resources;

public sealed class PowerTests
{
    private static ChangePower Stop(ArmlWorld world, string task = "stop") => new(
        world.Web, DerivedId.From(task), PowerAction.PowerOff, world.Layer.Now + TimeSpan.FromSeconds(40));

    [Fact]
    public void A_change_is_ordered_and_its_end_told_after_the_state()
    {
        var world = new ArmlWorld().WithWeb();

        world.Layer.Command(Stop(world));
        Assert.Equal(
            (DriverAction.Power, PowerAction.PowerOff, world.WebKey),
            (world.Task.Action, world.Task.Power, world.Task.Key));
        world.End(observed: ServerObject(world.Web.ToString(), ResourceState.Stopped));

        Assert.Equal(
            [typeof(ResourceStatusChanged), typeof(PowerChangeEnded)],
            world.Layer.Events.TakeLast(2).Select(e => e.GetType()));
        Assert.Equal(ResourceState.Stopped, world.Status.State);
        Assert.Equal(DriverTaskOutcome.Done, Assert.Single(world.Layer.Of<PowerChangeEnded>()).Outcome);
        Assert.Equal(0, world.Layer.Status.Owed);
    }

    [Theory]
    [InlineData(DriverTaskOutcome.Conflict)]
    [InlineData(DriverTaskOutcome.Missing)]
    [InlineData(DriverTaskOutcome.Unavailable)]
    [InlineData(DriverTaskOutcome.Uncertain)]
    public void A_change_that_fails_ends_with_the_platforms_word_and_another_may_follow(DriverTaskOutcome outcome)
    {
        var world = new ArmlWorld().WithWeb();
        world.Layer.Command(Stop(world));

        world.End(outcome);

        Assert.Equal(outcome, Assert.Single(world.Layer.Of<PowerChangeEnded>()).Outcome);
        world.Layer.Command(Stop(world, "again"));
        Assert.Equal(2, world.Layer.Of<PowerChangeBegun>().Count);
    }

    [Fact]
    public void One_change_at_a_time()
    {
        var world = new ArmlWorld().WithWeb();
        world.Layer.Command(Stop(world));

        Assert.Equal("busy", world.Refused(Stop(world, "another")).Code);
        world.Layer.Command(Stop(world));

        Assert.Equal(2, world.Layer.Of<PowerChangeBegun>().Count);
        Assert.Single(world.Layer.Of<PowerChangeBegun>().Distinct());
        Assert.Equal(2, world.Layer.Commands.Select(command => ((RunDriverTask)command.Body).Task).Distinct().Count());
    }

    [Fact]
    public void A_repeat_of_a_change_under_way_is_told_so_and_orders_nothing()
    {
        var world = new ArmlWorld().WithWeb();
        world.Layer.Command(Stop(world));
        world.Layer.Answer(world.Layer.Sent<RunDriverTask>(), new DriverTaskBegun(
            world.Task.Task, world.Task.Environment, world.Web, DriverAction.Power));
        Assert.DoesNotContain(world.Layer.Command(Stop(world)).Events, e => e.Body is CommandOwed);
        Assert.Equal(2, world.Layer.Of<PowerChangeBegun>().Count);
    }

    [Fact]
    public void A_change_that_has_ended_is_not_done_again()
    {
        var world = new ArmlWorld().WithWeb();
        world.Layer.Command(Stop(world));
        world.End(observed: ServerObject(world.Web.ToString(), ResourceState.Stopped));

        Assert.Equal(SettledCodes.Already, world.Refused(Stop(world)).Code);
        Assert.Single(world.Layer.Of<PowerChangeBegun>());
    }

    [Fact]
    public void A_silent_CI2_does_not_hold_a_change_beyond_its_deadline()
    {
        var world = new ArmlWorld().WithWeb();
        world.Layer.Command(Stop(world));
        var task = world.Task;

        world.Layer.Advance(TimeSpan.FromSeconds(41));

        Assert.Equal(DriverTaskOutcome.Uncertain, Assert.Single(world.Layer.Of<PowerChangeEnded>()).Outcome);
        Assert.Equal("busy", world.Refused(Stop(world, "another")).Code);
        world.Ended(task, DriverTaskOutcome.Unavailable);
        world.Layer.Command(Stop(world, "another"));
        Assert.Equal(2, world.Layer.Of<PowerChangeBegun>().Count);
    }

    [Fact]
    public void What_cannot_be_changed_is_refused_with_a_reason()
    {
        var world = new ArmlWorld();
        Assert.Equal("missing", world.Refused(Stop(world)).Code);
        world.Layer.Command(world.Claim);
        Assert.Equal("conflict", world.Refused(Stop(world)).Code);
        world.End(observed: ServerObject(world.Web.ToString()));
        Assert.Equal("deadline", world.Refused(Stop(world) with { Deadline = world.Layer.Now }).Code);
        world.Change(EnvironmentAccess.ObserveOnly);
        Assert.Equal("denied", world.Refused(Stop(world)).Code);
        world.Change(EnvironmentAccess.Manage);
        world.Layer.Command(new ReleaseResource(world.Web, null));
        Assert.Equal("gone", world.Refused(Stop(world)).Code);
        Assert.Empty(world.Layer.Of<PowerChangeBegun>());
    }

    [Fact]
    public void A_start_on_a_full_host_closes_the_host()
    {
        var world = new ArmlWorld().WithWeb();
        world.Layer.Command(Stop(world) with { Action = PowerAction.Start });

        world.End(DriverTaskOutcome.Exhausted);

        Assert.False(world.Host.IsUsable);
    }
}
