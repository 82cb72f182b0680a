using Hcos.Kernel.Stores;

namespace Hcos.Kernel.Conformance.Views;

public abstract partial class ViewStoreConformance<TFixture>
{
    [Fact]
    public async Task A_set_that_is_filled_at_once_equals_one_that_was_written_bit_by_bit()
    {
        await WriteAsync("bit by bit", 0, 2, Row("a", 1, """{"n":1}"""), Row("b", 2, "{}"));
        await WriteAsync("bit by bit", 2, 5, Row("a", 4, """{"n":2}"""), Row("b", 5, null));
        await _store.FillAsync("at once", Versions(
            new("servers", "a", 4, null, """{"n":2}"""),
            new("servers", "b", 2, 5, "{}"),
            new("servers", "a", 1, 4, """{"n":1}""")), () => 5, Token);

        Assert.Equal(5, await _store.PositionAsync("at once", Token));
        foreach (var at in new long[] { 1, 2, 3, 4, 5 })
        {
            Assert.Equal(
                await _store.HashAtAsync("bit by bit", at, Token), await _store.HashAtAsync("at once", at, Token));
        }

        await WriteAsync("at once", 5, 6, Row("a", 6, """{"n":3}"""));
        var history = await _store.HistoryAsync("at once", "servers", "a", 9, Token);
        Assert.Equal([1L, 4L, 6L], history.Select(version => version.From));
    }

    [Fact]
    public async Task A_set_that_stands_somewhere_is_not_filled()
    {
        await WriteAsync("full", 0, 3, Row("a", 1, "{}"));
        await Assert.ThrowsAsync<ViewConflictException>(() => _store.FillAsync(
            "full", Versions(new ViewVersion("servers", "b", 1, null, "{}")), () => 9, Token));
        Assert.Equal(3, await _store.PositionAsync("full", Token));
        Assert.Empty(await _store.HistoryAsync("full", "servers", "b", 9, Token));
    }

    private static async IAsyncEnumerable<ViewVersion> Versions(params ViewVersion[] versions)
    {
        foreach (var version in versions)
        {
            await Task.Yield();
            yield return version;
        }
    }
}
