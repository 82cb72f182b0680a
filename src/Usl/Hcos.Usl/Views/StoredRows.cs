using Hcos.Kernel.Stores;

namespace Hcos.Usl.Views;

/// <summary>The views as the store has them, as of a position; null for the latest that is stored.</summary>
internal sealed class StoredRows(IViewStore views, RowJson json, long? at) : IRowReader
{
    public long Position => at ?? 0;

    public async ValueTask<PresentRow?> GetAsync(string view, string key, CancellationToken cancellationToken)
    {
        var row = await views.GetAsync(ViewNames.Set, view, key, at, cancellationToken).ConfigureAwait(false);
        return row is null ? null : Read(view, row);
    }

    public async ValueTask<RowPage> ListAsync(string view, ViewQuery query, CancellationToken cancellationToken)
    {
        var page = await views
            .ListAsync(ViewNames.Set, view, query with { At = at }, cancellationToken).ConfigureAwait(false);
        return new RowPage([.. page.Rows.Select(row => Read(view, row))], page.Next);
    }

    private PresentRow Read(string view, ViewRow row) =>
        new(row.Key, json.Read(row.Value, ViewNames.RowOf(view)), json);
}
