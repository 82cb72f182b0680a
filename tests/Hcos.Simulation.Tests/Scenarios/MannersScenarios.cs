using Hcos.Ci2.Drivers.Simulated.Calls;
using Hcos.Ci2.Drivers.Simulated.Platform;
using Hcos.Contracts.Arml;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Bsl;
using Hcos.Kernel.Messages;
using Hcos.Simulation.Tests.Faults;
using Hcos.Usl.Views;

namespace Hcos.Simulation.Tests.Scenarios;

/// <summary>Stories of platforms that give ids themselves, so that each create makes one more server.</summary>
public sealed class MannersScenarios
{
    private static readonly TimeSpan Minutes = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan TooLate = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);
    private static readonly NativeFault LosesAnswer = new(NativeFaultKind.LosesAnswer);

    public static TheoryData<string> Words => [.. PlatformManners.All.Skip(1).Select(one => one.Word)];

    [Theory]
    [MemberData(nameof(Words))]
    public void A_create_whose_answer_is_lost_is_found_by_its_mark_and_gone_on_with(string manners)
    {
        var stage = Play(manners, stage =>
        {
            Once<PlatformCall.CreateServer>(stage, LosesAnswer);
            var server = Created(stage);
            Assert.Equal(ResourceState.Running, stage.Server(server)?.State);
            stage.Rest(Minutes);
        });
        Assert.Equal(ResourceState.Running, Assert.Single(stage.Natives()).Server.State);
        Assert.Empty(stage.World.Runs.Doubles);
    }

    [Fact]
    public void A_create_that_comes_too_late_is_refused_by_the_port_that_the_server_holds()
    {
        var stage = Play("launching", stage =>
        {
            CreateLate(stage, TooLate);
            Created(stage);
            stage.World.RunFor(TooLate);
            stage.Rest(Minutes);
        });
        Assert.Single(stage.Natives());
        Assert.Equal(1, stage.World.Counts.Notes["creates refused where the platform gives ids"]);
        Assert.Empty(stage.World.Runs.Doubles);
    }

    [Fact]
    public void A_create_that_comes_after_the_server_was_removed_is_refused_for_want_of_its_port()
    {
        var stage = Play("launching", stage =>
        {
            CreateLate(stage, 2 * TooLate);
            var server = Created(stage);
            Delete(stage, server);
            stage.World.RunFor(2 * TooLate);
            stage.Rest(Minutes);
        });
        Assert.Empty(stage.Natives());
        Assert.All(stage.World.Estates, estate => Assert.Empty(estate.Ports));
        Assert.Equal(1, stage.World.Counts.Notes["creates refused where the platform gives ids"]);
    }

    [Fact]
    public void Without_a_port_a_create_that_comes_too_late_is_shown_apart_and_goes_with_the_server()
    {
        var stage = Play("portless", stage =>
        {
            CreateLate(stage, TooLate);
            var server = Created(stage);
            stage.Demand(() => stage.Natives().Count == 2, Minutes);
            stage.Demand(() => Orphans(stage) is [{ Cause: OrphanCause.Double }], Minutes);
            Assert.Equal(ResourceState.Running, stage.Server(server)?.State);
            Assert.Equal(ResourceState.Provisioning, Orphans(stage)[0].State);
            stage.Rest(Minutes);

            Delete(stage, server);
            stage.Rest(Minutes);
        });
        Assert.Empty(stage.Natives());
        Assert.Single(stage.World.Runs.Doubles);
    }

    [Fact]
    public void Without_a_port_a_create_that_comes_after_the_server_was_removed_is_shown_and_reaped()
    {
        var stage = Play("portless", stage =>
        {
            CreateLate(stage, 2 * TooLate);
            var server = Created(stage);
            Delete(stage, server);
            stage.Demand(() => Orphans(stage) is [{ Cause: OrphanCause.ClaimEnded }], 2 * Minutes);
            stage.World.RunFor(TimeSpan.FromMinutes(1));
            var environment = stage.Rows<EnvironmentView>(ViewNames.Environments)[0].Id;
            stage.Client.Reap(environment, leastAge: 30, doubtful: false);
            stage.Demand(() => stage.Natives().Count == 0 && Orphans(stage).Count == 0, Minutes);
            stage.Rest(Minutes);
        });
        Assert.Empty(stage.World.Runs.Doubles);
    }

    [Fact]
    public void A_server_that_was_left_half_made_is_made_anew_and_has_never_run()
    {
        var stage = Play("assembling", stage =>
        {
            Once<PlatformCall.EquipServer>(stage, LosesAnswer);
            Created(stage);
            stage.Rest(Minutes);
        });
        Assert.Equal(2, stage.World.Counts.Notes["servers given an id"]);
        Assert.Equal(ResourceState.Running, Assert.Single(stage.Natives()).Server.State);
    }

    [Theory]
    [MemberData(nameof(Words))]
    public void What_is_still_half_made_when_its_time_is_over_is_not_told_made_and_goes(string manners)
    {
        // The closing read found it, with the sizes that were wanted, and that was taken for done.
        var stage = Play(manners, stage =>
        {
            stage.World.NativeFaults.Meant = call =>
                call is PlatformCall.FinishServer ? new(NativeFaultKind.NeverArrives) : null;
            var server = stage.Client.CreateServer(id => new CreateServer(
                id, "one", MemoryBytes: 512L << 20, Image: "hcos-guest", Network: "default", Start: false));
            stage.Demand(() => stage.HasEnded($"servers/{server}"), Minutes);
            Assert.NotEqual(TaskOutcome.Done, stage.Operation($"servers/{server}")?.Outcome);
            stage.World.NativeFaults.Meant = null;
            stage.Rest(Minutes);
        });
        Assert.Empty(stage.Natives());
    }

    [Theory]
    [MemberData(nameof(Words))]
    public void What_is_half_made_is_not_adopted(string manners)
    {
        var stage = Play(manners, stage =>
        {
            var estate = stage.World.Estates[0];
            ResourceKey? key = null;
            estate.Outside("leave definition", change => key = change.LeaveServer(
                "half", new ResourceId(DerivedId.From("half")), stage.World.Now, memoryBytes: 64L << 20));
            estate.Foreign[key!.NativeId] = ResourceState.Provisioning;
            stage.Demand(() => Orphans(stage).Count == 1, Minutes);
            var environment = stage.Rows<EnvironmentView>(ViewNames.Environments).Single(e => e.Name == estate.Name);
            var adoption = stage.Client.Adopt(environment.Id, key.NativeId, null);
            stage.Demand(() => stage.HasEnded($"adoptions/{adoption}"), Minutes);
            stage.Rest(Minutes);
        });
        Assert.DoesNotContain(stage.Rows<ServerView>(ViewNames.Servers), row => row.State != ResourceState.Deleted);
        Assert.Single(stage.Natives());
    }

    private static Stage Play(string word, Action<Stage> story) => Stage.Play(
        story, manners: [PlatformManners.All.First(one => one.Word == word).Manners]);

    private static ServerId Created(Stage stage)
    {
        var server = stage.CreateServer("one");
        stage.Demand(() => stage.HasEnded($"servers/{server}"), Minutes);
        Assert.Equal(TaskOutcome.Done, stage.Operation($"servers/{server}")?.Outcome);
        return server;
    }

    private static void Delete(Stage stage, ServerId server)
    {
        stage.Client.OnServer("delete", server);
        stage.Demand(
            () => stage.Operation($"servers/{server}") is { Name: "servers.delete", Outcome: TaskOutcome.Done },
            Minutes);
    }

    private static List<OrphanView> Orphans(Stage stage) =>
        [.. stage.Rows<OrphanView>(ViewNames.Orphans).Where(row => row.Kind == ResourceKind.Server)];

    /// <summary>The first create is late, and the process that sent it is killed meanwhile.</summary>
    private static void CreateLate(Stage stage, TimeSpan late)
    {
        Once<PlatformCall.CreateServer>(stage, new(NativeFaultKind.None, Late: late));
        var meant = stage.World.NativeFaults.Meant!;
        stage.World.NativeFaults.Meant = call =>
        {
            var fault = meant(call);
            if (fault is null) return null;
            stage.World.Agenda.Add(
                stage.World.Now + Moment, () => stage.World.Process("ci2").Crash(true, 100 * Moment));
            return fault;
        };
    }

    /// <summary>What becomes of the first call of a kind.</summary>
    private static void Once<TCall>(Stage stage, NativeFault fault) where TCall : PlatformCall =>
        stage.World.NativeFaults.Meant = call =>
        {
            if (call is not TCall) return null;
            stage.World.NativeFaults.Meant = null;
            return fault;
        };
}
