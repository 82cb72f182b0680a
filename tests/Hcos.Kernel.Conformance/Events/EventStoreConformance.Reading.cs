using Hcos.Kernel.Messages;

namespace Hcos.Kernel.Conformance.Events;

public abstract partial class EventStoreConformance<TFixture>
{
    [Fact]
    public async Task A_log_that_nobody_ever_owned_is_empty()
    {
        Assert.Empty(await AllAsync("never"));
        Assert.Empty(await _store.ReadStreamAsync("never", "thing", 1, 10, Token).ToListAsync(Token));
        Assert.Equal(0, await _store.PositionAtAsync("never", Sample.Start, Token));
    }

    [Theory]
    [InlineData(1, 3, new long[] { 1, 2, 3 })]
    [InlineData(4, 100, new long[] { 4, 5 })]
    [InlineData(-5, 2, new long[] { 1, 2 })]
    [InlineData(6, 10, new long[0])]
    [InlineData(2, 0, new long[0])]
    [InlineData(5, int.MaxValue, new long[] { 5 })]
    public async Task A_log_is_read_from_a_position_up_to_a_limit(long from, int limit, long[] expected)
    {
        var log = $"range{from + 5}x{limit}";
        await using var owner = await OwnAsync(log);
        await owner.CommitAsync(Sample.After(owner, log, 0, 5), Sample.NoPositions, Token);

        Assert.Equal(
            expected, await _store.ReadAsync(log, from, limit, Token).Select(e => e.Position).ToListAsync(Token));
    }

    [Theory]
    [InlineData(1, 10, new long[] { 1, 2, 3 })]
    [InlineData(2, 1, new long[] { 2 })]
    [InlineData(4, 10, new long[0])]
    public async Task A_stream_is_read_alone_from_a_version_up_to_a_limit(long from, int limit, long[] expected)
    {
        var log = $"streams{from}x{limit}";
        await using var owner = await OwnAsync(log);
        var events = Enumerable.Range(0, 6)
            .Select(i => Sample.Event(owner, log, i + 1, i % 2 == 0 ? "even" : "odd", (i / 2) + 1)).ToArray();
        await CommitAsync(owner, events);

        var read = await _store.ReadStreamAsync(log, "odd", from, limit, Token).ToListAsync(Token);
        Assert.Equal(expected, read.Select(e => e.Version));
        Assert.All(read, e => Assert.Equal("odd", e.Stream));
        Assert.Empty(await _store.ReadStreamAsync(log, "od", 1, 10, Token).ToListAsync(Token));
    }

    [Fact]
    public async Task The_position_at_a_time_is_the_last_one_not_after_it()
    {
        await using var owner = await OwnAsync("instants");
        var events = Sample.After(owner, "instants", 0, 4).ToArray();
        events[2] = events[2] with { Time = events[1].Time };
        await CommitAsync(owner, events);

        Assert.Equal(0, await _store.PositionAtAsync("instants", events[0].Time.AddMicroseconds(-1), Token));
        Assert.Equal(1, await _store.PositionAtAsync("instants", events[0].Time, Token));
        Assert.Equal(3, await _store.PositionAtAsync("instants", events[1].Time, Token));
        Assert.Equal(3, await _store.PositionAtAsync("instants", events[3].Time.AddMicroseconds(-1), Token));
        var elsewhere = events[3].Time.ToOffset(TimeSpan.FromHours(5));
        Assert.Equal(4, await _store.PositionAtAsync("instants", elsewhere, Token));
        Assert.Equal(4, await _store.PositionAtAsync("instants", DateTimeOffset.MaxValue, Token));
        Assert.Equal(0, await _store.PositionAtAsync("instants", DateTimeOffset.MinValue, Token));
    }

    [Fact]
    public async Task An_event_whose_name_nobody_here_knows_is_read_as_unknown_with_its_place()
    {
        await using var owner = await OwnAsync("unknown");
        var written = Sample.After(owner, "unknown", 0, 3);
        await owner.CommitAsync(written, Sample.NoPositions, Token);

        var stranger = fixture.Open(new MessageCatalog([], []));
        Assert.Equal(
            written.Select(e => e with { Body = new UnknownMessage("conformance.noted.v1") }),
            await Sample.AllAsync(stranger, "unknown", Token));
    }

    [Fact]
    public async Task Readers_see_whole_commits_only_while_the_owner_commits()
    {
        const int size = 20;
        await using var owner = await OwnAsync("whole");
        var writing = Task.Run(
            async () =>
            {
                for (var i = 0; i < 50; i++)
                {
                    await owner.CommitAsync(Sample.After(owner, "whole", i * size, size), Sample.NoPositions, Token);
                }
            },
            Token);
        var reading = Enumerable.Range(0, 3).Select(_ => Task.Run(() => WatchAsync(writing, size), Token)).ToList();

        await Task.WhenAll([writing, .. reading]);
        Assert.Equal(50 * size, (await AllAsync("whole")).Count);
    }

    private async Task WatchAsync(Task writing, int size)
    {
        var last = 0;
        while (!writing.IsCompleted)
        {
            var seen = await AllAsync("whole");
            Assert.Equal(Enumerable.Range(1, seen.Count).Select(i => (long)i), seen.Select(e => e.Position));
            Assert.Equal(0, seen.Count % size);
            Assert.True(seen.Count >= last, "a committed event went away");
            last = seen.Count;
        }
    }
}
