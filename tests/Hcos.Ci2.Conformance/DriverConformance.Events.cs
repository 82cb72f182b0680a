using Hcos.Ci2.Drivers;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Conformance;

public abstract partial class DriverConformance<TFixture>
{
    [Fact]
    public async Task What_somebody_else_does_is_told_with_the_state_it_implies()
    {
        if (!Declares(DriverAbility.Events))
        {
            Assert.False(Driver is IEventDriver);
            return;
        }

        var destroyed = await EnsuredAsync(_fixture.BareServer, ResourceState.Running);
        var suspended = await EnsuredAsync(_fixture.BareServer, ResourceState.Running);
        await using var log = await WatchAsync();

        await _fixture.DestroyBehindAsync(destroyed, Token);
        await log.UntilAsync(destroyed, Implies(ResourceState.Stopped));
        await _fixture.SuspendBehindAsync(suspended, Token);
        await log.UntilAsync(suspended, Implies(ResourceState.Paused));
        await _fixture.RemoveBehindAsync(destroyed, Token);
        await log.UntilAsync(destroyed, happened => happened.Kind == NativeEventKind.Removed);
        var foreign = await ForeignAsync(_fixture.Spec(_fixture.BareServer).Name);
        await log.UntilAsync(foreign, happened => happened.Kind == NativeEventKind.Changed);
    }

    [Fact]
    public async Task What_the_driver_does_itself_is_told_as_well()
    {
        if (!Declares(DriverAbility.Events))
        {
            Assert.False(Driver is IEventDriver);
            return;
        }

        await using var log = await WatchAsync();
        var key = await EnsuredAsync(_fixture.BareServer);
        await log.UntilAsync(key, happened => happened.Kind == NativeEventKind.Changed);
        if (Declares(DriverAbility.Power))
        {
            await Power.PowerAsync(key, PowerAction.Start, Token);
            await log.UntilAsync(key, Implies(ResourceState.Running));
            await Power.PowerAsync(key, PowerAction.PowerOff, Token);
            await log.UntilAsync(key, Implies(ResourceState.Stopped));
        }

        await Driver.DeleteAsync(key, Token);
        await log.UntilAsync(key, happened => happened.Kind == NativeEventKind.Removed);
        Assert.All(log.Told.Where(IsOfTheWatch), happened => Assert.Null(happened.Key));
        Assert.All(log.Told.Where(happened => !IsOfTheWatch(happened)), happened => Assert.NotNull(happened.Key));
        Assert.Equal(1, log.Told.Count(happened => happened.Kind == NativeEventKind.WatchBegan));
    }

    [Fact]
    public async Task A_listing_begun_after_the_watch_began_and_the_events_give_the_whole_picture()
    {
        if (!Declares(DriverAbility.Events))
        {
            Assert.False(Driver is IEventDriver);
            return;
        }

        var early = await EnsuredAsync(_fixture.BareServer, ResourceState.Running);
        var doomed = await EnsuredAsync(_fixture.BareServer);
        await using var log = await WatchAsync();

        var listing = ListedAsync(ResourceKind.Server);
        var changes = Task.WhenAll(
            _fixture.DestroyBehindAsync(early, Token),
            _fixture.RemoveBehindAsync(doomed, Token),
            ForeignAsync(_fixture.Spec(_fixture.BareServer).Name));
        var listed = (await listing).ToDictionary(item => item.Key, item => (ResourceState?)item.State);
        await changes;

        var truth = (await ListedAsync(ResourceKind.Server)).ToDictionary(i => i.Key, i => (ResourceState?)i.State);
        await log.UntilAsync(told => Picture(listed, told).OrderBy(Id).SequenceEqual(truth.OrderBy(Id)));
        Assert.DoesNotContain(doomed, truth.Keys);
        Assert.Equal(ResourceState.Stopped, truth[early]);
    }

    [Fact]
    public async Task A_watch_that_is_cancelled_ends_as_cancelled()
    {
        if (!Declares(DriverAbility.Events))
        {
            Assert.False(Driver is IEventDriver);
            return;
        }

        await using var log = await WatchAsync();

        Assert.True((await log.StopAsync()).Cancelled);
    }

    [Fact]
    public async Task A_watch_that_is_cut_off_ends_as_unavailable_and_can_begin_again()
    {
        if (!Declares(DriverAbility.Events))
        {
            Assert.False(Driver is IEventDriver);
            return;
        }

        await using (var log = await WatchAsync())
        {
            Wire.CutOff();
            Assert.Equal(DriverFailure.Unavailable, (await log.EndedAsync()).Failure);
        }

        Wire.Restore();
        await using var again = await WatchAsync();
        var key = await EnsuredAsync(_fixture.BareServer);
        await again.UntilAsync(key, happened => happened.Kind == NativeEventKind.Changed);
        Assert.Equal(NativeEvent.WatchBegan, again.Told[0]);
    }

    private static bool IsOfTheWatch(NativeEvent happened) => happened.Kind is NativeEventKind.WatchBegan
        or NativeEventKind.Subscribed or NativeEventKind.Unsubscribed;

    private Task<EventLog> WatchAsync() =>
        EventLog.BeginAsync(Assert.IsAssignableFrom<IEventDriver>(Driver), _fixture.Patience);

    private static Func<NativeEvent, bool> Implies(ResourceState state) =>
        happened => happened.Kind == NativeEventKind.StateChanged && happened.State == state;

    private static string Id(KeyValuePair<ResourceKey, ResourceState?> entry) => entry.Key.NativeId;

    /// <summary>A listing brought up to date by events alone.</summary>
    private static Dictionary<ResourceKey, ResourceState?> Picture(
        Dictionary<ResourceKey, ResourceState?> listed, IReadOnlyList<NativeEvent> told)
    {
        var picture = new Dictionary<ResourceKey, ResourceState?>(listed);
        foreach (var happened in told.Where(happened => happened.Key is { Kind: ResourceKind.Server }))
        {
            if (happened.Kind == NativeEventKind.Removed)
            {
                picture.Remove(happened.Key!);
            }
            else
            {
                picture[happened.Key!] = happened.State ?? picture.GetValueOrDefault(happened.Key!);
            }
        }

        return picture;
    }
}
