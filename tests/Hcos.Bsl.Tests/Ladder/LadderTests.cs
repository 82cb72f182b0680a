using Hcos.Contracts.Arml;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Bsl;
using Hcos.Kernel.Messages;

namespace Hcos.Bsl.Tests.Ladder;

public sealed class LadderTests
{
    public static TheoryData<Weather> AllWeathers => [.. Enum.GetValues<Weather>()];

    [Theory]
    [MemberData(nameof(AllWeathers))]
    public void A_server_is_placed_claimed_made_started_and_deleted(Weather weather)
    {
        var world = new LadderWorld(weather);

        var created = world.EndOf(world.Create());

        Assert.Equal((TaskOutcome.Done, "done"), (created.Outcome, created.Code));
        Assert.Equal(ResourceState.Running, world.State);
        Assert.Equal(ResourceState.Running, Assert.Single(world.Ci2.Servers).Value.State);
        world.Rests();

        var deleted = world.EndOf(world.Network.Send("bsl", new DeleteServer(world.Web)));

        Assert.Equal(TaskOutcome.Done, deleted.Outcome);
        Assert.Empty(world.Ci2.Servers);
        Assert.Single(world.Network.Of<ServerDeleted>());
        Assert.Single(world.Network.Of<ClaimReleased>());
        world.Rests();
        Assert.Equal(2, world.Ci2.Tasks.Count);
    }
}
