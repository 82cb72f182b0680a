using Hcos.Contracts.Arml;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Bsl;
using Hcos.Contracts.Cie;
using Hcos.Kernel.Messages;
using Hcos.Kernel.Simulated.Bus;
using Hcos.Usl.Views;

namespace Hcos.Simulation.Tests.Scenarios;

/// <summary>Environments leave the books while others still count on them.</summary>
public sealed class RemovalScenarios
{
    private static readonly TimeSpan Minutes = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan PastDeadline = TimeSpan.FromSeconds(40);

    [Fact]
    public void A_claim_on_its_way_when_its_environment_is_removed_keeps_it_or_is_placed_elsewhere()
    {
        // CIE decided by its copy of ARML's claims, and a server was made where nobody looked any more.
        var races = Enumerable.Range(-15, 31).Select(offset => Race(TimeSpan.FromMilliseconds(offset))).ToList();
        Assert.Contains("claims", races.Select(race => race.Code));
        Assert.Contains(races, race => race is { Code: "done", WasTurnedAway: true });
    }

    [Fact]
    public void A_removal_that_ARML_does_not_answer_is_taken_back_and_the_environment_serves_again()
    {
        var stage = Stage.Play(stage =>
        {
            var environments = Environments(stage);
            stage.World.Process("arml").Crash(false, PastDeadline);
            foreach (var environment in environments) stage.Client.Remove(environment, forget: false);
            stage.World.RunFor(PastDeadline);
            Assert.All(environments, environment => Assert.Equal("deadline", Removal(stage, environment)?.Code));
            Serves(stage);
        });
        Assert.Single(stage.Natives());
    }

    [Fact]
    public void An_environment_that_was_closed_too_late_is_opened_again()
    {
        var stage = Stage.Play(stage =>
        {
            var environments = Environments(stage);
            stage.World.WhenCommitted = happened =>
            {
                if (happened.Body is EnvironmentClosed) stage.World.Network.Faults = new BusFaults { Lose = 1 };
            };
            foreach (var environment in environments) stage.Client.Remove(environment, forget: false);
            stage.World.RunFor(PastDeadline);
            stage.World.WhenCommitted = null;
            stage.World.Network.Faults = BusFaults.None;
            stage.Demand(() => environments.All(environment => HasEnded(stage, environment)), Minutes);
            Assert.Contains("deadline", environments.Select(environment => Removal(stage, environment)?.Code));
            Serves(stage);
        });
        Assert.Single(stage.Natives());
        Assert.NotEmpty(stage.World.LogOf("arml").Select(happened => happened.Body).OfType<EnvironmentClosed>());
    }

    /// <summary>The same server and the same removal of where it would go, one so much before the other.</summary>
    private static (string? Code, bool WasTurnedAway) Race(TimeSpan serverFirst)
    {
        var environment = WhereItGoes();
        var (code, server) = ((string?)null, default(ServerId));
        var stage = Stage.Play(stage =>
        {
            if (serverFirst >= TimeSpan.Zero) server = stage.CreateServer("one");
            else stage.Client.Remove(environment, forget: false);
            stage.World.RunFor(serverFirst.Duration());
            if (serverFirst >= TimeSpan.Zero) stage.Client.Remove(environment, forget: false);
            else server = stage.CreateServer("one");
            stage.Demand(() => stage.HasEnded($"servers/{server}") && HasEnded(stage, environment), Minutes);
            stage.Rest(Minutes);
            code = Removal(stage, environment)?.Code;
        });
        Assert.Equal(ResourceState.Running, stage.Server(server)?.State);
        Assert.Single(stage.Natives());
        Assert.Equal(code == "done" ? 1 : 2, Environments(stage).Count);
        var turnedAway = stage.World.LogOf("arml").Any(happened => happened.Body is CommandSettled { Code: "stale" });
        return (code, turnedAway);
    }

    private static EnvironmentId WhereItGoes()
    {
        var stage = Stage.Play(stage =>
        {
            var server = stage.CreateServer("one");
            stage.Demand(() => stage.HasEnded($"servers/{server}"), Minutes);
        });
        return Assert.Single(stage.World.LogOf("arml").Select(happened => happened.Body).OfType<CapacityClaimed>())
            .Environment;
    }

    private static void Serves(Stage stage)
    {
        var server = default(ServerId);
        stage.Demand(() => stage.World.Unrest().Count == 0, Minutes);
        server = stage.CreateServer("one");
        stage.Demand(() => stage.Server(server)?.State == ResourceState.Running, Minutes);
        stage.Rest(Minutes);
    }

    private static List<EnvironmentId> Environments(Stage stage) =>
        [.. stage.Rows<EnvironmentView>(ViewNames.Environments).Select(row => row.Id)];

    /// <summary>The removal of an environment; null before it is taken on.</summary>
    private static OperationView? Removal(Stage stage, EnvironmentId environment) =>
        stage.Operation($"environments/{environment}") is { Name: "environments.remove" } removal ? removal : null;

    private static bool HasEnded(Stage stage, EnvironmentId environment) =>
        Removal(stage, environment) is { Status: OperationStatus.Ended };
}
