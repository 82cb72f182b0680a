using Hcos.Contracts.Arml;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Bsl;
using Hcos.Contracts.Ci2;
using Hcos.Kernel.Messages;

namespace Hcos.Bsl.Tests.Ladder;

/// <summary>A definition that arrives after its server was deleted, found and reaped in every weather.</summary>
public sealed class OrphanLadderTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(31);

    public static TheoryData<Weather> AllWeathers => [.. Enum.GetValues<Weather>()];

    [Theory]
    [MemberData(nameof(AllWeathers))]
    public void A_late_definition_is_found_once_and_removed_once(Weather weather)
    {
        var world = new LadderWorld(weather);
        world.CreateAndRun();
        var resource = world.Resource;
        world.EndOf(world.Network.Send("bsl", new DeleteServer(world.Web)));
        var late = world.Ci2.Settle(resource.ToString(), "late", "lab-h1") with
        {
            State = ResourceState.Stopped,
            MadeFor = resource,
        };
        world.See(world.Lab, late);
        for (var sweeps = 0; sweeps < 3; sweeps++)
        {
            world.Network.Pass(Interval);
            world.Network.Tell("ci2", new SweepCompleted(world.Lab, world.Network.Now, 5, []));
        }

        var found = Assert.Single(world.Network.Of<OrphanFound>());
        Assert.Equal((late.Key, OrphanCause.ClaimEnded), (found.Key, found.Cause));
        var before = world.Ci2.Tasks.Count;
        var reap = new ReapOrphans(new(DerivedId.From("reap")), world.Lab, null, 30);
        var task = world.Network.Send("arml", reap);

        Assert.True(world.Network.RunUntil(() => world.Network.Of<OrphansReapEnded>().Any()), "it does not end");

        var ended = Assert.Single(world.Network.Of<OrphansReapEnded>());
        Assert.Equal((task, TaskOutcome.Done), (ended.Task, ended.Outcome));
        Assert.Equal("missing", Assert.Single(world.Network.Of<OrphanGone>()).How);
        Assert.Equal(before + 1, world.Ci2.Tasks.Count);
        Assert.Empty(world.Ci2.Servers);
        world.Rests();
    }
}
