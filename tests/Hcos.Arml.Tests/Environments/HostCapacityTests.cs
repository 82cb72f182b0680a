using Hcos.Contracts.Arml;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Ci2;
using Hcos.Contracts.Cie;
using static Hcos.Arml.Tests.ArmlWorld;

namespace Hcos.Arml.Tests.Environments;

public sealed class HostCapacityTests
{
    [Fact]
    public void Processors_count_sixteen_times_and_some_memory_stays_with_the_host()
    {
        var world = new ArmlWorld();

        Assert.Equal(new Capacity(128, (64 * Gib) - (512L << 20), 1000 * Gib), world.Host.Total);
        Assert.Equal((true, null, Capacity.None), (world.Host.IsUsable, world.Host.Reason, world.Host.Foreign));
    }

    [Fact]
    public void A_small_host_keeps_at_most_a_twentieth_of_its_memory()
    {
        var world = new ArmlWorld(isReady: false);
        world.Register();
        world.See(HostObject("h1", 1, 1));
        world.Sweep();

        Assert.Equal(Gib - (Gib / 100 * 5), world.Host.Total.MemoryBytes);
    }

    [Fact]
    public void Nothing_is_told_before_the_first_complete_listing()
    {
        var world = new ArmlWorld(isReady: false);
        world.Register();
        world.Reached();
        world.See(HostObject("h1"));
        world.See(ServerObject("foreign"));
        Assert.Empty(world.Layer.Of<HostCapacityChanged>());

        world.Sweep();

        Assert.Equal(new Capacity(2, 4 * Gib, 0), Assert.Single(world.Layer.Of<HostCapacityChanged>()).Foreign);
    }

    [Fact]
    public void Observations_that_overtake_the_registration_are_not_lost()
    {
        var world = new ArmlWorld(isReady: false);
        world.Reached();
        world.See(HostObject("h1"));
        world.Sweep();
        Assert.Empty(world.Layer.Of<HostCapacityChanged>());

        world.Register();

        Assert.True(world.Host.IsUsable);
    }

    [Fact]
    public void What_is_seen_again_is_not_told_again()
    {
        var world = new ArmlWorld();
        var before = world.Layer.Log.Count;

        world.See(HostObject("h1"));
        world.See(PoolObject("default", 1000));
        world.Sweep();
        world.Reached();
        world.Register();

        Assert.Equal(before, world.Layer.Log.Count);
    }

    [Fact]
    public void Foreign_servers_take_capacity_while_they_are_there()
    {
        var world = new ArmlWorld();

        world.See(ServerObject("foreign", ResourceState.Stopped));
        Assert.Equal(new Capacity(2, 4 * Gib, 0), world.Host.Foreign);
        world.See(ServerObject("foreign", ResourceState.Running, 3, 5));
        Assert.Equal(new Capacity(3, 5 * Gib, 0), world.Host.Foreign);
        world.Lose(ServerKey("foreign"));
        Assert.Equal(Capacity.None, world.Host.Foreign);
    }

    [Fact]
    public void Foreign_volumes_take_disk_and_ours_do_not()
    {
        var world = new ArmlWorld().WithWeb();

        world.See(VolumeObject("theirs.qcow2", 30));
        world.See(VolumeObject($"{world.Web}.qcow2", 10));

        Assert.Equal(30 * Gib, world.Host.Foreign.DiskBytes);
    }

    [Fact]
    public void Our_servers_are_not_foreign()
    {
        var world = new ArmlWorld().WithWeb();

        world.See(ServerObject(world.Web.ToString()));

        Assert.Equal(Capacity.None, world.Host.Foreign);
    }

    [Fact]
    public void A_foreign_server_that_moves_counts_on_its_new_host()
    {
        var world = new ArmlWorld();
        world.See(HostObject("h2"));
        world.See(ServerObject("foreign"));
        var moved = ServerObject("foreign");

        world.See(moved with { Server = moved.Server! with { Host = "h2" } });

        Assert.Equal(Capacity.None, world.Host.Foreign);
        Assert.Equal(2, world.Layer.Of<HostCapacityChanged>().Last(e => e.Host == "h2").Foreign.Vcpus);
    }

