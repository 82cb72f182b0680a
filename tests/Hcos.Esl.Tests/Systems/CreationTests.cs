using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Bsl;
using Hcos.Contracts.Esl;

namespace Hcos.Esl.Tests.Systems;

/// <summary>Instances whose servers are made, and what somebody else does to them meanwhile.</summary>
public sealed class CreationTests
{
    private readonly SystemWorld _world = new();

    [Fact]
    public void A_server_that_is_off_again_by_the_time_it_is_made_is_started()
    {
        _world.Deploy();
        _world.Make(_world.Creates.First(), ResourceState.Stopped);

        var server = ((CreateServer)_world.Creates.First().Body).Server;
        Assert.Equal(server, ((StartServer)_world.Layer.Sent<StartServer>().Body).Server);
        Assert.Equal("start", _world.Layer.Of<InstanceHealing>().Single().Action);
    }
}
