using Hcos.Contracts.Arml;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Bsl;
using Hcos.Contracts.Ci2;
using Hcos.Kernel.Messages;

namespace Hcos.Bsl.Tests.Servers;

public sealed class TaskTests
{
    public static TheoryData<ServerTaskKind, ResourceState, PowerAction, ResourceState> Changes => new()
    {
        { ServerTaskKind.Start, ResourceState.Stopped, PowerAction.Start, ResourceState.Running },
        { ServerTaskKind.Start, ResourceState.Suspended, PowerAction.Start, ResourceState.Running },
        { ServerTaskKind.Reboot, ResourceState.Running, PowerAction.Reset, ResourceState.Running },
        { ServerTaskKind.Pause, ResourceState.Running, PowerAction.Pause, ResourceState.Paused },
        { ServerTaskKind.Resume, ResourceState.Paused, PowerAction.Resume, ResourceState.Running },
        { ServerTaskKind.Suspend, ResourceState.Running, PowerAction.Suspend, ResourceState.Suspended },
        { ServerTaskKind.Resume, ResourceState.Suspended, PowerAction.Resume, ResourceState.Running },
        { ServerTaskKind.Stop, ResourceState.Suspended, PowerAction.PowerOff, ResourceState.Stopped },
        { ServerTaskKind.Stop, ResourceState.Paused, PowerAction.PowerOff, ResourceState.Stopped },
    };

