using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Esl;
using Hcos.Kernel.Messages;
using Hcos.Kernel.Simulated.Bus;

namespace Hcos.Simulation.Tests.Scenarios;

/// <summary>Stories that are told by name.</summary>
public sealed class NamedScenarios
{
    private static readonly TimeSpan Minutes = TimeSpan.FromMinutes(5);

    [Fact]
    public void A_server_that_is_asked_for_runs_and_one_that_is_deleted_leaves_nothing()
    {
        var stage = Stage.Play(stage =>
        {
            var server = stage.CreateServer("one");
            stage.Demand(() => stage.Server(server) is { State: ResourceState.Running, Addresses.Count: 1 }, Minutes);
            stage.Client.OnServer("delete", server);
            stage.Demand(
                () => stage.Operation($"servers/{server}") is { Name: "servers.delete", Outcome: TaskOutcome.Done },
                Minutes);
            stage.Rest(Minutes);
        });
        Assert.Empty(stage.Natives());
        Assert.All(stage.World.Estates, estate => Assert.Empty(estate.Orphans));
    }

    [Fact]
    public void A_deployment_ends_when_its_guests_answer_and_not_at_its_deadline()
    {
        // The end was correlated with what was seen of the guest, and USL knew an operation by its correlation only.
        var stage = Stage.Play(stage =>
        {
            var system = stage.Deploy("hello", 2, new HealthSpec());
            stage.Demand(() => stage.HasEnded($"systems/{system}"), TimeSpan.FromSeconds(30));
            Assert.Equal(TaskOutcome.Done, stage.Operation($"systems/{system}")?.Outcome);
            stage.Rest(Minutes);
        });
        Assert.Equal(2, stage.Natives().Count);
    }

    [Fact]
    public void An_operation_that_a_later_one_supersedes_ends_at_once()
    {
        // The end was correlated with the later operation.
        var stage = Stage.Play(stage =>
        {
            var system = stage.Deploy("hello", 2);
            stage.World.RunFor(TimeSpan.FromMilliseconds(40));
            var former = stage.Operation($"systems/{system}")!.Id;
            stage.Client.Scale(system, "web", 3);
            stage.Demand(
                () => stage.Rows<Usl.Views.OperationView>("operations")
                    .Any(row => row.Id == former && row.Code == "superseded"),
                TimeSpan.FromSeconds(5));
            stage.Rest(Minutes);
        });
        Assert.Equal(3, stage.Natives().Count);
    }

