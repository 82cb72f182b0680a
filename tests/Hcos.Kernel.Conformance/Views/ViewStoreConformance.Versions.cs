using System.Text.Json.Nodes;
using Hcos.Kernel.Stores;

namespace Hcos.Kernel.Conformance.Views;

public abstract partial class ViewStoreConformance<TFixture>
{
    [Fact]
    public async Task A_set_that_was_never_written_is_empty_and_stands_at_0()
    {
        Assert.Equal(0, await _store.PositionAsync("never", Token));
        Assert.Null(await GetAsync("never", "a"));
        Assert.Empty((await ListAsync("never", new ViewQuery())).Rows);
        Assert.Empty(await _store.HistoryAsync("never", View, "a", 10, Token));
        await _store.DropAsync("never", Token);
        Assert.Equal(await _store.HashAsync("never", Token), await _store.HashAsync("never either", Token));
    }

    [Fact]
    public async Task Every_change_is_a_version_and_the_past_stays_readable()
    {
        await WriteAsync("past", 0, 3, Row("a", 2, """{"n":1}"""), Row("b", 3, """{"n":2}"""));
        await WriteAsync("past", 3, 7, Row("a", 5, """{"n":3}"""), Row("b", 7, null));
        await WriteAsync("past", 7, 9, Row("b", 9, """{"n":4}"""));

        Assert.Equal(9, await _store.PositionAsync("past", Token));
        Same(new ViewRow("a", 5, null, new JsonObject { ["n"] = 3 }), await GetAsync("past", "a"));
        Same(new ViewRow("a", 2, 5, new JsonObject { ["n"] = 1 }), await GetAsync("past", "a", 4));
        Same(new ViewRow("a", 5, null, new JsonObject { ["n"] = 3 }), await GetAsync("past", "a", 5));
        Assert.Null(await GetAsync("past", "a", 1));
        Same(new ViewRow("b", 3, 7, new JsonObject { ["n"] = 2 }), await GetAsync("past", "b", 6));
        Assert.Null(await GetAsync("past", "b", 7));
        Assert.Null(await GetAsync("past", "b", 8));
        Same(new ViewRow("b", 9, null, new JsonObject { ["n"] = 4 }), await GetAsync("past", "b", 9));
    }

    [Fact]
    public async Task The_history_of_a_row_is_told_from_the_oldest_up_to_a_limit()
    {
        for (var i = 1; i <= 5; i++) await WriteAsync("history", i - 1, i, Row("a", i, $$"""{"n":{{i}}}"""));
        await WriteAsync("history", 5, 6, Row("a", 6, null));

        var all = await _store.HistoryAsync("history", View, "a", 100, Token);
        Assert.Equal([(1L, 2L), (2, 3), (3, 4), (4, 5), (5, 6)], all.Select(r => (r.From, r.To!.Value)));
        Assert.Equal([1L, 2], (await _store.HistoryAsync("history", View, "a", 2, Token)).Select(r => r.From));
        Assert.Empty(await _store.HistoryAsync("history", "others", "a", 2, Token));
    }

    [Fact]
    public async Task A_row_changed_again_at_the_same_position_is_replaced()
    {
        await WriteAsync("again", 0, 5, Row("a", 4, """{"n":1}"""), Row("b", 5, """{"n":1}"""));
        await WriteAsync("again", 5, 6, Row("a", 6, """{"n":2}"""));
        await WriteAsync("again", 6, 6, Row("a", 6, """{"n":3}"""));
        await WriteAsync("again", 6, 6, Row("b", 6, """{"n":9}"""));
        await WriteAsync("again", 6, 6, Row("b", 6, null));
        Assert.Equal([(4L, 6L), (6, 0)], (await _store.HistoryAsync("again", View, "a", 9, Token)).Select(Bounds));
        Assert.Equal("""{"n":3}""", Text(await GetAsync("again", "a")));
        Assert.Equal("none", Text(await GetAsync("again", "b")));
        Assert.Equal([(5L, 6L)], (await _store.HistoryAsync("again", View, "b", 9, Token)).Select(Bounds));

        await WriteAsync("again", 6, 6, Row("b", 6, """{"n":10}"""));
        Assert.Equal([(5L, 6L), (6, 0)], (await _store.HistoryAsync("again", View, "b", 9, Token)).Select(Bounds));

        static (long From, long To) Bounds(ViewRow row) => (row.From, row.To ?? 0);
    }