    private static ICommand Command(BslWorld world, ServerTaskKind kind) => kind switch
    {
        ServerTaskKind.Start => new StartServer(world.Web),
        ServerTaskKind.Stop => new StopServer(world.Web),
        ServerTaskKind.Reboot => new RebootServer(world.Web),
        ServerTaskKind.Pause => new PauseServer(world.Web),
        ServerTaskKind.Suspend => new SuspendServer(world.Web),
        _ => new ResumeServer(world.Web),
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void A_change_begins_is_ordered_and_ends_once(
        ServerTaskKind kind, ResourceState before, PowerAction action, ResourceState after)
    {
        var world = new BslWorld().Running(before);

        var task = world.Send(Command(world, kind));

        var begun = Assert.Single(world.Layer.Of<ServerTaskBegun>());
        Assert.Equal((task, kind, action), (begun.Task, begun.Kind, world.Action));
        Assert.True(((ChangePower)world.Layer.Sent<ChangePower>().Body).Deadline < begun.Deadline);
        world.EndPower(state: after);
        Assert.Equal((task, TaskOutcome.Done, after), (world.Ended.Task, world.Ended.Outcome, world.State));
        Assert.Equal(0, world.Layer.Status.Owed);
    }

    [Fact]
    public void A_guest_that_shuts_down_is_stopped_gracefully()
    {
        var world = new BslWorld().Running();
        var task = world.Send(new StopServer(world.Web));
        Assert.Equal(PowerAction.Shutdown, world.Action);
        world.EndPower();
        Assert.Single(world.Layer.Of<ServerTaskEnded>());

        world.See(ResourceState.Stopped);

        Assert.Equal((task, TaskOutcome.Done), (world.Ended.Task, world.Ended.Outcome));
        Assert.Single(world.Layer.Commands, command => command.Body is ChangePower);
    }

    [Fact]
    public void A_guest_that_was_off_before_the_answer_came_is_not_waited_for()
    {
        var world = new BslWorld().Running();
        world.Send(new StopServer(world.Web));

        world.EndPower(state: ResourceState.Stopped);

        Assert.Equal(ServerTaskKind.Stop, world.Ended.Kind);
    }

    [Fact]
    public void A_guest_that_does_not_hear_loses_its_power_after_a_while()
    {
        var world = new BslWorld().Running();
        var task = world.Send(new StopServer(world.Web));
        world.EndPower();
        world.Layer.Advance(TimeSpan.FromSeconds(29));
        Assert.Equal(PowerAction.Shutdown, world.Action);

        world.Layer.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(PowerAction.PowerOff, world.Action);
        world.EndPower(state: ResourceState.Stopped);
        Assert.Equal((task, TaskOutcome.Done), (world.Ended.Task, world.Ended.Outcome));
    }

    [Fact]
    public void A_guest_that_cannot_be_asked_loses_its_power_at_once()
    {
        var world = new BslWorld().Running();
        world.Send(new StopServer(world.Web));

        world.EndPower(DriverTaskOutcome.Conflict);

        Assert.Equal(PowerAction.PowerOff, world.Action);
    }

    [Fact]
    public void A_forced_stop_does_not_ask()
    {
        var world = new BslWorld().Running();

        world.Send(new StopServer(world.Web, Force: true));

        Assert.Equal(PowerAction.PowerOff, world.Action);
        Assert.True(world.Layer.Of<ServerTaskBegun>()[0].Force);
    }

    [Theory]
    [InlineData(DriverTaskOutcome.Unavailable, "unavailable")]
    [InlineData(DriverTaskOutcome.Uncertain, "uncertain")]
    [InlineData(DriverTaskOutcome.Denied, "denied")]
    [InlineData(DriverTaskOutcome.Exhausted, "exhausted")]
    public void A_change_that_fails_ends_with_the_platforms_word(DriverTaskOutcome outcome, string code)
    {
        var world = new BslWorld().Running(ResourceState.Stopped);
        world.Send(new StartServer(world.Web));

        world.EndPower(outcome);

        Assert.Equal((TaskOutcome.Failed, code, "no"), (world.Ended.Outcome, world.Ended.Code, world.Ended.Reason));
        Assert.DoesNotContain(world.Layer.Commands, command => command.Body is ReleaseResource);
        world.Send(new StartServer(world.Web));
        Assert.Equal(2, world.Layer.Of<ServerTaskBegun>().Count);
    }

    [Fact]
    public void One_task_at_a_time_and_the_refusal_names_the_other()
    {
        var world = new BslWorld();
        var create = world.Send(world.Create);
        Assert.Contains(create.ToString(), world.Refused(new StopServer(world.Web)).Reason, StringComparison.Ordinal);
        world.Make();
        world.Send(new PauseServer(world.Web));

        var refusal = world.Refused(new RebootServer(world.Web));

        Assert.Equal("busy", refusal.Code);
        Assert.StartsWith("pause is under way", refusal.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_done_on_doubt()
    {
        var world = new BslWorld().Running(ResourceState.Unknown);

        Assert.Equal("unknown", world.Refused(new StartServer(world.Web)).Code);
        Assert.Equal("unknown", world.Refused(new StopServer(world.Web)).Code);
        Assert.DoesNotContain(world.Layer.Commands, command => command.Body is ChangePower);
    }

    [Fact]
    public void What_holds_already_is_said_so()
    {
        var world = new BslWorld().Running();

        Assert.Equal(SettledCodes.Already, world.Refused(new StartServer(world.Web)).Code);
        var stopped = new BslWorld().Running(ResourceState.Stopped);
        Assert.Equal("impossible", stopped.Refused(new ResumeServer(world.Web)).Code);
    }

    [Fact]
    public void An_unknown_server_is_not_found()
    {
        var world = new BslWorld();

        Assert.Equal("not-found", world.Refused(new StartServer(world.Web)).Code);
    }

    [Fact]
    public void A_silent_ARML_does_not_hold_a_task_beyond_its_deadline()
    {
        var world = new BslWorld().Running();
        world.Send(new PauseServer(world.Web));
        var change = (ChangePower)world.Layer.Sent<ChangePower>().Body;

        world.Layer.Advance(TimeSpan.FromSeconds(51));

        Assert.Equal((TaskOutcome.Failed, "deadline"), (world.Ended.Outcome, world.Ended.Code));
        Assert.Equal(0, world.Layer.Status.Owed);
        // What it tells later ends nothing any more.
        world.Layer.Observe("arml", new PowerChangeEnded(
            change.Resource, change.Task, change.Action, DriverTaskOutcome.Done, null, null, world.Layer.Now));
        Assert.Equal(2, world.Layer.Of<ServerTaskEnded>().Count);
    }

    [Fact]
    public void A_busy_resource_is_asked_again()
    {
        var world = new BslWorld().Running();
        world.Send(new PauseServer(world.Web));
        var first = world.Layer.Sent<ChangePower>();

        world.Layer.Refuse(first, "busy");
        world.Layer.Advance(TimeSpan.FromSeconds(3));

        var second = world.Layer.Sent<ChangePower>();
        Assert.NotEqual(first.Context.Id, second.Context.Id);
        Assert.Equal(first.Body, second.Body);
        world.EndPower(state: ResourceState.Paused);
        Assert.Equal(TaskOutcome.Done, world.Ended.Outcome);
    }

    [Fact]
    public void A_refused_change_ends_with_the_code()
    {
        var world = new BslWorld().Running();
        world.Send(new PauseServer(world.Web));

        world.Layer.Refuse(world.Layer.Sent<ChangePower>(), "denied", "observe-only");

        Assert.Equal(
            (TaskOutcome.Failed, "denied", "observe-only"),
            (world.Ended.Outcome, world.Ended.Code, world.Ended.Reason));
    }

    [Fact]
    public void A_change_that_is_refused_after_it_has_ended_is_not_undone()
    {
        var world = new BslWorld().Running();
        var pause = world.Send(new PauseServer(world.Web));
        var change = world.Layer.Sent<ChangePower>();
        var body = (ChangePower)change.Body;

        world.Layer.ObserveTogether(
            "arml",
            (MessageContext.First(world.Layer.NextId()), new PowerChangeEnded(
                body.Resource, body.Task, body.Action, DriverTaskOutcome.Done, null, null, world.Layer.Now)),
            (world.Layer.InAnswerTo(change), new CommandSettled(change.Context.Id, "denied", "observe-only")));

        Assert.Equal(TaskOutcome.Done, Assert.Single(world.Layer.Of<ServerTaskEnded>(), e => e.Task == pause).Outcome);
        Assert.Empty(world.Layer.Status.Parked);
    }

    [Fact]
    public void A_task_survives_a_restart()
    {
        var world = new BslWorld().Running();
        world.Send(new StopServer(world.Web));
        world.EndPower();

        world.Layer.Restart();
        world.Layer.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(PowerAction.PowerOff, world.Action);
        world.Layer.Restart();
        world.EndPower(state: ResourceState.Stopped);

        Assert.Equal((ServerTaskKind.Stop, TaskOutcome.Done), (world.Ended.Kind, world.Ended.Outcome));
    }
}
