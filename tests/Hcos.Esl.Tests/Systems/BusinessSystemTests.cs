using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Bsl;
using Hcos.Contracts.Esl;
using Hcos.Kernel.Messages;

namespace Hcos.Esl.Tests.Systems;

public sealed class BusinessSystemTests
{
    private readonly SystemWorld _world = new();

    [Fact]
    public void A_component_is_made_only_after_what_it_depends_on_is_healthy()
    {
        _world.Deploy();
        Assert.Equal(["hello-web-1", "hello-web-2"], Names(_world.Creates));

        _world.Make(_world.Creates.First());
        Assert.Equal(2, _world.Creates.Count());

        _world.Make(_world.Creates.ElementAt(1));
        Assert.Equal("hello-front-1", Names(_world.Creates).Last());
        Assert.Equal(SystemHealth.Deploying, _world.Health);
    }

    [Fact]
    public void A_deployment_ends_as_done_when_every_instance_is_healthy()
    {
        var task = DerivedId.From("deploy");
        _world.Deploy(id: task);
        _world.MakeAll();

        Assert.Equal(SystemHealth.Healthy, _world.Health);
        Assert.Equal((task, TaskOutcome.Done), (_world.Ended!.Task, _world.Ended.Outcome));
    }

    [Fact]
    public void A_destroyed_server_is_started_again_and_the_correlation_of_what_was_seen_leads_to_the_start()
    {
        _world.Deploy();
        _world.MakeAll();
        var server = _world.ServerNamed("hello-web-1");
        var seen = MessageContext.First(_world.Layer.NextId());
        _world.Layer.Observe("bsl", seen, new ServerStateChanged(server, ResourceState.Stopped, [], null, "destroyed"));

        var start = _world.Layer.Sent<StartServer>();
        Assert.Equal(server, ((StartServer)start.Body).Server);
        Assert.Equal(seen.Correlation, start.Context.Correlation);
        Assert.Equal(SystemHealth.Degraded, _world.Health);
        Assert.Equal("start", _world.Layer.Of<InstanceHealing>().Single().Action);

        _world.Layer.Answer(start, Begun(server, start, ServerTaskKind.Start));
        _world.See(server, ResourceState.Running, "10.0.0.1");
        _world.Layer.Observe("bsl", Ended(server, start, ServerTaskKind.Start, TaskOutcome.Done));
        Assert.Equal(SystemHealth.Healthy, _world.Health);
        Assert.Single(_world.Orders<StartServer>());

        // The next time is another order: under the same id BSL would take it for a repeat and do nothing.
        _world.See(server, ResourceState.Stopped);
        var again = _world.Layer.Sent<StartServer>();
        Assert.Equal(server, ((StartServer)again.Body).Server);
        Assert.NotEqual(start.Context.Id, again.Context.Id);
    }

    [Theory]
    [InlineData(ResourceState.Unknown)]
    [InlineData(ResourceState.Paused)]
    [InlineData(ResourceState.Suspended)]
    public void Nothing_is_done_to_a_server_that_is_unknown_or_was_paused(ResourceState state)
    {
        _world.Deploy();
        _world.MakeAll();
        _world.See(_world.ServerNamed("hello-web-1"), state);
        _world.Layer.Advance(TimeSpan.FromHours(1));

        Assert.Empty(_world.Orders<StartServer>());
        Assert.Empty(_world.Orders<RebootServer>());
        Assert.Empty(_world.Orders<DeleteServer>());
        Assert.Empty(_world.Layer.Of<InstanceHealing>());
        Assert.Contains("hello-web-1", _world.Layer.Of<SystemHealthChanged>()[^1].Reasons[0], StringComparison.Ordinal);
    }

    [Fact]
    public void With_healing_off_a_destroyed_server_is_only_reported()
    {
        _world.Deploy(SystemWorld.TwoTiers(heal: false));
        _world.MakeAll();
        _world.See(_world.ServerNamed("hello-web-1"), ResourceState.Stopped);
        _world.Layer.Advance(TimeSpan.FromHours(1));

        Assert.Equal(SystemHealth.Degraded, _world.Health);
        Assert.Empty(_world.Orders<StartServer>());
    }

