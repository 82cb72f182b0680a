using Hcos.Contracts.Arml;
using Hcos.Contracts.Arml.Resources;
using Hcos.Kernel.Messages;

namespace Hcos.Arml.Tests.Orphans;

public sealed class OrphanTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(31);

    [Fact]
    public void A_definition_that_arrives_after_it_was_given_up_is_found_by_two_listings()
    {
        var world = Released();
        world.See(Late(world));
        world.Sweep();
        Assert.Empty(world.Layer.Of<OrphanFound>());

        world.Layer.Pass(TimeSpan.FromSeconds(10));
        world.Sweep();
        Assert.Empty(world.Layer.Of<OrphanFound>());
        world.Layer.Pass(Interval);
        world.Sweep();

        var found = Assert.Single(world.Layer.Of<OrphanFound>());
        Assert.Equal((world.WebKey, world.Web, OrphanCause.ClaimEnded), (found.Key, found.MadeFor, found.Cause));
        Assert.True(found.SeenAgain - found.FirstSeen >= TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void A_disk_that_stays_after_its_server_went_is_found_and_one_in_use_is_not()
    {
        var world = new ArmlWorld().WithWeb();
        world.See(Disk(world.Web));
        TwoSweeps(world);
        Assert.Empty(world.Layer.Of<OrphanFound>());

        Release(world);
        TwoSweeps(world);

        Assert.Equal(ResourceKind.Volume, Assert.Single(world.Layer.Of<OrphanFound>()).Key.Kind);
    }

    [Fact]
    public void A_port_that_comes_after_its_server_went_is_found_and_one_of_a_server_that_is_there_is_not()
    {
        var world = new ArmlWorld().WithWeb();
        world.See(ArmlWorld.PortObject("port-1", world.Web));
        world.See(ArmlWorld.PortObject("port-2"));
        TwoSweeps(world);
        Assert.Empty(world.Layer.Of<OrphanFound>());

        Release(world);
        TwoSweeps(world);

        var found = Assert.Single(world.Layer.Of<OrphanFound>());
        Assert.Equal(
            (new ResourceKey(ResourceKind.Port, "port-1"), OrphanCause.ClaimEnded), (found.Key, found.Cause));
    }

    [Fact]
    public void What_a_listing_still_showed_of_what_was_just_deleted_is_no_orphan()
    {
        var world = new ArmlWorld().WithWeb();
        world.See(Disk(world.Web));
        Release(world);

        world.Sweep();
        world.Layer.Pass(Interval);
        world.Sweep(null, Disk(world.Web).Key);
        world.Lose(Disk(world.Web).Key);
        TwoSweeps(world);

        Assert.Empty(world.Layer.Of<OrphanFound>());
    }

    [Fact]
    public void A_second_copy_and_what_was_never_claimed_are_found_with_their_causes()
    {
        var world = new ArmlWorld().WithWeb();
        world.See(ArmlWorld.ServerObject("copy") with { MadeFor = world.Web });
        world.See(ArmlWorld.ServerObject("lost") with { MadeFor = new(DerivedId.From("other books")) });
        world.See(ArmlWorld.ServerObject("foreign"));
        world.See(ArmlWorld.ServerObject(world.Web.ToString()) with { MadeFor = world.Web });
        TwoSweeps(world);

        Assert.Equal(
            [("copy", OrphanCause.Double), ("lost", OrphanCause.NeverClaimed)],
            world.Layer.Of<OrphanFound>().Select(found => (found.Key.NativeId, found.Cause)));
    }

    [Fact]
    public void Nothing_is_found_while_nobody_can_be_sure()
    {
        var world = Released();
        world.See(Late(world));
        world.Suspect();
        TwoSweeps(world);
        Assert.Empty(world.Layer.Of<OrphanFound>());

        world.Reached();
        TwoSweeps(world);
        Assert.Single(world.Layer.Of<OrphanFound>());
    }

    [Fact]
    public void An_orphan_that_is_missing_or_adopted_is_none_any_more()
    {
        var world = Found(out var late);
        world.Lose(late.Key);
        Assert.Equal("missing", Assert.Single(world.Layer.Of<OrphanGone>()).How);

        world.See(late);
        TwoSweeps(world);
        world.Layer.Command(world.Adopt(late.Key));
        world.End(observed: late);
        Assert.Equal("owned", world.Layer.Of<OrphanGone>()[^1].How);
    }

    [Fact]
    public void Sweeps_of_an_estate_without_orphans_cost_nothing()
    {
        var world = new ArmlWorld().WithWeb();
        world.See(Disk(world.Web));
        world.Sweep();
        var before = world.Layer.Log.Count;

        for (var i = 0; i < 20; i++)
        {
            world.Layer.Pass(Interval);
            world.Sweep();
        }

        Assert.Equal(before, world.Layer.Log.Count);
    }

    [Fact]
    public void Orphans_are_told_to_be_there_still_once_a_minute_at_most()
    {
        var world = Found(out _);
        var before = world.Layer.Of<OrphansSeen>().Count;

        for (var i = 0; i < 20; i++)
        {
            world.Layer.Pass(TimeSpan.FromSeconds(15));
            world.Sweep();
        }

        Assert.Equal(5, world.Layer.Of<OrphansSeen>().Count - before);
    }

    internal static ResourceObject Late(ArmlWorld world) =>
        ArmlWorld.ServerObject(world.Web.ToString(), ResourceState.Stopped) with { MadeFor = world.Web };

    internal static ResourceObject Disk(ResourceId resource) =>
        ArmlWorld.VolumeObject($"{resource}.qcow2", 10) with { MadeFor = resource };

    /// <summary>The server was made, and deleted again.</summary>
    internal static ArmlWorld Released()
    {
        var world = new ArmlWorld().WithWeb();
        Release(world);
        return world;
    }

    internal static void Release(ArmlWorld world)
    {
        world.Layer.Command(new ReleaseResource(world.Web, null));
        world.End();
        Assert.Single(world.Layer.Of<ResourceReleased>());
    }

    internal static void TwoSweeps(ArmlWorld world)
    {
        world.Layer.Pass(Interval);
        world.Sweep();
        world.Layer.Pass(Interval);
        world.Sweep();
    }

    internal static ArmlWorld Found(out ResourceObject late)
    {
        var world = Released();
        late = Late(world);
        world.See(late);
        TwoSweeps(world);
        Assert.Single(world.Layer.Of<OrphanFound>());
        return world;
    }
}
