using Hcos.Kernel.Conformance.Events;
using Hcos.Kernel.Simulated.Stores;
using Hcos.Kernel.Simulated.Time;
using Hcos.Kernel.Stores;

namespace Hcos.Kernel.Tests.Stores;

/// <summary>The twins in one thread, on virtual time, with a plan of faults.</summary>
public sealed class StoreFaultTests : IStoreFaults
{
    private const string Log = "bsl";
    private readonly VirtualTimeProvider _time = new(Sample.Start);
    private readonly Queue<StoreFault> _faults = [];
    private readonly List<StoreCall> _calls = [];
    private readonly SimulatedEventStore _store;
    private readonly SimulatedViewStore _views;

    public StoreFaultTests()
    {
        _store = new SimulatedEventStore(Sample.Catalog, this, _time);
        _views = new SimulatedViewStore(this, _time);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public StoreFault Next(StoreCall call, string subject)
    {
        _calls.Add(call);
        return _faults.TryDequeue(out var fault) ? fault : StoreFault.None;
    }

    [Fact]
    public void Without_delays_every_call_completes_before_it_returns()
    {
        var owner = Completed(_store.OwnAsync(Log, Token));
        Assert.True(Commit(owner, 1).IsCompletedSuccessfully);
        Assert.True(owner.VerifyAsync(Token).IsCompletedSuccessfully);
        Assert.Single(Completed(Sample.AllAsync(_store, Log, Token)));
        Assert.Equal(1, Completed(_store.PositionAtAsync(Log, Sample.Start.AddDays(1), Token)));
        Assert.True(_views.WriteAsync("set", 0, 1, [new ViewChange("v", "k", 1, "{}")], Token).IsCompletedSuccessfully);
        Assert.Single(Completed(_views.ListAsync("set", "v", new ViewQuery(), Token)).Rows);
        Assert.Equal(
            [
                StoreCall.Own, StoreCall.Commit, StoreCall.Verify, StoreCall.Read, StoreCall.Read,
                StoreCall.WriteViews, StoreCall.ReadViews,
            ],
            _calls);
    }

    [Fact]
    public void A_standby_goes_on_inside_the_call_that_ends_the_owners_session()
    {
        var owner = Completed(_store.OwnAsync(Log, Token));
        var first = _store.OwnAsync(Log, Token);
        var second = _store.OwnAsync(Log, Token);
        _store.EndSession(Log);

        Assert.Equal(owner.Epoch + 1, Completed(first).Epoch);
        Assert.False(second.IsCompleted);
        _store.EndSession(Log);
        Assert.Equal(owner.Epoch + 2, Completed(second).Epoch);
    }

    [Fact]
    public async Task A_refused_commit_writes_nothing_and_a_lost_answer_hides_one_that_was_written()
    {
        var owner = Completed(_store.OwnAsync(Log, Token));
        _faults.Enqueue(StoreFault.Refused);
        await Assert.ThrowsAsync<OwnershipLostException>(() => Commit(owner, 1));
        Assert.Equal(0, (owner = Completed(_store.OwnAsync(Log, Token))).Head);

        _faults.Enqueue(StoreFault.AnswerLost);
        await Assert.ThrowsAsync<OwnershipLostException>(() => Commit(owner, 1));
        Assert.Equal(1, Completed(_store.OwnAsync(Log, Token)).Head);
    }

    [Fact]
    public async Task A_slow_commit_takes_its_time_and_fails_when_the_session_ends_meanwhile()
    {
        var owner = Completed(_store.OwnAsync(Log, Token));
        _faults.Enqueue(StoreFault.Slow(TimeSpan.FromSeconds(3)));
        var slow = Commit(owner, 1);
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.False(slow.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(slow.IsCompletedSuccessfully);

        _faults.Enqueue(StoreFault.Slow(TimeSpan.FromSeconds(3)));
        slow = Commit(owner, 2);
        _store.EndSession(Log);
        _time.Advance(TimeSpan.FromSeconds(3));
        await Assert.ThrowsAsync<OwnershipLostException>(() => slow);
        Assert.Equal(1, Completed(_store.OwnAsync(Log, Token)).Head);
    }

    [Fact]
    public async Task A_store_that_refuses_is_unavailable_for_owners_readers_and_views()
    {
        for (var i = 0; i < 4; i++) _faults.Enqueue(StoreFault.Refused);

        await Assert.ThrowsAsync<StoreUnavailableException>(() => _store.OwnAsync(Log, Token));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => Sample.AllAsync(_store, Log, Token));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => _views.PositionAsync("set", Token));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => _views.WriteAsync("set", 0, 1, [], Token));
        Assert.Equal(0, await _views.PositionAsync("set", Token));
    }

    [Fact]
    public async Task A_write_to_views_whose_answer_is_lost_shows_in_the_position()
    {
        _faults.Enqueue(StoreFault.AnswerLost);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => _views.WriteAsync("set", 0, 7, [], Token));

        Assert.Equal(7, await _views.PositionAsync("set", Token));
    }

    private static TResult Completed<TResult>(Task<TResult> call)
    {
        Assert.True(call.IsCompletedSuccessfully, "the call did not complete at once");
        return call.Result;
    }

    private static Task Commit(IOwnedLog owner, long position) =>
        owner.CommitAsync([Sample.Event(owner, Log, position, "thing", position)], Sample.NoPositions, Token);
}
