using Hcos.Ci2.Drivers.Simulated.Calls;
using Hcos.Ci2.Drivers.Simulated.Wire;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Tests.Simulated;

public sealed class SimulatedHoldTests : IDisposable
{
    private readonly Laboratory _lab = new();

    [Fact]
    public async Task A_call_held_before_its_effect_has_none_until_it_is_released()
    {
        var key = await _lab.MadeAsync(Laboratory.Bare);
        var hold = _lab.Estate.Wire.Hold(PassagePoint.BeforeEffect, Laboratory.Any<PlatformCall.SetPower>());
        var start = _lab.Power.PowerAsync(key, PowerAction.Start, Laboratory.Token);

        Assert.True(hold.Reached.IsCompletedSuccessfully);
        Assert.False(start.IsCompleted);
        Assert.Equal(ResourceState.Stopped, _lab.State(key));
        hold.Release();
        Assert.Equal(ResourceState.Running, (await start).State);
    }

    [Fact]
    public async Task A_call_held_after_its_effect_has_it_and_is_not_answered_until_it_is_released()
    {
        var key = await _lab.MadeAsync(Laboratory.Bare);
        var hold = _lab.Estate.Wire.Hold(PassagePoint.AfterEffect, Laboratory.Any<PlatformCall.SetPower>());
        var start = _lab.Power.PowerAsync(key, PowerAction.Start, Laboratory.Token);

        Assert.False(start.IsCompleted);
        Assert.Equal(ResourceState.Running, _lab.State(key));
        hold.Release();
        Assert.Equal(ResourceState.Running, (await start).State);
    }

    [Fact]
    public async Task A_listing_held_between_two_objects_shows_the_first_as_it_was_and_the_second_as_it_is()
    {
        var first = await _lab.MadeAsync(Laboratory.Bare, running: true);
        var second = await _lab.MadeAsync(Laboratory.Bare, running: true);
        var hold = _lab.Estate.Wire.HoldListing(ResourceKind.Server, afterObjects: 1);
        var listing = _lab.ListAsync(ResourceKind.Server);
        Assert.True(hold.Reached.IsCompleted);
        _lab.Estate.Outside.Destroy(first);
        _lab.Estate.Outside.Destroy(second);
        hold.Release();

        var listed = (await listing).ToDictionary(item => item.Key, item => item.State);
        Assert.Equal(ResourceState.Running, listed[first]);
        Assert.Equal(ResourceState.Stopped, listed[second]);
    }

    [Fact]
    public async Task A_server_made_during_a_listing_is_told_and_may_lack_in_the_listing()
    {
        await _lab.MadeAsync(Laboratory.Bare);
        using var stop = new CancellationTokenSource();
        await using var watch = ((IEventDriver)_lab.Driver).WatchAsync(stop.Token).GetAsyncEnumerator(stop.Token);
        Assert.True(await watch.MoveNextAsync());
        var hold = _lab.Estate.Wire.HoldListing(ResourceKind.Server, afterObjects: 0);
        var listing = _lab.ListAsync(ResourceKind.Server);
        var made = await _lab.MadeAsync(Laboratory.Bare);
        hold.Release();

        Assert.DoesNotContain(await listing, item => item.Key == made);
        Assert.True(await watch.MoveNextAsync());
        Assert.Equal((made, NativeEventKind.Changed), (watch.Current.Key, watch.Current.Kind));
    }

    [Fact]
    public async Task A_call_that_was_given_up_while_held_still_has_its_effect_later()
    {
        var key = await _lab.MadeAsync(Laboratory.Bare);
        var hold = _lab.Estate.Wire.Hold(PassagePoint.BeforeEffect, Laboratory.Any<PlatformCall.SetPower>());
        using var cancel = new CancellationTokenSource();
        var start = _lab.Power.PowerAsync(key, PowerAction.Start, cancel.Token);
        await cancel.CancelAsync();

        Assert.Equal(DriverFailure.Uncertain, await Laboratory.FailureAsync(start));
        Assert.Equal(ResourceState.Stopped, _lab.State(key));
        hold.Release();
        Assert.Equal(ResourceState.Running, _lab.State(key));
    }

    [Fact]
    public async Task A_late_definition_without_its_disk_is_refused()
    {
        var spec = _lab.Spec(Laboratory.Guest);
        var hold = _lab.Estate.Wire.Hold(PassagePoint.BeforeEffect, Laboratory.Any<PlatformCall.DefineServer>());
        using var cancel = new CancellationTokenSource();
        var ensure = _lab.Driver.EnsureAsync(spec, cancel.Token);
        await cancel.CancelAsync();
        Assert.Equal(DriverFailure.Uncertain, await Laboratory.FailureAsync(ensure));
        await _lab.Driver.DeleteAsync(_lab.Driver.KeyOf(spec), Laboratory.Token);
        hold.Release();

        Assert.Empty(_lab.Estate.Objects(ResourceKind.Server));
        Assert.Empty(_lab.Estate.Orphans);
    }

    [Fact]
    public async Task A_hold_holds_one_call_and_no_other()
    {
        var hold = _lab.Estate.Wire.Hold(PassagePoint.BeforeEffect, Laboratory.Any<PlatformCall.Probe>());
        var held = _lab.Driver.ProbeAsync(Laboratory.Token);
        var other = _lab.Driver.ProbeAsync(Laboratory.Token);

        Assert.True(other.IsCompletedSuccessfully);
        Assert.False(held.IsCompleted);
        hold.Release();
        Assert.Equal(await other, await held);
    }

    public void Dispose() => _lab.Dispose();
}
