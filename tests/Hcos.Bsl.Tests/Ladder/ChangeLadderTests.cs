using Hcos.Contracts.Arml;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Bsl;
using Hcos.Contracts.Ci2;
using Hcos.Kernel.Messages;

namespace Hcos.Bsl.Tests.Ladder;

/// <summary>Changes of stopped servers through ARML and BSL together, in every weather.</summary>
public sealed class ChangeLadderTests
{
    [Theory]
    [MemberData(nameof(LadderTests.AllWeathers), MemberType = typeof(LadderTests))]
    public void A_stopped_server_is_resized_kept_and_taken_back(Weather weather)
    {
        var world = new LadderWorld(weather);
        world.CreateAndRun();
        ICommand[] life =
        [
            new StopServer(world.Web, Force: true),
            new ResizeServer(world.Web, Vcpus: 3, MemoryBytes: 2 * LadderWorld.Gib),
            new SnapshotServer(world.Web, "before"),
            new RevertServer(world.Web, "before"),
            new StartServer(world.Web),
        ];

        foreach (var command in life)
        {
            Assert.Equal(TaskOutcome.Done, world.EndOf(world.Network.Send("bsl", command)).Outcome);
        }

        world.Rests();
        var native = Assert.Single(world.Ci2.Servers).Value.Server!;
        Assert.Equal((3, 2 * LadderWorld.Gib), (native.Vcpus, native.MemoryBytes));
        Assert.Equal("before", Assert.Single(native.Snapshots!).Name);
        Assert.Equal(
            new(3, 2 * LadderWorld.Gib, 2 * LadderWorld.Gib), world.Network.Of<ServerResized>().Last().Size);
        Assert.Equal(1 + life.Length, world.Ci2.Tasks.Count);
        Assert.Equal(1 + life.Length, world.Network.Of<ServerTaskEnded>().Count);
        world.EndOf(world.Network.Send("bsl", new DeleteServer(world.Web)));
        var released = Assert.Single(world.Network.Of<ClaimReleased>());
        Assert.Equal(world.Network.Of<ClaimResized>().Last().Amount, released.Amount);
    }

    [Theory]
    [MemberData(nameof(LadderTests.AllWeathers), MemberType = typeof(LadderTests))]
    public void A_delete_ends_what_changes_a_stopped_server(Weather weather)
    {
        var world = new LadderWorld(weather);
        world.EndOf(world.Create(create => create with { Start = false }));
        world.Ci2.Outcome = task => task.Action == DriverAction.Change ? null : DriverTaskOutcome.Done;
        var resize = world.Network.Send("bsl", new ResizeServer(world.Web, Vcpus: 4));
        Assert.True(world.Network.RunUntil(() => world.Ci2.Tasks.Count == 2));

        var delete = world.Network.Send("bsl", new DeleteServer(world.Web));
        world.Network.Pass(TimeSpan.FromSeconds(5));
        world.Ci2.Go(DriverTaskOutcome.Done);

        Assert.Equal(TaskOutcome.Done, world.EndOf(delete).Outcome);
        Assert.Equal("superseded", world.Ended(resize)!.Code);
        Assert.Empty(world.Ci2.Servers);
        world.Rests();
    }

    [Theory]
    [MemberData(nameof(LadderTests.AllWeathers), MemberType = typeof(LadderTests))]
    public void What_was_kept_before_an_adoption_is_known_after_it(Weather weather)
    {
        var world = new LadderWorld(weather);
        world.See(world.Lab, world.Ci2.Settle("n1", "old", "lab-h1"));
        var kept = new SnapshotFacts("before", new(DerivedId.From("kept")));
        world.See(world.Lab, world.Ci2.Keeps("n1", kept));

        world.Network.Send("bsl", new AdoptServers(new(DerivedId.From("adoption")), world.Lab, "n1"));

        Assert.True(world.Network.RunUntil(() => world.Network.Of<ServerAdopted>().Count == 1));
        Assert.Equal([kept], world.Network.Of<ServerStateChanged>()[^1].Snapshots);
    }
}