    [Fact]
    public void Nothing_is_healed_while_somebody_else_has_a_task_in_flight()
    {
        _world.Deploy();
        _world.MakeAll();
        var server = _world.ServerNamed("hello-web-1");
        var task = _world.Layer.NextId();
        _world.Layer.Observe(
            "bsl", new ServerTaskBegun(server, task, ServerTaskKind.Stop, true, _world.Layer.Now.AddMinutes(1)));
        _world.See(server, ResourceState.Stopped);
        Assert.Empty(_world.Orders<StartServer>());

        _world.Layer.Observe(
            "bsl", new ServerTaskEnded(server, task, ServerTaskKind.Stop, TaskOutcome.Done, "done", null, []));
        Assert.Single(_world.Orders<StartServer>());
    }

    [Fact]
    public void A_missing_server_is_replaced_by_a_new_one_under_a_new_identity()
    {
        _world.Deploy();
        _world.MakeAll();
        var lost = _world.ServerNamed("hello-web-1");
        _world.See(lost, ResourceState.Missing);
        _world.Delete(_world.Layer.Sent<DeleteServer>());
        _world.MakeAll();

        Assert.NotEqual(lost, _world.ServerNamed("hello-web-3"));
        Assert.Equal(SystemHealth.Healthy, _world.Health);
    }

    [Fact]
    public void An_instance_that_no_longer_answers_is_rebooted_and_after_three_reboots_replaced()
    {
        _world.Deploy(SystemWorld.TwoTiers(web: 1, health: new HealthSpec()));
        _world.Make(_world.Creates.Single());
        var server = _world.ServerNamed("hello-web-1");
        _world.Answers(server, isHealthy: true);
        _world.MakeAll();
        _world.Answers(_world.ServerNamed("hello-front-1"), isHealthy: true);
        Assert.Equal(SystemHealth.Healthy, _world.Health);

        _world.Answers(server, isHealthy: false);
        for (var number = 1; number <= 3; number++)
        {
            Assert.Equal(number, _world.Orders<RebootServer>().Count);
            var reboot = _world.Layer.Sent<RebootServer>();
            _world.Layer.Answer(reboot, Begun(server, reboot, ServerTaskKind.Reboot));
            _world.Layer.Observe("bsl", Ended(server, reboot, ServerTaskKind.Reboot, TaskOutcome.Done));
            _world.Layer.Advance(TimeSpan.FromSeconds(121));
            _world.Layer.Advance(TimeSpan.FromSeconds(61));
        }

        Assert.Equal(3, _world.Orders<RebootServer>().Count);
        Assert.Equal(server, ((DeleteServer)_world.Layer.Sent<DeleteServer>().Body).Server);
    }

    [Fact]
    public void Scaling_down_dismisses_the_youngest_and_scaling_up_never_uses_a_number_again()
    {
        _world.Deploy();
        _world.MakeAll();
        _world.Layer.Command(new ScaleSystem(SystemWorld.Hello, "web", 1));
        Assert.Equal(
            _world.ServerNamed("hello-web-2"), ((DeleteServer)_world.Layer.Sent<DeleteServer>().Body).Server);
        _world.Delete(_world.Layer.Sent<DeleteServer>());
        Assert.Equal(TaskOutcome.Done, _world.Ended!.Outcome);

        _world.Layer.Command(new ScaleSystem(SystemWorld.Hello, "web", 2));
        Assert.Equal("hello-web-3", Names(_world.Creates).Last());
    }

