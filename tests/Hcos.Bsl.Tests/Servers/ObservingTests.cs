using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Bsl;
using Hcos.Contracts.Ci2;

namespace Hcos.Bsl.Tests.Servers;

public sealed class ObservingTests
{
    [Theory]
    [InlineData(ResourceState.Stopped)]
    [InlineData(ResourceState.Paused)]
    [InlineData(ResourceState.Unknown)]
    [InlineData(ResourceState.Missing)]
    [InlineData(ResourceState.Error)]
    public void What_happens_behind_our_back_is_shown_and_not_cured(ResourceState state)
    {
        var world = new BslWorld().Running();
        var commands = world.Layer.Commands.Count;

        world.See(state);
        world.Layer.Advance(TimeSpan.FromMinutes(30));

        Assert.Equal(state, world.State);
        Assert.NotNull(world.Layer.Of<ServerStateChanged>()[^1].Evidence);
        Assert.Equal(commands, world.Layer.Commands.Count);
    }

    [Fact]
    public void Addresses_are_told_when_they_change()
    {
        var world = new BslWorld().Running();
        var before = world.Layer.Of<ServerStateChanged>().Count;

        world.See(ResourceState.Running, "10.0.0.7");
        world.See(ResourceState.Running, "10.0.0.7");

        Assert.Equal(before + 1, world.Layer.Of<ServerStateChanged>().Count);
        Assert.Equal(["10.0.0.7"], world.Layer.Of<ServerStateChanged>()[^1].Addresses);
    }

    [Fact]
    public void That_the_platform_tells_what_a_read_showed_is_told_once()
    {
        var world = new BslWorld().Running();
        world.See(ResourceState.Paused);

        world.See(ResourceState.Paused, EvidenceSource.Event);
        world.See(ResourceState.Paused, EvidenceSource.Event);

        Assert.Equal(
            [EvidenceSource.Read, EvidenceSource.Event],
            world.Layer.Of<ServerStateChanged>().TakeLast(2).Select(told => told.Evidence!.Source));
        Assert.Equal(ResourceState.Paused, world.State);
    }

    [Fact]
    public void The_state_is_remembered_over_a_restart()
    {
        var world = new BslWorld().Running();
        world.See(ResourceState.Stopped);

        world.Layer.Restart();
        world.See(ResourceState.Stopped);

        Assert.Equal(2, world.Layer.Of<ServerStateChanged>().Count);
    }
}