    [Theory]
    [InlineData("unreachable", "does not answer")]
    [InlineData("suspect", "suspect")]
    [InlineData("observe-only", "observe-only")]
    public void A_host_that_must_be_left_alone_is_not_usable_and_says_why(string what, string reason)
    {
        var world = new ArmlWorld();

        if (what == "unreachable") world.Unreachable();
        else if (what == "suspect") world.Suspect();
        else world.Change(EnvironmentAccess.ObserveOnly);

        Assert.False(world.Host.IsUsable);
        Assert.Contains(reason, world.Host.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_suspicion_outlasts_the_listing_that_raised_it()
    {
        var world = new ArmlWorld();
        var startedAt = world.Layer.Now;

        world.Suspect();
        world.Sweep(startedAt);
        Assert.False(world.Host.IsUsable);
        world.Layer.Advance(TimeSpan.FromSeconds(30));
        world.Reached();

        Assert.True(world.Host.IsUsable);
    }

    [Fact]
    public void A_host_comes_back_when_its_environment_answers_again()
    {
        var world = new ArmlWorld();

        world.Unreachable();
        world.Layer.Advance(TimeSpan.FromSeconds(1));
        world.Reached();

        Assert.True(world.Host.IsUsable);
        Assert.Null(world.Host.Reason);
    }

    [Fact]
    public void A_host_that_does_not_work_is_not_usable()
    {
        var world = new ArmlWorld();

        world.SeeState(new(ResourceKind.Host, "h1"), ResourceState.Error);

        Assert.False(world.Host.IsUsable);
    }

    [Fact]
    public void A_host_that_is_gone_is_withdrawn()
    {
        var world = new ArmlWorld();

        world.Lose(new(ResourceKind.Host, "h1"));

        Assert.Equal("h1", Assert.Single(world.Layer.Of<HostWithdrawn>()).Host);
    }

    [Fact]
    public void Everything_of_a_removed_environment_is_withdrawn()
    {
        var world = new ArmlWorld();

        world.Remove(isForgotten: false);
        world.See(HostObject("h1", 4));

        Assert.Single(world.Layer.Of<HostWithdrawn>());
        Assert.Single(world.Layer.Of<EnvironmentOfferWithdrawn>());
        Assert.Equal(8 * 16, world.Host.Total.Vcpus);
    }

    [Fact]
    public void Disk_comes_from_the_pool_with_the_agreed_name_and_is_told_as_shared()
    {
        var world = new ArmlWorld();
        world.See(PoolObject("huge", 9000));
        Assert.Equal((1000 * Gib, "default"), (world.Host.Total.DiskBytes, world.Host.DiskPool));

        world.See(PoolObject("default", 1500, host: "h1"));

        Assert.Equal((1500 * Gib, null), (world.Host.Total.DiskBytes, world.Host.DiskPool));
    }

    [Fact]
    public void Without_the_agreed_pool_the_largest_shared_one_serves()
    {
        var world = new ArmlWorld();
        world.See(PoolObject("a", 10));
        world.See(PoolObject("b", 20));
        world.See(PoolObject("own", 900, host: "h1"));

        world.Lose(new(ResourceKind.StoragePool, "id-default"));

        Assert.Equal((20 * Gib, "b"), (world.Host.Total.DiskBytes, world.Host.DiskPool));
    }

    [Fact]
    public void Overcommit_from_outside_is_reported_and_goes_with_its_cause()
    {
        var world = new ArmlWorld().WithWeb();

        world.See(HostObject("h1", 8, 3));
        Assert.Contains("bytes of memory too much", world.Host.Reason, StringComparison.Ordinal);
        Assert.True(world.Host.IsUsable);
        world.Layer.Command(new ReleaseResource(world.Web, null));
        world.End();

        Assert.Null(world.Host.Reason);
    }

    [Fact]
    public void A_full_platform_closes_the_host_until_it_was_observed_again()
    {
        var world = new ArmlWorld();
        world.Layer.Command(world.Claim);
        world.Layer.Advance(TimeSpan.FromSeconds(1));
        var before = world.Layer.Now - TimeSpan.FromMilliseconds(500);
        world.End(DriverTaskOutcome.Exhausted);

        Assert.False(world.Host.IsUsable);
        world.Sweep(before);
        Assert.False(world.Host.IsUsable);
        world.Sweep();
        Assert.True(world.Host.IsUsable);
    }
}
