using System.Globalization;
using System.Runtime.CompilerServices;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Esl;
using Hcos.Kernel.Messages;
using Hcos.Simulation.Tests.World;
using Hcos.Testing;
using Hcos.Usl.Views;

namespace Hcos.Simulation.Tests.Scenarios;

/// <summary>
/// A layer is killed after each single action of one story: every layer, every action, the commit in flight landing or
/// not. <c>HCOS_SIMULATION_SWEEP</c> says under how many seeds (1): in each of them things happen in another order.
/// </summary>
public sealed class CrashSweep
{
    private static readonly TimeSpan Down = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(4);

    [Fact]
    public void Creating_a_server_survives_a_crash_after_each_action() => Sweep(stage =>
    {
        var server = stage.CreateServer("one");
        return new Story(
            () => stage.Operation($"servers/{server}") is { Outcome: TaskOutcome.Done }
                && stage.Server(server) is { State: ResourceState.Running },
            () => stage.Natives().Count == 1);
    });

    [Fact]
    public void Deleting_a_server_survives_a_crash_after_each_action() => Sweep(stage =>
    {
        var server = stage.CreateServer("one");
        stage.Demand(() => stage.Server(server) is { State: ResourceState.Running, Addresses.Count: 1 }, Bound);
        stage.Rest(Bound);
        stage.Client.OnServer("delete", server);
        return new Story(
            () => stage.Operation($"servers/{server}") is { Name: "servers.delete", Outcome: TaskOutcome.Done },
            () => stage.Natives().Count == 0);
    });

    [Fact]
    public void Healing_a_server_survives_a_crash_after_each_action() => Sweep(stage =>
    {
        var system = stage.Deploy("hello", 1);
        stage.Demand(() => stage.System(system)?.Health == SystemHealth.Healthy, Bound);
        stage.Rest(Bound);
        var (estate, native) = stage.Natives()[0];
        estate.Outside("destroy", change => change.Power(native.Key, PowerAction.PowerOff, stage.World.Now));
        return new Story(
            () => stage.Natives() is [{ Server.State: ResourceState.Running }]
                && stage.System(system)?.Health == SystemHealth.Healthy,
            () => stage.Natives().Count == 1);
    });

    [Fact]
    public void Removing_an_environment_survives_a_crash_after_each_action() => Sweep(stage =>
    {
        var left = stage.Rows<EnvironmentView>(ViewNames.Environments)[0].Id;
        stage.Client.Remove(left, forget: false);
        return new Story(
            () => stage.Operation($"environments/{left}") is { Name: "environments.remove", Outcome: TaskOutcome.Done },
            () => stage.Rows<EnvironmentView>(ViewNames.Environments) is [{ Id: var kept }] && kept != left);
    });

    private static void Sweep(Func<Stage, Story> begin, [CallerMemberName] string story = "")
    {
        var runs = 0;
        for (var seed = 1; seed <= Seeds(); seed++)
        {
            foreach (var (layer, actions) in Count(begin, seed))
            {
                for (var action = 1L; action <= actions; action++)
                {
                    Run(begin, seed, layer, action, lands: false);
                    Run(begin, seed, layer, action, lands: true);
                    runs += 2;
                }
            }
        }

        Figures.Say($"{story.Replace('_', ' ')}: {runs} crashes survived");
        Assert.True(runs > 100, "the story is too short to be one");
    }

    /// <summary>How many actions each layer does from the beginning of the story to its end.</summary>
    private static List<(string Layer, long Actions)> Count(Func<Stage, Story> begin, int seed)
    {
        List<(string, long)> counted = [];
        Stage.Play(stage =>
        {
            var story = begin(stage);
            var before = stage.World.Processes.ToDictionary(process => process.Name, process => process.Actions);
            stage.Demand(story.IsDone, Bound);
            counted.AddRange(stage.World.Processes.Select(process =>
                (process.Name, process.Actions - before[process.Name])));
        }, seed);
        return counted;
    }

    private static void Run(Func<Stage, Story> begin, int seed, string layer, long action, bool lands) =>
        Stage.Play(stage => Run(stage, begin, layer, action, lands), seed);

    private static void Run(Stage stage, Func<Stage, Story> begin, string layer, long action, bool lands)
    {
        var story = begin(stage);
        var left = action;
        stage.World.AfterAction = process =>
        {
            if (process.Name != layer || --left != 0) return;
            stage.World.Tell("sweep", $"{layer} is killed after action {action}, the commit lands: {lands}");
            process.Crash(lands, Down);
        };
        stage.Demand(story.IsDone, Bound);
        stage.Rest(Bound);
        if (story.IsRight()) return;
        throw new SimulationViolation("the story ends well", $"{layer} killed after action {action}", []);
    }

    private static int Seeds() =>
        Environment.GetEnvironmentVariable("HCOS_SIMULATION_SWEEP") is { Length: > 0 } text
            ? int.Parse(text, CultureInfo.InvariantCulture)
            : 1;

    /// <summary>One story.</summary>
    /// <param name="IsDone">Whether what was asked has come true.</param>
    /// <param name="IsRight">Whether, at rest, there is what there should be and nothing else.</param>
    private sealed record Story(Func<bool> IsDone, Func<bool> IsRight);
}