    [Fact]
    public void What_an_old_owner_replays_of_its_successor_does_not_look_like_a_log_that_went_back()
    {
        // It told its successor's events under its own epoch; then the successor's own word seemed a regression.
        var stage = Stage.Play(stage =>
        {
            stage.World.Process("arml").TakeOver(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3));
            stage.World.RunFor(TimeSpan.FromMilliseconds(2_500));
            stage.CreateServer("one");
            stage.World.Process("bsl").Crash(false, TimeSpan.FromMilliseconds(50));
            stage.World.RunFor(TimeSpan.FromSeconds(5));
            stage.Rest(Minutes);
        });
        Assert.Single(stage.Natives());
    }

    [Fact]
    public void A_bus_that_loses_everything_for_a_minute_loses_nothing()
    {
        var stage = Stage.Play(stage =>
        {
            var system = stage.Deploy("hello", 3);
            stage.World.RunFor(TimeSpan.FromMilliseconds(20));
            stage.World.Network.Faults = new BusFaults { Lose = 1 };
            var server = stage.CreateServer("one");
            stage.World.RunFor(TimeSpan.FromMinutes(1));
            stage.World.Network.Faults = BusFaults.None;
            stage.Demand(() => stage.HasEnded($"systems/{system}") && stage.HasEnded($"servers/{server}"), Minutes);
            Assert.Equal(TaskOutcome.Done, stage.Operation($"systems/{system}")?.Outcome);
            Assert.Equal(TaskOutcome.Done, stage.Operation($"servers/{server}")?.Outcome);
            stage.Rest(Minutes);
        });
        Assert.Equal(4, stage.Natives().Count);
        Assert.True(stage.World.Network.Counts.Lost > 500, "everything should have been lost");
    }

    [Theory]
    [InlineData("cie")]
    [InlineData("ci2")]
    [InlineData("arml")]
    [InlineData("bsl")]
    [InlineData("esl")]
    [InlineData("usl")]
    public void An_old_owner_that_wakes_after_a_take_over_changes_nothing(string layer)
    {
        var stage = Stage.Play(stage =>
        {
            var system = stage.Deploy("hello", 3);
            stage.World.RunFor(TimeSpan.FromMilliseconds(30));
            stage.World.Process(layer).TakeOver(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(8));
            stage.World.RunFor(TimeSpan.FromSeconds(10));
            stage.Demand(() => stage.HasEnded($"systems/{system}"), Minutes);
            Assert.Equal(TaskOutcome.Done, stage.Operation($"systems/{system}")?.Outcome);
            stage.Rest(Minutes);
        });
        Assert.Equal(3, stage.Natives().Count);
        var notes = stage.World.Counts.Notes;
        var refused = notes.GetValueOrDefault("commits of old owners refused")
            + notes.GetValueOrDefault("changes refused by epoch");
        Assert.True(refused > 0, "the old owner was never refused: it did not try");
    }

    [Fact]
    public void Nothing_is_restarted_while_nobody_can_see_it_and_everything_once_it_is_seen()
    {
        var stage = Stage.Play(stage =>
        {
            var system = stage.Deploy("hello", 2);
            stage.Demand(() => stage.System(system)?.Health == SystemHealth.Healthy, Minutes);
            var places = stage.Natives();
            foreach (var (estate, _) in places) estate.CutOff();
            foreach (var (estate, server) in places)
            {
                estate.Outside("destroy", change => change.Power(server.Key, PowerAction.PowerOff, stage.World.Now));
            }

            var changes = stage.World.Counts.Notes["changing native calls"];
            stage.Demand(() => stage.System(system)?.Health == SystemHealth.Unknown, Minutes);
            stage.World.RunFor(TimeSpan.FromMinutes(3));
            Assert.Equal(changes, stage.World.Counts.Notes["changing native calls"]);

            foreach (var (estate, _) in places) estate.Mend();
            stage.Demand(() => stage.System(system)?.Health == SystemHealth.Healthy, Minutes);
            stage.Rest(Minutes);
        });
        Assert.All(stage.Natives(), native => Assert.Equal(ResourceState.Running, native.Server.State));
    }

    [Fact]
    public void Everything_owed_at_once_after_all_layers_were_killed_is_done_once()
    {
        var stage = Stage.Play(stage =>
        {
            for (var number = 1; number <= 12; number++) stage.CreateServer($"s{number}");
            stage.World.RunFor(TimeSpan.FromMilliseconds(25));
            foreach (var process in stage.World.Processes) process.Crash(true, TimeSpan.FromSeconds(2));
            stage.World.RunFor(TimeSpan.FromSeconds(3));
            stage.Demand(() => stage.World.Unrest().Count == 0, Minutes);
            stage.Rest(Minutes);
        });
        Assert.Equal(stage.Rows<Usl.Views.ServerView>("servers").Count, stage.Natives().Count);
        Assert.All(stage.Natives(), native => Assert.Equal(ResourceState.Running, native.Server.State));
    }

    [Fact]
    public void A_create_in_an_environment_that_is_cut_off_ends_in_time_and_leaves_nothing()
    {
        var stage = Stage.Play(stage =>
        {
            var server = stage.CreateServer("one");
            stage.World.RunFor(TimeSpan.FromMilliseconds(60));
            foreach (var estate in stage.World.Estates) estate.CutOff();
            stage.Demand(() => stage.HasEnded($"servers/{server}"), TimeSpan.FromSeconds(196));
            Assert.NotEqual(TaskOutcome.Done, stage.Operation($"servers/{server}")?.Outcome);
            Assert.NotEmpty(stage.Operation($"servers/{server}")!.Reason!);
            foreach (var estate in stage.World.Estates) estate.Mend();
            stage.Rest(Minutes);
        });
        Assert.Empty(stage.Natives());
        Assert.All(stage.World.Estates, estate => Assert.Empty(estate.Orphans));
    }
}
