using Hcos.Contracts.Bsl;
using Hcos.Contracts.Esl;
using Hcos.Esl.Health;
using Hcos.Kernel.Deciding;
using Hcos.Kernel.Messages;

namespace Hcos.Esl.Tests.Systems;

public sealed class HealthCheckTests
{
    private readonly SystemWorld _world = new();

    [Fact]
    public void With_a_health_check_running_is_not_yet_healthy()
    {
        _world.Deploy(SystemWorld.TwoTiers(web: 1, health: new HealthSpec()));
        _world.Make(_world.Creates.Single());
        Assert.Equal(InstanceState.Starting, _world.Layer.Of<InstanceStateChanged>()[^1].State);
        var watch = (WatchHealth)_world.Layer.Started<WatchHealth>().Request;
        Assert.Equal("10.0.0.1", watch.Address);

        _world.Answers(_world.ServerNamed("hello-web-1"), isHealthy: true);
        Assert.Equal("hello-front-1", ((CreateServer)_world.Creates.Last().Body).Name);
    }

    [Fact]
    public void A_health_check_that_is_changed_is_asked_as_it_is_now()
    {
        _world.Deploy(SystemWorld.TwoTiers(web: 1, health: new HealthSpec("/old")));
        _world.Make(_world.Creates.Single());
        var former = _world.Layer.Started<WatchHealth>();

        _world.Deploy(SystemWorld.TwoTiers(web: 1, health: new HealthSpec("/new")));
        _world.Layer.Return(former, new EffectThrew("it was cut off"));

        var watch = _world.Layer.Started<WatchHealth>();
        Assert.NotEqual(former.Run, watch.Run);
        Assert.Equal("/new", ((WatchHealth)watch.Request).Health.Path);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_runs_is_healthy_once_nobody_asks_after_its_health_any_more(bool wasUnhealthy)
    {
        _world.Deploy(SystemWorld.TwoTiers(web: 1, heal: false, health: new HealthSpec()));
        _world.Make(_world.Creates.Single());
        var server = _world.ServerNamed("hello-web-1");
        if (wasUnhealthy)
        {
            _world.Answers(server, isHealthy: true);
            _world.Answers(server, isHealthy: false);
        }

        _world.Deploy(SystemWorld.TwoTiers(web: 1, heal: false));

        Assert.Equal(
            InstanceState.Healthy, _world.Layer.Of<InstanceStateChanged>().Last(e => e.Server == server).State);
        _world.MakeAll();
        Assert.Equal((SystemHealth.Healthy, TaskOutcome.Done), (_world.Health, _world.Ended!.Outcome));
    }

    [Fact]
    public void What_has_not_been_healthy_under_a_watch_is_given_the_time_of_a_start()
    {
        var verdict = new HealthVerdict(new HealthSpec(StartSeconds: 60));
        for (var second = 0; second < 60; second++)
        {
            Assert.Null(verdict.TakeIn(isHealthy: false, TimeSpan.FromSeconds(second)));
        }

        Assert.False(verdict.TakeIn(isHealthy: false, TimeSpan.FromSeconds(60)));
        Assert.True(verdict.TakeIn(isHealthy: true, TimeSpan.FromSeconds(61)));
    }

    [Fact]
    public void What_was_healthy_is_not_after_so_many_failures_in_a_row()
    {
        var verdict = new HealthVerdict(new HealthSpec(FailuresToUnhealthy: 2));
        Assert.True(verdict.TakeIn(isHealthy: true, TimeSpan.FromSeconds(1)));
        Assert.Null(verdict.TakeIn(isHealthy: false, TimeSpan.FromSeconds(2)));
        Assert.Null(verdict.TakeIn(isHealthy: true, TimeSpan.FromSeconds(3)));
        Assert.Null(verdict.TakeIn(isHealthy: false, TimeSpan.FromSeconds(4)));
        Assert.False(verdict.TakeIn(isHealthy: false, TimeSpan.FromSeconds(5)));
        Assert.Null(verdict.TakeIn(isHealthy: false, TimeSpan.FromSeconds(6)));
    }
}
