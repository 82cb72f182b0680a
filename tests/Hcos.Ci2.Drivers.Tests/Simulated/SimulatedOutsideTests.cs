using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Tests.Simulated;

public sealed class SimulatedOutsideTests : IDisposable
{
    private readonly Laboratory _lab = new(new("lab") { Hosts = 2, MemoryBytes = 8L << 30, PoolBytes = 1L << 30 });

    [Fact]
    public async Task A_full_host_refuses_as_exhausted_and_nothing_is_left_behind()
    {
        _lab.Estate.Outside.Change(change => change.ReserveMemory("host-0001", 8L << 30));
        var there = Laboratory.Guest with { Host = "host-0001" };

        Assert.Equal(DriverFailure.Exhausted, await Laboratory.FailureAsync(_lab.MadeAsync(there)));
        Assert.Empty(_lab.Estate.Objects(ResourceKind.Volume));
        var key = await _lab.MadeAsync(Laboratory.Guest);
        Assert.Equal("host-0002", (await _lab.Driver.ReadAsync(key, Laboratory.Token))!.Server!.Host);
        _lab.Estate.Outside.Change(change => change.ReserveMemory("host-0001", 0));
        Assert.NotNull(await _lab.MadeAsync(there));
    }

    [Fact]
    public async Task A_host_that_shrank_does_not_start_what_it_no_longer_holds()
    {
        var key = await _lab.MadeAsync(Laboratory.Guest with { Host = "host-0001" });
        _lab.Estate.Outside.Change(change => change.Resize("host-0001", 1, 1L << 30));
        var start = _lab.Power.PowerAsync(key, PowerAction.Start, Laboratory.Token);

        Assert.Equal(DriverFailure.Exhausted, await Laboratory.FailureAsync(start));
        var host = (await _lab.ListAsync(ResourceKind.Host))[0].Host!;
        Assert.Equal((1, 1L << 30), (host.Vcpus, host.MemoryBytes));
    }

    [Fact]
    public async Task A_full_storage_pool_refuses_as_exhausted()
    {
        _lab.Estate.Outside.Change(change => change.ReservePool(1L << 30));

        Assert.Equal(DriverFailure.Exhausted, await Laboratory.FailureAsync(_lab.MadeAsync(Laboratory.Guest)));
        Assert.NotNull(await _lab.MadeAsync(Laboratory.Bare));
    }

    [Fact]
    public async Task A_crashed_host_stops_its_servers_and_starts_none_until_it_is_repaired()
    {
        var key = await _lab.MadeAsync(Laboratory.Bare with { Host = "host-0001" }, running: true);
        var elsewhere = await _lab.MadeAsync(Laboratory.Bare with { Host = "host-0002" }, running: true);
        _lab.Estate.Outside.CrashHost("host-0001");

        Assert.Equal(ResourceState.Stopped, _lab.State(key));
        Assert.Equal(ResourceState.Running, _lab.State(elsewhere));
        Assert.Equal(ResourceState.Error, (await _lab.ListAsync(ResourceKind.Host))[0].State);
        var start = _lab.Power.PowerAsync(key, PowerAction.Start, Laboratory.Token);
        Assert.Equal(DriverFailure.Exhausted, await Laboratory.FailureAsync(start));
        _lab.Estate.Outside.Change(change => change.RepairHost("host-0001"));
        await _lab.Power.PowerAsync(key, PowerAction.Start, Laboratory.Token);
        Assert.Equal(ResourceState.Running, _lab.State(key));
    }

    [Fact]
    public async Task Servers_spread_over_the_hosts_with_the_most_room()
    {
        await _lab.MadeAsync(Laboratory.Bare);
        await _lab.MadeAsync(Laboratory.Bare);
        var hosts = (await _lab.ListAsync(ResourceKind.Server)).Select(item => item.Server!.Host);

        Assert.Equal(["host-0001", "host-0002"], hosts);
    }

    [Fact]
    public async Task Somebody_else_may_answer_or_the_rights_may_change()
    {
        var before = await _lab.Driver.ProbeAsync(Laboratory.Token);
        _lab.Estate.Outside.Change(change => change.Impersonate("somebody-else", "one tenant"));
        var after = await _lab.Driver.ProbeAsync(Laboratory.Token);

        Assert.NotEqual(before.NativeIdentity, after.NativeIdentity);
        Assert.Equal(("somebody-else", "one tenant"), (after.NativeIdentity, after.Scope));
    }

    [Fact]
    public async Task Events_can_be_kept_back_and_lost_and_come_in_order()
    {
        var key = await _lab.MadeAsync(Laboratory.Bare, running: true);
        await using var watch = ((IEventDriver)_lab.Driver).WatchAsync(Laboratory.Token)
            .GetAsyncEnumerator(Laboratory.Token);
        await watch.MoveNextAsync();
        _lab.Estate.HoldEvents();
        _lab.Estate.Outside.Suspend(key);
        var next = watch.MoveNextAsync().AsTask();
        Assert.False(next.IsCompleted);
        _lab.Estate.LoseEvents();
        Assert.False(next.IsCompleted);
        _lab.Estate.HoldEvents();
        _lab.Estate.Outside.Destroy(key);
        _lab.Estate.Outside.Delete(key);
        _lab.Estate.ReleaseEvents();

        Assert.True(await next);
        Assert.Equal(ResourceState.Stopped, watch.Current.State);
        Assert.True(await watch.MoveNextAsync());
        Assert.Equal(NativeEventKind.Removed, watch.Current.Kind);
    }

    [Fact]
    public async Task Events_that_were_kept_back_are_not_told_to_who_began_to_watch_later()
    {
        var key = await _lab.MadeAsync(Laboratory.Bare, running: true);
        _lab.Estate.HoldEvents();
        _lab.Estate.Outside.Suspend(key);
        await using var watch = ((IEventDriver)_lab.Driver).WatchAsync(Laboratory.Token)
            .GetAsyncEnumerator(Laboratory.Token);
        await watch.MoveNextAsync();
        _lab.Estate.ReleaseEvents();
        var next = watch.MoveNextAsync().AsTask();
        Assert.False(next.IsCompleted);
        _lab.Estate.Outside.Destroy(key);

        Assert.True(await next);
        Assert.Equal(ResourceState.Stopped, watch.Current.State);
    }

    [Fact]
    public async Task A_watcher_that_falls_too_far_behind_loses_its_connection()
    {
        using var lab = new Laboratory(new("lab") { WatchLimit = 2 });
        await using var watch = ((IEventDriver)lab.Driver).WatchAsync(Laboratory.Token)
            .GetAsyncEnumerator(Laboratory.Token);
        await watch.MoveNextAsync();
        for (var number = 0; number < 3; number++)
        {
            await lab.MadeAsync(Laboratory.Bare);
        }

        Assert.True(await watch.MoveNextAsync());
        Assert.True(await watch.MoveNextAsync());
        Assert.Equal(DriverFailure.Unavailable, await Laboratory.FailureAsync(watch.MoveNextAsync().AsTask()));
    }

    public void Dispose() => _lab.Dispose();
}