    [Fact]
    public async Task A_write_from_another_position_is_refused_and_writes_nothing()
    {
        await Assert.ThrowsAsync<ViewConflictException>(() => WriteAsync("expected", 1, 2, Row("a", 2, "{}")));
        await WriteAsync("expected", 0, 4, Row("a", 4, """{"n":1}"""));
        foreach (var wrong in new long[] { 0, 3, 5 })
        {
            await Assert.ThrowsAsync<ViewConflictException>(
                () => WriteAsync("expected", wrong, 9, Row("a", 9, """{"n":2}"""), Row("b", 9, "{}")));
        }

        Assert.Equal(4, await _store.PositionAsync("expected", Token));
        Assert.Equal("""{"n":1}""", Text(await GetAsync("expected", "a")));
        Assert.Null(await GetAsync("expected", "b"));
    }

    [Fact]
    public async Task Of_two_writers_at_the_same_position_one_succeeds()
    {
        var writes = Enumerable.Range(0, 8).Select(i => Task.Run(
            async () =>
            {
                try
                {
                    await WriteAsync("race", 0, 1, Row($"k{i}", 1, "{}"));
                    return 1;
                }
                catch (ViewConflictException)
                {
                    return 0;
                }
            },
            Token));

        Assert.Equal(1, (await Task.WhenAll(writes)).Sum());
        Assert.Single((await ListAsync("race", new ViewQuery())).Rows);
    }

    [Theory]
    [InlineData("no object", "[1]")]
    [InlineData("no JSON", "{")]
    [InlineData("doubled member", """{"a":1,"a":2}""")]
    public async Task A_value_that_is_no_object_is_refused_with_the_whole_write(string why, string value)
    {
        await Assert.ThrowsAsync<ArgumentException>(
            () => WriteAsync(why, 0, 1, Row("good", 1, "{}"), Row("bad", 1, value)));
        Assert.Equal(0, await _store.PositionAsync(why, Token));
        Assert.Null(await GetAsync(why, "good"));
    }

    [Fact]
    public async Task Rows_that_change_several_times_in_one_write_keep_every_state_as_if_written_one_by_one()
    {
        ViewChange[] before = [Row("a", 1, """{"n":1}"""), Row("b", 1, """{"n":1}"""), Row("c", 1, """{"n":1}""")];
        ViewChange[] changes =
        [
            Row("a", 1, """{"n":2}"""), Row("b", 1, null), Row("c", 2, null), Row("a", 3, """{"n":3}"""),
            Row("d", 3, """{"n":1}"""), Row("d", 3, """{"n":2}"""), Row("c", 4, """{"n":4}"""), Row("a", 5, null),
            Row("b", 6, """{"n":6}"""), Row("d", 7, """{"n":7}"""),
        ];
        await WriteAsync("at-once", 0, 1, before);
        await WriteAsync("at-once", 1, 8, changes);
        await WriteAsync("one-by-one", 0, 1, before);
        foreach (var change in changes)
        {
            var from = await _store.PositionAsync("one-by-one", Token);
            await WriteAsync("one-by-one", from, change.From, change);
        }

        await WriteAsync("one-by-one", 7, 8);
        Assert.Equal(await _store.HashAsync("one-by-one", Token), await _store.HashAsync("at-once", Token));
        foreach (var key in new[] { "a", "b", "c", "d" })
        {
            var expected = await _store.HistoryAsync("one-by-one", View, key, 100, Token);
            var actual = await _store.HistoryAsync("at-once", View, key, 100, Token);
            Assert.Equal(expected.Count, actual.Count);
            for (var version = 0; version < expected.Count; version++) Same(expected[version], actual[version]);
        }
    }

    [Fact]
    public async Task A_change_outside_its_write_or_without_a_name_is_refused()
    {
        await WriteAsync("outside", 0, 5);
        foreach (var bad in new[] { Row("a", 4, "{}"), Row("a", 8, "{}"), Row("", 6, "{}"), Row("a\0b", 6, "{}") })
        {
            await Assert.ThrowsAsync<ArgumentException>(() => WriteAsync("outside", 5, 7, bad));
        }

        await Assert.ThrowsAsync<ArgumentException>(
            () => WriteAsync("outside", 5, 7, Row("a", 7, "{}"), Row("a", 6, "{}")));
        await Assert.ThrowsAsync<ArgumentException>(() => WriteAsync("outside", 5, 4));
        Assert.Equal(5, await _store.PositionAsync("outside", Token));
    }

    [Fact]
    public async Task Ten_thousand_rows_are_one_write()
    {
        var rows = Enumerable.Range(0, 10_000).Select(i => Row($"k{i:d5}", 1, $$"""{"n":{{i}}}""")).ToArray();
        await WriteAsync("many", 0, 1, rows);
        await WriteAsync("many", 1, 2, [.. rows.Select(r => r with { From = 2, Value = """{"n":-1}""" })]);

        Assert.Equal(10_000, (await ListAsync("many", new ViewQuery { Limit = 20_000 })).Rows.Count);
        Assert.Equal("""{"n":4711}""", Text(await GetAsync("many", "k04711", 1)));
        Assert.Equal("""{"n":-1}""", Text(await GetAsync("many", "k04711")));
    }
}
