using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Bsl;
using Hcos.Contracts.Usl;
using Hcos.Kernel.Messages;
using Hcos.Usl.Views;

namespace Hcos.Simulation.Tests.Scenarios;

/// <summary>Deciders that throw: their streams rest, nobody else does, and mended they go on without a hole.</summary>
public sealed class ParkingScenarios
{
    private static readonly TimeSpan Minutes = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LongMinutes = TimeSpan.FromMinutes(20);

    [Theory]
    [InlineData("ci2", "task-")]
    [InlineData("ci2", "object-")]
    [InlineData("ci2", "environment-")]
    [InlineData("arml", "resource-")]
    [InlineData("arml", "environment-")]
    [InlineData("bsl", "server-")]
    [InlineData("esl", "system-")]
    [InlineData("usl", "journal-")]
    [InlineData("usl", "operation-")]
    public void A_stream_that_threw_goes_on_when_it_is_mended_and_resumed(string layer, string family)
    {
        var hasThrown = 0;
        var stage = Stage.Play(stage =>
        {
            var system = stage.Deploy("hello", 2);
            stage.World.RunFor(TimeSpan.FromMilliseconds(40));
            stage.World.Breakage.Throws = (where, stream, message) =>
            {
                var throws = where == layer && message is not ICommand
                    && stream.StartsWith(family, StringComparison.Ordinal);
                if (throws) hasThrown++;
                return throws;
            };
            var server = stage.CreateServer("one");
            stage.World.RunFor(TimeSpan.FromSeconds(45));
            stage.World.Breakage.Throws = null;
            ResumeAll(stage);
            stage.Demand(
                () => stage.HasEnded($"systems/{system}") && stage.HasEnded($"servers/{server}"), LongMinutes);
            stage.Rest(LongMinutes);
        });
        Assert.True(hasThrown > 0, "nothing threw");
        Assert.Empty(stage.Rows<StreamView>(ViewNames.Streams));
        Assert.All(stage.World.Processes, process => Assert.Empty(process.Current!.Layer.Status().Parked));
        var servers = stage.Rows<ServerView>(ViewNames.Servers).Where(row => row.State == ResourceState.Running);
        Assert.Equal(stage.Natives().Count, servers.Count());
    }

    [Fact]
    public void A_command_that_makes_its_step_throw_is_settled_as_defect_and_harms_nobody_else()
    {
        ServerId one = default, two = default;
        var stage = Stage.Play(stage =>
        {
            stage.World.Breakage.Throws = (where, _, message) =>
                where == "bsl" && message is CreateServer { Name: "one" };
            one = stage.CreateServer("one");
            two = stage.CreateServer("two");
            stage.Demand(() => stage.HasEnded($"servers/{one}") && stage.HasEnded($"servers/{two}"), Minutes);
            stage.Rest(Minutes);
        });
        Assert.Equal(SettledCodes.Defect, stage.Operation($"servers/{one}")?.Code);
        Assert.Equal("two", Assert.Single(stage.Natives()).Server.Name);
        Assert.All(stage.World.Processes, process => Assert.Empty(process.Current!.Layer.Status().Parked));
    }

    [Fact]
    public void A_command_to_a_parked_stream_is_settled_as_parked()
    {
        ServerId server = default;
        string? whileParked = null;
        var stage = Stage.Play(stage =>
        {
            server = stage.CreateServer("one");
            stage.Demand(() => stage.HasEnded($"servers/{server}"), Minutes);
            stage.World.Breakage.Throws = (where, stream, message) => where == "bsl" && message is IEvent
                && stream.StartsWith("server-", StringComparison.Ordinal);
            var (estate, native) = Assert.Single(stage.Natives());
            estate.Outside("destroy", change => change.Power(native.Key, PowerAction.PowerOff, stage.World.Now));
            stage.Demand(() => stage.World.Process("bsl").Current!.Layer.Status().Parked.Count > 0, Minutes);
            var start = stage.Client.OnServer("start", server);
            stage.Demand(() => Ended(stage, start.Id) is not null, Minutes);
            whileParked = Ended(stage, start.Id)!.Code;
            stage.World.Breakage.Throws = null;
            ResumeAll(stage);
            stage.Rest(Minutes);
        });
        Assert.Equal(SettledCodes.Parked, whileParked);
        Assert.Equal(ResourceState.Stopped, stage.Server(server)?.State);
    }

    [Fact]
    public void A_layer_that_is_killed_while_a_stream_is_given_what_it_missed_gives_it_the_rest()
    {
        var stage = Stage.Play(stage =>
        {
            var server = stage.CreateServer("one");
            stage.World.RunFor(TimeSpan.FromMilliseconds(30));
            stage.World.Breakage.Throws = (where, stream, message) => where == "bsl" && message is IEvent
                && stream.StartsWith("server-", StringComparison.Ordinal);
            stage.World.RunFor(TimeSpan.FromSeconds(10));
            stage.World.Breakage.Throws = null;
            ResumeAll(stage);
            for (var kill = 0; kill < 5; kill++)
            {
                stage.World.Process("bsl").Crash(kill % 2 == 0, TimeSpan.FromMilliseconds(20));
                stage.World.RunFor(TimeSpan.FromMilliseconds(5 + (kill * 300)));
            }

            stage.Demand(() => stage.HasEnded($"servers/{server}"), Minutes);
            stage.Rest(Minutes);
        });
        Assert.All(stage.World.Processes, process => Assert.Empty(process.Current!.Layer.Status().Parked));
        Assert.Single(stage.Natives());
    }

    private static OperationView? Ended(Stage stage, Guid operation) => stage.Rows<OperationView>(ViewNames.Operations)
        .FirstOrDefault(row => row.Id.Value == operation && row.Status == OperationStatus.Ended);

    /// <summary>An operator resumes everything that is parked, as often as something is.</summary>
    private static void ResumeAll(Stage stage)
    {
        foreach (var process in stage.World.Processes)
        {
            foreach (var stream in process.Current!.Layer.Status().Parked)
            {
                var name = $"{process.Name}:{stream}";
                stage.Client.Submit(stage.Client.NextId(), "streams.resume", name, new ResumeStream(name));
            }
        }
    }
}
