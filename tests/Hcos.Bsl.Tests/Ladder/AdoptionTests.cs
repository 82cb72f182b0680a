using Hcos.Contracts.Arml;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Bsl;
using Hcos.Contracts.Ci2;
using Hcos.Kernel.Messages;

namespace Hcos.Bsl.Tests.Ladder;

/// <summary>Servers that somebody else made, through ARML and BSL together, in every weather.</summary>
public sealed class AdoptionTests
{
    public static TheoryData<Weather> AllWeathers => [.. Enum.GetValues<Weather>()];

    [Theory]
    [MemberData(nameof(AllWeathers))]
    public void A_server_is_adopted_untouched_and_then_lives_like_any_other(Weather weather)
    {
        var world = new LadderWorld(weather);
        Settle(world, "n1", "Old_Web");
        var (adopt, server) = One(world, "n1");

        Assert.Equal(TaskOutcome.Done, EndOf(world, world.Network.Send("bsl", adopt)).Outcome);

        Assert.Equal("old-web", Assert.Single(world.Network.Of<ServerAdopted>()).Name);
        Assert.All(world.Ci2.Tasks, task => Assert.Equal(DriverAction.Look, task.Action));
        Assert.Equal(ResourceState.Running, world.Ci2.Servers["n1"].State);
        foreach (var (command, after) in Life(server))
        {
            Assert.Equal(TaskOutcome.Done, world.EndOf(world.Network.Send("bsl", command)).Outcome);
            Assert.Equal(after, world.Ci2.Servers["n1"].State);
        }

        Assert.Equal(TaskOutcome.Done, world.EndOf(world.Network.Send("bsl", new DeleteServer(server))).Outcome);
        Assert.Empty(world.Ci2.Servers);
        Assert.All(world.Ci2.Tasks, task => Assert.Equal("n1", task.Key?.NativeId));
        world.Rests();
    }

    [Theory]
    [MemberData(nameof(AllWeathers))]
    public void A_whole_environment_is_adopted_with_a_report(Weather weather)
    {
        var world = new LadderWorld(weather);
        world.CreateAndRun();
        foreach (var number in Enumerable.Range(1, 5)) Settle(world, $"n{number}", $"box {number}");
        Settle(world, "n6", "web-1");
        Settle(world, "n7", "box 1");
        Settle(world, "n8", "pair", "shared");
        Settle(world, "n9", "other", "shared");
        var adopt = new AdoptServers(new(DerivedId.From("all")), world.Lab);

        var ended = EndOf(world, world.Network.Send("bsl", adopt));

        Assert.Equal((TaskOutcome.Done, "done"), (ended.Outcome, ended.Code));
        Assert.Contains("5 adopted, 4 left as found", ended.Reason, StringComparison.Ordinal);
        var report = Assert.Single(world.Network.Of<ServersAdopting>());
        Assert.Equal(["box-1", "box-2", "box-3", "box-4", "box-5"], report.Adopts.Select(server => server.Name));
        Assert.Equal(
            [("n6", "name-taken"), ("n7", "name-taken"), ("n8", "volumes-shared"), ("n9", "volumes-shared")],
            report.Leaves.Select(left => (left.Key.NativeId, left.Code)));
        Assert.Equal(6, world.Network.Of<CapacityClaimed>().Count);
        world.Rests();
    }

    [Theory]
    [MemberData(nameof(AllWeathers))]
    public void What_is_gone_when_it_is_looked_at_is_left(Weather weather)
    {
        var world = new LadderWorld(weather);
        Settle(world, "n1", "old");
        world.Ci2.Outcome = task =>
            task.Action == DriverAction.Look ? DriverTaskOutcome.Missing : DriverTaskOutcome.Done;
        var (adopt, server) = One(world, "n1");

        var ended = EndOf(world, world.Network.Send("bsl", adopt));

        Assert.Equal((TaskOutcome.Undone, "missing"), (ended.Outcome, ended.Code));
        Assert.Equal("missing", Assert.Single(world.Network.Of<ServerNotAdopted>()).Left.Code);
        Assert.Equal(server, Assert.Single(world.Network.Of<ServerDeleted>()).Server);
        Assert.Single(world.Network.Of<ClaimReleased>());
        Assert.All(world.Ci2.Tasks, task => Assert.Equal(DriverAction.Look, task.Action));
        world.Rests();
    }

    [Theory]
    [MemberData(nameof(AllWeathers))]
    public void Deleting_while_it_is_adopted_takes_the_adoption_back_and_removes_nothing(Weather weather)
    {
        var world = new LadderWorld(weather);
        Settle(world, "n1", "old");
        world.Ci2.Outcome = task => task.Action == DriverAction.Look ? null : DriverTaskOutcome.Done;
        var (adopt, server) = One(world, "n1");
        var adoption = world.Network.Send("bsl", adopt);
        world.Network.RunUntil(() => world.Ci2.Tasks.Count == 1);

        var deleted = world.EndOf(world.Network.Send("bsl", new DeleteServer(server)));
        world.Ci2.Go(DriverTaskOutcome.Done);

        Assert.Equal(TaskOutcome.Done, deleted.Outcome);
        Assert.Equal("superseded", EndOf(world, adoption).Code);
        Assert.True(world.Ci2.Servers.ContainsKey("n1"));
        Assert.Single(world.Ci2.Tasks);
        world.Rests();
        world.Ci2.Outcome = _ => DriverTaskOutcome.Done;
        var again = adopt with { Adoption = new(DerivedId.From("again")) };
        Assert.Equal(TaskOutcome.Done, EndOf(world, world.Network.Send("bsl", again)).Outcome);
    }

    [Theory]
    [MemberData(nameof(AllWeathers))]
    public void What_nobody_answers_for_is_given_back_by_the_deadline(Weather weather)
    {
        var world = new LadderWorld(weather);
        Settle(world, "n1", "old");
        world.Ci2.Outcome = _ => null;
        var (adopt, _) = One(world, "n1");

        var ended = EndOf(world, world.Network.Send("bsl", adopt));
        world.Ci2.Go(DriverTaskOutcome.Done);

        Assert.Equal(TaskOutcome.Undone, ended.Outcome);
        Assert.Single(world.Network.Of<ResourceDisowned>());
        Assert.True(world.Ci2.Servers.ContainsKey("n1"));
        world.Rests();
    }

    private static (ICommand Command, ResourceState After)[] Life(ServerId server) =>
    [
        (new PauseServer(server), ResourceState.Paused),
        (new ResumeServer(server), ResourceState.Running),
        (new RebootServer(server), ResourceState.Running),
        (new StopServer(server), ResourceState.Stopped),
        (new StartServer(server), ResourceState.Running),
    ];

    private static void Settle(LadderWorld world, string id, string name, params string[] volumes) =>
        world.See(world.Lab, world.Ci2.Settle(id, name, "lab-h1", volumes));

    private static (AdoptServers Adopt, ServerId Server) One(LadderWorld world, string native)
    {
        var id = DerivedId.From("adoption", native);
        return (new(new(id), world.Lab, native), new(id));
    }

    private static ServersAdoptionEnded EndOf(LadderWorld world, Guid task)
    {
        ServersAdoptionEnded? Ended() =>
            world.Network.Of<ServersAdoptionEnded>().SingleOrDefault(ended => ended.Task == task);
        Assert.True(world.Network.RunUntil(() => Ended() is not null), "the adoption does not end");
        return Ended()!;
    }
}
