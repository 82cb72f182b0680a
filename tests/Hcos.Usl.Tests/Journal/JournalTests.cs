using Hcos.Contracts;
using Hcos.Contracts.Bsl;
using Hcos.Contracts.Usl;
using Hcos.Kernel.Messages;
using Hcos.Kernel.Simulated.Stores;
using Hcos.Testing;
using Hcos.Usl.Journal;

namespace Hcos.Usl.Tests.Journal;

public sealed class JournalTests
{
    private static readonly MessageCatalog Catalog =
        new([typeof(OperationAttribute).Assembly], [typeof(UslModule).Assembly]);

    private readonly LayerHarness _usl = new(UslModule.Define(), Catalog);

    [Fact]
    public void Every_public_event_of_every_log_takes_one_place_with_its_origin()
    {
        _usl.Observe("bsl", Deleted("a"), Deleted("b"));
        _usl.Observe("arml", Deleted("c"));
        var journaled = _usl.Of<Journaled>();
        Assert.Equal([("bsl", 1L), ("bsl", 2L), ("arml", 1L)], journaled.Select(j => (j.Event.Log, j.Event.Position)));
        Assert.Equal("b", Assert.IsType<ServerDeleted>(journaled[1].Event.Body).Name);
    }

    [Fact]
    public void An_event_waits_for_its_cause_and_stands_behind_it()
    {
        _usl.Observe("bsl", CausedBy("arml", 1), Deleted("effect"));
        Assert.Empty(_usl.Of<Journaled>());
        _usl.Observe("arml", Deleted("cause"));
        Assert.Equal(["cause", "effect"], Names());
        Assert.All(_usl.Of<Journaled>(), journaled => Assert.False(journaled.IsEarly));
    }

    [Fact]
    public void A_cause_that_does_not_come_in_time_leaves_the_event_marked_early()
    {
        _usl.Observe("bsl", CausedBy("arml", 5), Deleted("effect"));
        _usl.Advance(TimeSpan.FromSeconds(1));
        Assert.Empty(_usl.Of<Journaled>());
        _usl.Advance(TimeSpan.FromSeconds(2));
        Assert.True(Assert.Single(_usl.Of<Journaled>()).IsEarly);
    }

    [Fact]
    public void A_restart_neither_loses_nor_doubles_a_place()
    {
        _usl.Observe("bsl", Deleted("a"));
        _usl.Restart();
        _usl.Observe("bsl", Deleted("b"));
        Assert.Equal(["a", "b"], Names());
    }

    [Fact]
    public void A_bookmark_reads_back_and_a_foreign_one_is_recognised()
    {
        var ours = new Bookmarks(First(1));
        var theirs = new Bookmarks(First(2));
        Assert.Equal(BookmarkReading.Ours, ours.Read(ours.Of(77), out var position));
        Assert.Equal(77, position);
        Assert.Equal(BookmarkReading.Foreign, ours.Read(theirs.Of(77), out _));
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("0123456789.")]
    [InlineData("0123456789.ffffffffffffffff")]
    [InlineData("0123456789.zz")]
    [InlineData("ABCDEFABCD.1")]
    [InlineData("0123456789.1111111111111111111")]
    public void What_is_no_bookmark_is_told_so(string text) =>
        Assert.Equal(BookmarkReading.NotABookmark, new Bookmarks(First(1)).Read(text, out _));

    [Fact]
    public async Task The_feed_reads_the_latest_from_memory_and_what_is_older_from_the_store()
    {
        var store = new SimulatedEventStore(Catalog, NoStoreFaults.Instance, TimeProvider.System);
        var token = TestContext.Current.CancellationToken;
        var feed = new JournalFeed(store, 4);
        await using var log = await store.OwnAsync("usl", token);
        for (var position = 1; position <= 10; position++)
        {
            var recorded = new RecordedEvent(
                "usl",
                position,
                "s",
                position,
                DateTimeOffset.UnixEpoch,
                1,
                MessageContext.First(DerivedId.OfEvent("usl", position)),
                null,
                new OperationRunning(new OperationId(DerivedId.From($"{position}"))));
            await log.CommitAsync([recorded], new Dictionary<string, long>(), token);
            // The seventh is committed without an answer: the feed never hears of it.
            if (position != 7) feed.Append([recorded]);
        }

        var all = await feed.ReadAsync(1, 100, token);
        Assert.Equal(Enumerable.Range(1, 10).Select(i => (long)i), all.Select(e => e.Position));
        Assert.Equal([7L, 8, 9, 10], (await feed.ReadAsync(7, 100, token)).Select(e => e.Position));
        Assert.Equal([9L, 10], (await feed.ReadAsync(9, 100, token)).Select(e => e.Position));
        Assert.Empty(await feed.ReadAsync(11, 100, token));
    }

    private static RecordedEvent First(long microsecond) => new(
        "usl",
        1,
        "kernel",
        1,
        DateTimeOffset.UnixEpoch.AddTicks(microsecond * TimeSpan.TicksPerMicrosecond),
        1,
        MessageContext.First(DerivedId.OfEvent("usl", 1)),
        null,
        new Owned(1));

    private static ServerDeleted Deleted(string name) => new(new ServerId(DerivedId.From(name)), name);

    private static MessageContext CausedBy(string log, long position) =>
        MessageContext.First(DerivedId.From(log, $"{position}")) with { Cause = new Cause(log, position) };

    private IEnumerable<string> Names() => _usl.Of<Journaled>().Select(j => ((ServerDeleted)j.Event.Body).Name);
}
