using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Bsl;
using Hcos.Contracts.Esl;
using Hcos.Kernel.Messages;

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

    [Fact]
    public void A_creation_that_was_undone_is_tried_again_only_after_a_pause()
    {
        _world.Deploy(SystemWorld.TwoTiers(web: 1));
        Undo(_world.Creates.First());

        Assert.Single(_world.Creates);
        _world.Layer.Advance(TimeSpan.FromSeconds(4));
        Assert.Single(_world.Creates);
        _world.Layer.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(2, _world.Creates.Count());
    }

    [Fact]
    public void What_waits_for_another_component_does_not_look_at_the_pause_again_and_again()
    {
        _world.Deploy(SystemWorld.TwoTiers(web: 1, heal: false));
        _world.Make(_world.Creates.First());
        _world.See(_world.ServerNamed("hello-web-1"), ResourceState.Stopped);
        Undo(_world.Creates.Last());
        Assert.NotEqual(0, _world.Layer.Status.Owed);

        _world.Layer.Advance(TimeSpan.FromMinutes(10));

        Assert.Equal("hello-front-2", _world.Layer.Of<InstanceAdded>()[^1].Name);
        Assert.Equal((TaskOutcome.Failed, "deadline"), (_world.Ended!.Outcome, _world.Ended.Code));
        Assert.Equal(0, _world.Layer.Status.Owed);
    }

    private void Undo(CommandEnvelope order)
    {
        var create = (CreateServer)order.Body;
        var task = order.Context.Id;
        _world.Layer.Answer(
            order,
            new ServerRequested(
                create.Server, create.Name, new ServerDescription(1, 1, 0, null, null, null, null, null), true,
                create.Owner, task, _world.Layer.Now.AddMinutes(3)),
            new ServerDeleted(create.Server, create.Name),
            new ServerTaskEnded(
                create.Server, task, ServerTaskKind.Create, TaskOutcome.Undone, "no-candidate", "no host is left", []));
    }
}
