using Hcos.Kernel.Messages;

namespace Hcos.Kernel.Conformance.Events;

public abstract partial class EventStoreConformance<TFixture>
{
    [Fact]
    public async Task What_is_committed_is_read_back_equal_and_in_order()
    {
        await using var owner = await OwnAsync("equal");
        var written = Sample.After(owner, "equal", 0, 30);
        await owner.CommitAsync([.. written.Take(7)], Sample.NoPositions, Token);
        await owner.CommitAsync([.. written.Skip(7)], Sample.NoPositions, Token);

        Assert.Equal(written, await AllAsync("equal"));
    }

    [Fact]
    public async Task Times_are_kept_in_utc_and_whole_microseconds()
    {
        await using var owner = await OwnAsync("times");
        var odd = new DateTimeOffset(2026, 7, 1, 10, 0, 0, TimeSpan.FromHours(2)).AddTicks(12_345_678);
        var written = Sample.Event(owner, "times", 1, "thing-1", 1) with { Time = odd, SettlesUntil = odd };
        await CommitAsync(owner, written);

        var read = Assert.Single(await AllAsync("times"));
        Assert.Equal(written with { Time = LogTime.Truncate(odd), SettlesUntil = LogTime.Truncate(odd) }, read);
        Assert.Equal(TimeSpan.Zero, read.Time.Offset);
        Assert.Equal(0, read.Time.Ticks % TimeSpan.TicksPerMicrosecond);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(5)]
    public async Task A_commit_elsewhere_than_at_the_head_writes_nothing_and_ends_the_ownership(long after)
    {
        var log = $"elsewhere{after}";
        await using var owner = await OwnAsync(log);
        await owner.CommitAsync(Sample.After(owner, log, 0, 3), Sample.NoPositions, Token);

        await LostAsync(() => CommitAsync(owner, Sample.Event(owner, log, after + 1, "late-1", 1)));
        await LostAsync(() => CommitAsync(owner, Sample.Event(owner, log, 4, "late-2", 1)));
        Assert.Equal(3, (await AllAsync(log)).Count);
    }

    [Fact]
    public async Task Positions_with_a_gap_are_refused_before_anything_is_written()
    {
        await using var owner = await OwnAsync("gap");
        var first = Sample.Event(owner, "gap", 1, "thing-1", 1);
        await Assert.ThrowsAsync<ArgumentException>(
            () => CommitAsync(owner, first, Sample.Event(owner, "gap", 3, "thing-1", 2)));
        await CommitAsync(owner, first);

        Assert.Equal([first], await AllAsync("gap"));
    }

    [Fact]
    public async Task A_name_with_a_NUL_is_refused_before_anything_is_written()
    {
        await using var owner = await OwnAsync("nul");
        var good = Sample.Event(owner, "nul", 1, "thing-1", 1);
        await Assert.ThrowsAsync<ArgumentException>(() => CommitAsync(owner, good with { Stream = "a\0b" }));
        await Assert.ThrowsAsync<ArgumentException>(
            () => CommitAsync(owner, good with { Context = good.Context with { Principal = "a\0b" } }));
        await CommitAsync(owner, good);

        Assert.Equal([good], await AllAsync("nul"));
    }

    [Fact]
    public async Task A_version_of_a_stream_exists_once_and_its_double_takes_the_whole_commit_with_it()
    {
        await using var owner = await OwnAsync("versions");
        await CommitAsync(
            owner, Sample.Event(owner, "versions", 1, "a", 1), Sample.Event(owner, "versions", 2, "b", 1));
        var moved = new Dictionary<string, long> { ["other"] = 99 };
        await LostAsync(() => owner.CommitAsync(
            [
                Sample.Event(owner, "versions", 3, "c", 1),
                Sample.Event(owner, "versions", 4, "a", 1),
                Sample.Event(owner, "versions", 5, "d", 1),
            ],
            moved,
            Token));

        Assert.Equal([1L, 2], (await AllAsync("versions")).Select(e => e.Position));
        await using var next = await OwnAsync("versions");
        Assert.Equal(2, next.Head);
        Assert.Empty(next.Positions);
    }

    [Fact]
    public async Task A_version_doubled_inside_one_commit_writes_nothing()
    {
        await using var owner = await OwnAsync("doubled");
        await LostAsync(() => CommitAsync(
            owner, Sample.Event(owner, "doubled", 1, "a", 1), Sample.Event(owner, "doubled", 2, "a", 1)));

        Assert.Empty(await AllAsync("doubled"));
    }

    [Fact]
    public async Task Positions_of_consumed_logs_are_committed_with_the_events_and_alone()
    {
        await using (var owner = await OwnAsync("positions"))
        {
            Assert.Empty(owner.Positions);
            await owner.CommitAsync(
                Sample.After(owner, "positions", 0, 2),
                new Dictionary<string, long> { ["cie"] = 5, ["ci2"] = 1 },
                Token);
            await owner.CommitAsync([], new Dictionary<string, long> { ["cie"] = 6, ["arml"] = 3 }, Token);
            await CommitAsync(owner, Sample.Event(owner, "positions", 3, "after", 1));
        }

        await using var next = await OwnAsync("positions");
        Assert.Equal(3, next.Head);
        Assert.Equal(
            [new("arml", 3), new("ci2", 1), new("cie", 6)],
            next.Positions.OrderBy(p => p.Key, StringComparer.Ordinal));
    }

    [Fact]
    public async Task Ten_thousand_events_are_one_commit()
    {
        await using var owner = await OwnAsync("many");
        var written = Sample.After(owner, "many", 0, 10_000);
        await owner.CommitAsync(written, Sample.NoPositions, Token);

        Assert.Equal(written, await AllAsync("many"));
    }

    [Fact]
    public async Task Large_and_foreign_text_is_kept_to_the_last_character()
    {
        string[] texts =
        [
            new('x', 4_000_000), "", "\0\u0001\u001f\"\\/", "a\r\n\tb\u2028c", "'; drop table events;--",
            "Größe 漢字 العربية ก็ 👩‍👩‍👧 \U0010FFFF",
        ];
        await using var owner = await OwnAsync("texts");
        var written = texts.Select((text, i) =>
            Sample.Event(owner, "texts", i + 1, $"größe-漢-👩-{i}", 1) with { Body = new Noted(text, i) }).ToList();
        await owner.CommitAsync(written, Sample.NoPositions, Token);

        Assert.Equal(written, await AllAsync("texts"));
        Assert.Equal(
            [written[3]], await _store.ReadStreamAsync("texts", "größe-漢-👩-3", 1, 10, Token).ToListAsync(Token));
    }

    [Fact]
    public async Task A_commit_that_was_cancelled_before_it_began_does_not_happen_and_costs_nothing()
    {
        await using var owner = await OwnAsync("cancelled");
        var one = Sample.Event(owner, "cancelled", 1, "thing-1", 1);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => owner.CommitAsync([one], Sample.NoPositions, new CancellationToken(true)));
        Assert.Empty(await AllAsync("cancelled"));

        await CommitAsync(owner, one);
        Assert.Equal([one], await AllAsync("cancelled"));
    }
}
