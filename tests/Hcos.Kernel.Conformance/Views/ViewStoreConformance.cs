using System.Text.Json.Nodes;
using Hcos.Kernel.Stores;

namespace Hcos.Kernel.Conformance.Views;

/// <summary>What every view store promises.</summary>
/// <typeparam name="TFixture">Gives the store.</typeparam>
public abstract partial class ViewStoreConformance<TFixture>(TFixture fixture) : IClassFixture<TFixture>
    where TFixture : class, IViewStoreFixture
{
    private const string View = "servers";
    private readonly IViewStore _store = fixture.Store;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static ViewChange Row(string key, long from, string? value) => new(View, key, from, value);

    private static string Text(ViewRow? row) => row is null ? "none" : row.Value.ToJsonString();

    private Task WriteAsync(string set, long expected, long position, params ViewChange[] changes) =>
        _store.WriteAsync(set, expected, position, changes, Token);

    private Task<ViewRow?> GetAsync(string set, string key, long? at = null) =>
        _store.GetAsync(set, View, key, at, Token);

    private Task<ViewPage> ListAsync(string set, ViewQuery query) => _store.ListAsync(set, View, query, Token);

    private async Task<string> KeysAsync(string set, ViewQuery query) =>
        string.Join(' ', (await ListAsync(set, query)).Rows.Select(r => r.Key));

    private static void Same(ViewRow expected, ViewRow? actual)
    {
        Assert.NotNull(actual);
        Assert.Equal((expected.Key, expected.From, expected.To), (actual.Key, actual.From, actual.To));
        Assert.True(JsonNode.DeepEquals(expected.Value, actual.Value), Text(actual));
    }
}
