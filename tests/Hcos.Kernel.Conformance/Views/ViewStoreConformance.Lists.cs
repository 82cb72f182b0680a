using Hcos.Kernel.Stores;

namespace Hcos.Kernel.Conformance.Views;

public abstract partial class ViewStoreConformance<TFixture>
{
    private const string Odd = """
        {"status":{"state":"run'ning","n":1.50,"ok":true,"none":null,"list":["x"]},"name":"größe 漢"}
        """;

    [Theory]
    [InlineData("status.state", "run'ning", true)]
    [InlineData("status.state", "running", false)]
    [InlineData("status.n", "1.50", true)]
    [InlineData("status.n", "1.5", false)]
    [InlineData("status.ok", "true", true)]
    [InlineData("status.none", "null", false)]
    [InlineData("status.none", "", false)]
    [InlineData("status.list", "[\"x\"]", false)]
    [InlineData("status", "{}", false)]
    [InlineData("status.absent.deeper", "x", false)]
    [InlineData("name", "größe 漢", true)]
    [InlineData("name' or true --", "x", false)]
    [InlineData("name.deeper", "größe 漢", false)]
    public async Task A_filter_compares_the_text_of_a_scalar_field(string field, string wanted, bool found)
    {
        var set = $"filter {field} {wanted}";
        await WriteAsync(set, 0, 1, Row("a", 1, Odd), Row("b", 1, """{"status":7}"""));

        Assert.Equal(found ? "a" : "", await KeysAsync(set, new ViewQuery { Equal = [new(field, wanted)] }));
    }

    [Fact]
    public async Task All_filters_must_hold_now_or_as_of_a_position()
    {
        await WriteAsync(
            "all",
            0,
            1,
            Row("a", 1, """{"x":"1","y":"1"}"""),
            Row("b", 1, """{"x":"1","y":"2"}"""),
            Row("c", 1, """{"y":"2"}"""));
        await WriteAsync("all", 1, 2, Row("a", 2, """{"x":"1","y":"2"}"""), Row("b", 2, null));
        var both = new ViewQuery { Equal = [new("x", "1"), new("y", "2")] };

        Assert.Equal("a", await KeysAsync("all", both));
        Assert.Equal("b", await KeysAsync("all", both with { At = 1 }));
        Assert.Equal("a b c", await KeysAsync("all", new ViewQuery { At = 1 }));
        Assert.Equal("", await KeysAsync("all", new ViewQuery { At = 0 }));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a..b")]
    [InlineData("list.0")]
    [InlineData("list.-1")]
    public async Task A_path_through_a_list_or_without_a_name_is_refused(string field) =>
        await Assert.ThrowsAsync<ArgumentException>(
            () => ListAsync("paths", new ViewQuery { Equal = [new(field, "x")] }));

    [Fact]
    public async Task Escapes_that_are_no_text_are_replaced_and_spoil_no_query()
    {
        await WriteAsync("escapes", 0, 1, Row("a", 1, """{"t":"x\u0000\uD800y\\u0000","e":"\uD83D\uDE00"}"""));

        var row = await GetAsync("escapes", "a");
        Assert.Equal("x\uFFFD\uFFFDy\\u0000", row!.Value["t"]!.GetValue<string>());
        Assert.Equal("a", await KeysAsync("escapes", new ViewQuery { Equal = [new("t", "x\uFFFD\uFFFDy\\u0000")] }));
        Assert.Equal("a", await KeysAsync("escapes", new ViewQuery { Equal = [new("e", "😀")] }));
    }

    [Fact]
    public async Task Pages_follow_the_order_of_keys_and_end()
    {
        string[] keys = ["B", "a", "a-1", "a.1", "a1", "b", "z", "ä", "漢", "\uE000", "😀"];
        await WriteAsync("order", 0, 1, [.. keys.Reverse().Select(k => Row(k, 1, "{}"))]);

        var found = new List<string>();
        var query = new ViewQuery { Limit = 2 };
        for (var pages = 1; ; pages++)
        {
            var page = await ListAsync("order", query);
            found.AddRange(page.Rows.Select(r => r.Key));
            Assert.Equal(1, page.Position);
            if (page.Next is null)
            {
                Assert.Equal((keys.Length + 1) / 2, pages);
                break;
            }

            query = query with { After = page.Next };
        }

        Assert.Equal(keys, found);
        Assert.Null((await ListAsync("order", new ViewQuery { Limit = keys.Length })).Next);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => ListAsync("order", new ViewQuery { Limit = 0 }));
    }

    [Fact]
    public async Task Pages_as_of_a_position_stay_the_same_whatever_happens_meanwhile()
    {
        await WriteAsync("stable", 0, 1, [.. "abcdef".Select(c => Row(c.ToString(), 1, """{"v":1}"""))]);
        var first = await ListAsync("stable", new ViewQuery { At = 1, Limit = 3 });
        await WriteAsync(
            "stable", 1, 2, Row("a", 2, null), Row("bb", 2, "{}"), Row("d", 2, null), Row("e", 2, """{"v":2}"""));
        var second = await ListAsync("stable", new ViewQuery { At = 1, Limit = 3, After = first.Next });

        Assert.Equal("a b c d e f", string.Join(' ', first.Rows.Concat(second.Rows).Select(r => r.Key)));
        Assert.All(second.Rows, row => Assert.Equal("""{"v":1}""", Text(row)));
        Assert.Equal((1L, 1L), (first.Position, second.Position));
        Assert.Null(second.Next);
        Assert.Equal("b bb c e f", await KeysAsync("stable", new ViewQuery()));
    }

    [Fact]
    public async Task A_page_tells_the_position_that_it_is_true_for()
    {
        await WriteAsync("told", 0, 12, Row("a", 3, "{}"));

        Assert.Equal(12, (await ListAsync("told", new ViewQuery())).Position);
        Assert.Equal(5, (await ListAsync("told", new ViewQuery { At = 5 })).Position);
        Assert.Equal(12, (await ListAsync("told", new ViewQuery { At = 99 })).Position);
        Assert.Equal(12, (await _store.ListAsync("told", "other", new ViewQuery(), Token)).Position);
    }

    [Fact]
    public async Task Views_and_sets_are_apart()
    {
        await _store.WriteAsync(
            "apart 1", 0, 1, [new("x", "k", 1, """{"n":1}"""), new("y", "k", 1, """{"n":2}""")], Token);
        await _store.WriteAsync("apart 2", 0, 1, [new("x", "k", 1, """{"n":3}""")], Token);
        await _store.DropAsync("apart 2", Token);

        Assert.Equal("""{"n":1}""", Text(await _store.GetAsync("apart 1", "x", "k", null, Token)));
        Assert.Equal("""{"n":2}""", Text(await _store.GetAsync("apart 1", "y", "k", null, Token)));
        Assert.Null(await _store.GetAsync("apart 2", "x", "k", null, Token));
        Assert.Equal(0, await _store.PositionAsync("apart 2", Token));
    }
}
