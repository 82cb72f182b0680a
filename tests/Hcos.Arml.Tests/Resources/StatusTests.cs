using Hcos.Contracts.Arml;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Ci2;
using static Hcos.Arml.Tests.ArmlWorld;

namespace Hcos.Arml.Tests.Resources;

public sealed class StatusTests
{
    [Fact]
    public void Only_what_differs_is_told()
    {
        var world = new ArmlWorld().WithWeb();

        world.See(ServerObject(world.Web.ToString()));
        Assert.Empty(world.Layer.Of<ResourceStatusChanged>());
        world.See(ServerObject(world.Web.ToString(), addresses: "10.0.0.7"));
        world.See(ServerObject(world.Web.ToString(), addresses: "10.0.0.7"));

        Assert.Equal(["10.0.0.7"], Assert.Single(world.Layer.Of<ResourceStatusChanged>()).Object?.Server?.Addresses);
    }

    [Fact]
    public void A_native_event_changes_the_state_and_keeps_what_else_is_known()
    {
        var world = new ArmlWorld().WithWeb();

        world.SeeState(world.WebKey, ResourceState.Paused);

        Assert.Equal(
            (ResourceState.Paused, ResourceState.Paused, 2, EvidenceSource.Event),
            (world.Status.State,
                world.Status.Object?.State,
                world.Status.Object?.Server?.Vcpus,
                world.Status.Evidence.Source));
    }

    [Fact]
    public void That_the_platform_tells_what_a_read_showed_is_told_once()
    {
        var world = new ArmlWorld().WithWeb();
        world.See(ServerObject(world.Web.ToString(), ResourceState.Paused));

        world.SeeState(world.WebKey, ResourceState.Paused);
        world.SeeState(world.WebKey, ResourceState.Paused);

        Assert.Equal(
            [EvidenceSource.Sweep, EvidenceSource.Event],
            world.Layer.Of<ResourceStatusChanged>().Select(told => told.Evidence.Source));
    }

    [Fact]
    public void Older_evidence_changes_nothing()
    {
        var world = new ArmlWorld().WithWeb();
        var before = world.Layer.Now - TimeSpan.FromSeconds(1);

        world.SeeState(world.WebKey, ResourceState.Stopped, before);
        world.See(ServerObject(world.Web.ToString(), ResourceState.Stopped), before);

        Assert.Empty(world.Layer.Of<ResourceStatusChanged>());
    }

    [Fact]
    public void A_missing_resource_keeps_its_claim()
    {
        var world = new ArmlWorld().WithWeb();

        world.Lose(world.WebKey);
        world.Lose(world.WebKey);

        Assert.Single(world.Layer.Of<ResourceStatusChanged>());
        Assert.Equal((ResourceState.Missing, null), (world.Status.State, world.Status.Object));
        Assert.Empty(world.Layer.Of<ClaimReleased>());
        world.See(ServerObject(world.Web.ToString(), ResourceState.Stopped));
        Assert.Equal(ResourceState.Stopped, world.Status.State);
    }

    [Fact]
    public void Silence_makes_it_unknown_and_keeps_the_evidence()
    {
        var world = new ArmlWorld().WithWeb();
        var seenAt = world.Layer.Now;
        world.Layer.Advance(TimeSpan.FromSeconds(5));

        world.Unreachable();
        world.Unreachable();

        Assert.Single(world.Layer.Of<ResourceStatusChanged>());
        Assert.Equal((ResourceState.Unknown, seenAt), (world.Status.State, world.Status.Evidence.At));
        Assert.Equal(world.Layer.Now, world.Status.UnknownSince);
        Assert.Equal(ResourceState.Running, world.Status.Object?.State);
    }

    [Fact]
    public void What_is_missing_does_not_become_doubtful()
    {
        var world = new ArmlWorld().WithWeb();
        world.Lose(world.WebKey);

        world.Unreachable();

        Assert.Equal(ResourceState.Missing, world.Status.State);
    }

    [Fact]
    public void It_is_as_it_was_once_a_listing_that_began_later_has_it()
    {
        var world = new ArmlWorld().WithWeb();
        var before = world.Layer.Now;
        world.Layer.Advance(TimeSpan.FromSeconds(5));
        world.Unreachable();
        world.Layer.Advance(TimeSpan.FromSeconds(5));
        world.Reached();
        Assert.Equal(ResourceState.Unknown, world.Status.State);
        world.Sweep(before);
        Assert.Equal(ResourceState.Unknown, world.Status.State);
        world.Sweep(lacking: world.WebKey);
        Assert.Equal(ResourceState.Unknown, world.Status.State);

        world.Sweep();

        Assert.Equal((ResourceState.Running, EvidenceSource.Sweep), (world.Status.State, world.Status.Evidence.Source));
        Assert.Equal((world.Layer.Now, null), (world.Status.Evidence.At, world.Status.UnknownSince));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_was_seen_before_the_silence_and_told_after_it_is_what_a_later_listing_confirms(bool whole)
    {
        var world = new ArmlWorld().WithWeb();
        world.Layer.Advance(TimeSpan.FromSeconds(5));
        world.Unreachable();
        var seenAt = world.Layer.Now - TimeSpan.FromSeconds(1);
        if (whole) world.See(ServerObject(world.Web.ToString(), ResourceState.Stopped), seenAt);
        else world.SeeState(world.WebKey, ResourceState.Stopped, seenAt);
        Assert.Equal((ResourceState.Unknown, seenAt), (world.Status.State, world.Status.Evidence.At));
        world.Layer.Advance(TimeSpan.FromSeconds(5));
        world.Reached();

        world.Sweep();

        Assert.Equal((ResourceState.Stopped, null), (world.Status.State, world.Status.UnknownSince));
        Assert.Equal(ResourceState.Stopped, world.Status.Object?.State);
    }

    [Fact]
    public void Fresh_sight_ends_the_doubt_and_stale_sight_does_not()
    {
        var world = new ArmlWorld().WithWeb();
        world.Layer.Advance(TimeSpan.FromSeconds(5));
        world.Unreachable();
        world.See(ServerObject(world.Web.ToString(), ResourceState.Stopped), world.Layer.Now - TimeSpan.FromSeconds(1));
        Assert.Equal(ResourceState.Unknown, world.Status.State);
        world.Layer.Advance(TimeSpan.FromSeconds(5));

        world.See(ServerObject(world.Web.ToString()));

        Assert.Equal(ResourceState.Running, world.Status.State);
    }

    [Fact]
    public void The_status_survives_a_restart()
    {
        var world = new ArmlWorld().WithWeb();
        world.Unreachable();

        world.Layer.Restart();
        world.Sweep();

        Assert.Equal(ResourceState.Running, world.Status.State);
    }
}
