using Hcos.Ci2.Calls;
using Hcos.Ci2.Drivers;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Ci2;

namespace Hcos.Ci2.Tests.Driving;

public sealed class SweepAndWatchTests : DriverEffectsTests
{
    [Fact]
    public async Task A_complete_listing_is_told_in_parts_and_then_ends()
    {
        var options = new Ci2Options { LargestReport = 1 };
        var swept = Assert.IsType<DriverAnswer.Swept>(await RunAsync(Sweep(), options));
        Assert.Equal(2, _context.Reports.OfType<ObjectsListed>().Count());
        var listing = Assert.Single(swept.Listings);
        Assert.Equal([Ci2World.Key("a"), Ci2World.Key("b")], listing.Keys);
        Assert.True(swept.StartedAt < listing.StartedAt && listing.StartedAt < swept.EndedAt);
    }

    [Fact]
    public async Task A_listing_tells_the_native_calls_since_the_one_before_and_its_own_among_them()
    {
        _driver.Status = () =>
        {
            _connections[0].Calls.Count();
            return Ci2World.Status;
        };
        await RunAsync(new DriverCall.Probe(Lab));
        var first = Assert.IsType<DriverAnswer.Swept>(await RunAsync(Sweep()));
        var second = Assert.IsType<DriverAnswer.Swept>(
            await RunAsync(Sweep() with { Looks = new LookRhythm(7, 7, 9) }));

        Assert.Equal((3, 2), (first.Calls, first.OwnCalls));
        Assert.Equal((2, 2), (second.Calls, second.OwnCalls));
    }

    [Fact]
    public async Task A_driver_that_looks_rests_as_it_was_decided_and_keeps_its_books_under_a_new_credential()
    {
        await RunAsync(Sweep() with { Looks = new LookRhythm(7, 7, 9) });
        var rested = _connections[0].RestAsync(TimeSpan.FromHours(1), Stop);
        _time.Advance(TimeSpan.FromSeconds(6));
        Assert.False(rested.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(2));
        await rested.WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System, Stop);

        await RunAsync(Sweep() with { Reach = Lab with { Generation = 2 } });
        Assert.Equal(2, _connections.Count);
        Assert.Same(_connections[0].Calls, _connections[1].Calls);
    }

    [Fact]
    public async Task Of_a_listing_that_breaks_off_nothing_is_told()
    {
        _driver.OnList = _ => Broken();
        Assert.IsType<DriverAnswer.Failed>(await RunAsync(Sweep()));
        Assert.Empty(_context.Reports);

        static async IAsyncEnumerable<ResourceObject> Broken()
        {
            yield return Ci2World.Server("a");
            await Task.Yield();
            throw new DriverException(DriverFailure.Unavailable, "cut");
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Of_a_listing_under_another_identity_nothing_is_told(int from)
    {
        var probes = 0;
        _driver.Status = () => ++probes < from ? Ci2World.Status : Ci2World.Status with { NativeIdentity = "other" };
        Assert.Equal(
            DriverTaskOutcome.Conflict, Assert.IsType<DriverAnswer.Failed>(await RunAsync(Sweep())).Outcome);
        Assert.Empty(_context.Reports);
    }

    [Fact]
    public async Task An_environment_with_too_many_objects_is_not_swept()
    {
        var failed = await RunAsync(Sweep(), new Ci2Options { MostObjects = 1 });
        Assert.Equal(DriverTaskOutcome.Exhausted, Assert.IsType<DriverAnswer.Failed>(failed).Outcome);
        Assert.Empty(_context.Reports);
    }

    [Fact]
    public async Task Native_events_are_told_with_the_instant_of_their_receipt()
    {
        Assert.IsType<DriverAnswer.WatchEnded>(await RunAsync(new DriverCall.Watch(Lab, 7)));
        var began = Assert.IsType<WatchBegan>(_context.Reports[0]);
        var seen = Assert.IsType<NativeEventSeen>(_context.Reports[1]);
        Assert.Equal(7, began.Number);
        Assert.Equal(ResourceState.Paused, seen.Event.State);
        Assert.True(seen.At > began.At);
    }

    [Fact]
    public async Task Whether_a_driver_that_looks_is_told_when_to_is_told_of_its_watch()
    {
        _driver.Telling = [NativeEvent.Subscribed, NativeEvent.Unsubscribed];
        Assert.IsType<DriverAnswer.WatchEnded>(await RunAsync(new DriverCall.Watch(Lab, 7)));
        Assert.Equal(
            [new(Lab.Environment, 7, true), new(Lab.Environment, 7, false)],
            _context.Reports.Skip(1).Cast<SubscriptionSeen>());
    }

    [Fact]
    public async Task A_watch_that_does_not_begin_is_given_up()
    {
        _driver.OnWatch = HangAsync;
        var running = RunAsync(new DriverCall.Watch(Lab, 1));
        await AdvanceUntilAsync(running);
        Assert.IsType<DriverAnswer.WatchEnded>(await running);
        Assert.Empty(_context.Reports);
    }
}
