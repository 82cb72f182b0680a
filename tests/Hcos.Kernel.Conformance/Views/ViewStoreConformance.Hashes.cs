using Hcos.Kernel.Stores;

namespace Hcos.Kernel.Conformance.Views;

public abstract partial class ViewStoreConformance<TFixture>
{
    /// <summary>The same for every store: it was computed once and must not move.</summary>
    private const string Golden = "c32e742974cff53906407daad174adae68a85c8f9175d5ef89a0297c025b9caa";

    [Fact]
    public async Task The_hash_of_equal_contents_is_the_same_in_every_store()
    {
        await FillAsync("golden");

        Assert.Equal(Golden, await _store.HashAsync("golden", Token));
    }

    [Fact]
    public async Task A_set_that_is_dropped_and_rebuilt_has_the_same_hash_whatever_way_it_came()
    {
        await FillAsync("rebuilt");
        var live = await _store.HashAsync("rebuilt", Token);
        await _store.DropAsync("rebuilt", Token);
        Assert.Equal(0, await _store.PositionAsync("rebuilt", Token));
        Assert.Empty(await _store.HistoryAsync("rebuilt", View, "a", 10, Token));

        await WriteAsync(
            "rebuilt",
            0,
            4,
            Row("ä", 4, """{"y":{"b":2,"a":"<1>"},"x":[1,{"d":1,"c":2.0}]}"""),
            Row("😀", 2, "{}"));
        await _store.WriteAsync("rebuilt", 4, 4, [new("zones", "\uE000", 4, """{"n":null}""")], Token);
        Assert.Equal(live, await _store.HashAsync("rebuilt", Token));
    }

    [Fact]
    public async Task Every_difference_changes_the_hash()
    {
        var hashes = new HashSet<string>();
        var set = 0;
        foreach (var (position, row) in new (long, ViewChange)[]
        {
            (5, Row("a", 5, """{"n":1}""")), (5, Row("a", 5, """{"n":2}""")), (5, Row("a", 4, """{"n":1}""")),
            (5, Row("b", 5, """{"n":1}""")), (6, Row("a", 5, """{"n":1}""")), (5, Row("a", 5, """{"n":"1"}""")),
            (5, new ViewChange("other", "a", 5, """{"n":1}""")), (5, Row("a", 5, null)),
            (5, Row("a", 5, """{"n":1.0}""")),
        })
        {
            var name = $"difference {set++}";
            await WriteAsync(name, 0, position, row);
            Assert.True(hashes.Add(await _store.HashAsync(name, Token)), name);
        }
    }

    [Fact]
    public async Task The_hash_as_of_a_position_is_the_one_the_set_had_there()
    {
        await WriteAsync("then", 0, 2, Row("a", 1, """{"n":1}"""), Row("b", 2, "{}"));
        var then = await _store.HashAsync("then", Token);
        await WriteAsync("then", 2, 3, Row("a", 3, """{"n":2}"""), Row("b", 3, null), Row("c", 3, "{}"));

        Assert.Equal(then, await _store.HashAtAsync("then", 2, Token));
        Assert.Equal(await _store.HashAsync("then", Token), await _store.HashAtAsync("then", 3, Token));
        Assert.NotEqual(then, await _store.HashAtAsync("then", 3, Token));
    }

    [Fact]
    public async Task All_sets_that_are_kept_can_be_told()
    {
        await WriteAsync("listed b", 0, 1, Row("a", 1, "{}"));
        await WriteAsync("listed a", 0, 1);
        await WriteAsync("listed c", 0, 1);
        await _store.DropAsync("listed c", Token);
        Assert.Equal(
            ["listed a", "listed b"],
            (await _store.SetsAsync(Token)).Where(set => set.StartsWith("listed", StringComparison.Ordinal)));
    }

    private async Task FillAsync(string set)
    {
        await WriteAsync(set, 0, 2, Row("a", 1, """{"n":1}"""), Row("😀", 2, "{}"), Row("ä", 2, """{"n":2}"""));
        await WriteAsync(
            set,
            2,
            4,
            Row("a", 3, null),
            Row("ä", 4, """{ "x": [1, {"c":2.0,"d":1}], "y": {"a":"\u003c1>","b":2} }"""));
        await _store.WriteAsync(set, 4, 4, [new("zones", "\uE000", 4, """{"n":null}""")], Token);
    }
}