    [Fact]
    public void A_deleted_system_leaves_no_server_and_frees_its_name()
    {
        _world.Deploy();
        _world.MakeAll();
        _world.Layer.Command(new DeleteSystem(SystemWorld.Hello));
        foreach (var order in _world.Orders<DeleteServer>()) _world.Delete(order);

        Assert.Equal(3, _world.Orders<DeleteServer>().Count);
        Assert.Single(_world.Layer.Of<SystemDeleted>());
        Assert.Equal(TaskOutcome.Done, _world.Ended!.Outcome);
        _world.Layer.Command(new DeploySystem(new SystemId(DerivedId.From("other")), "hello", SystemWorld.TwoTiers()));
        Assert.Equal(2, _world.Layer.Of<SystemRequested>().Count);
    }

    [Fact]
    public void A_system_deleted_while_its_servers_are_ordered_deletes_them_too()
    {
        _world.Deploy();
        var order = _world.Creates.First();
        _world.Layer.Command(new DeleteSystem(SystemWorld.Hello));
        _world.Make(order);

        Assert.Equal(2, _world.Orders<DeleteServer>().Count);
        foreach (var delete in _world.Orders<DeleteServer>()) _world.Delete(delete);
        Assert.Single(_world.Layer.Of<SystemDeleted>());
    }

    [Fact]
    public void A_first_deployment_that_is_refused_is_taken_back_with_the_reason()
    {
        _world.Deploy();
        _world.Layer.Refuse(_world.Creates.First(), "image-missing", "there is no image 'img'");
        foreach (var delete in _world.Orders<DeleteServer>()) _world.Layer.Refuse(delete, SettledCodes.Done);

        Assert.Equal((TaskOutcome.Undone, "image-missing"), (_world.Ended!.Outcome, _world.Ended.Code));
        Assert.Single(_world.Layer.Of<SystemDeleted>());
    }

    [Fact]
    public void A_server_that_could_not_be_made_is_made_anew_after_a_pause()
    {
        _world.Deploy();
        _world.MakeAll();
        _world.Layer.Command(new ScaleSystem(SystemWorld.Hello, "web", 3));
        var order = _world.Creates.Last();
        var server = ((CreateServer)order.Body).Server;
        _world.Layer.Answer(
            order,
            new ServerRequested(
                server, "hello-web-3", new ServerDescription(1, 1, 0, null, null, null, null, null), true, null,
                order.Context.Id, _world.Layer.Now.AddMinutes(1)),
            new ServerTaskEnded(
                server, order.Context.Id, ServerTaskKind.Create, TaskOutcome.Undone, "exhausted", "full", []),
            new ServerDeleted(server, "hello-web-3"));
        Assert.Equal("hello-web-3", Names(_world.Creates).Last());

        _world.Layer.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal("hello-web-4", Names(_world.Creates).Last());
    }

    [Fact]
    public void A_deployment_that_never_becomes_healthy_ends_at_its_deadline_with_reasons()
    {
        _world.Deploy();
        _world.Layer.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal((TaskOutcome.Failed, "deadline"), (_world.Ended!.Outcome, _world.Ended.Code));
        Assert.Contains("hello-web-1", _world.Ended.Reason!, StringComparison.Ordinal);
    }

    [Fact]
    public void A_restart_between_any_two_steps_orders_nothing_twice()
    {
        _world.Deploy();
        _world.Layer.Restart();
        _world.Make(_world.Creates.First());
        _world.Layer.Restart();
        _world.MakeAll();
        _world.Layer.Restart();

        Assert.Equal(3, _world.Creates.Count());
        Assert.Equal(SystemHealth.Healthy, _world.Health);
        Assert.Single(_world.Layer.Of<SystemTaskEnded>());
    }

    private static ServerTaskBegun Begun(ServerId server, CommandEnvelope order, ServerTaskKind kind) =>
        new(server, order.Context.Id, kind, false, order.NotAfter);

    private static ServerTaskEnded Ended(
        ServerId server, CommandEnvelope order, ServerTaskKind kind, TaskOutcome outcome) =>
        new(server, order.Context.Id, kind, outcome, "done", null, []);

    private static IEnumerable<string> Names(IEnumerable<CommandEnvelope> creates) =>
        creates.Select(create => ((CreateServer)create.Body).Name);
}
