using System.Collections.Immutable;
using Hcos.Kernel.Stores;

namespace Hcos.Usl.Views;

/// <summary>
/// The views as they stand now, in memory: what is read most is read without the store, and never later than it could
/// be. Immutable, so that every reader sees one moment. Operations that ended long ago are only in the store.
/// </summary>
internal sealed class PresentRows : IRowReader
{
    private readonly ImmutableSortedDictionary<string, PresentView> _views;
    private readonly RowFields _fields;
    private readonly RowJson _json;
    private readonly IRowReader _stored;

    private PresentRows(
        long position,
        ImmutableSortedDictionary<string, PresentView> views,
        RowFields fields,
        RowJson json,
        IRowReader stored)
    {
        Position = position;
        _views = views;
        _fields = fields;
        _json = json;
        _stored = stored;
    }

    /// <inheritdoc/>
    public long Position { get; }

    /// <summary>No rows at all.</summary>
    /// <param name="json">Writes rows.</param>
    /// <param name="stored">Where the rows are that are not kept here.</param>
    public static PresentRows Empty(RowJson json, IRowReader stored) => new(
        -1,
        ImmutableSortedDictionary.Create<string, PresentView>(StringComparer.Ordinal),
        new RowFields(json),
        json,
        stored);

    /// <summary>With the rows that changed, as of a position.</summary>
    /// <param name="position">The position.</param>
    /// <param name="changed">The rows' new values, in order; null for what is no longer there.</param>
    public PresentRows With(long position, IEnumerable<(string View, string Key, object? Value)> changed)
    {
        var views = _views;
        foreach (var group in changed.GroupBy(change => change.View, StringComparer.Ordinal))
        {
            var rows = group.Select(
                change => (change.Key, change.Value is { } row ? new PresentRow(change.Key, row, _json) : null));
            views = views.SetItem(group.Key, ViewOf(views, group.Key).With(rows, _fields));
        }

        return new PresentRows(position, views, _fields, _json, _stored);
    }

    /// <summary>A row; null when it is not here.</summary>
    public PresentRow? Get(string view, string key) => ViewOf(_views, view).Get(key);

    /// <inheritdoc/>
    public ValueTask<PresentRow?> GetAsync(string view, string key, CancellationToken cancellationToken)
    {
        var row = Get(view, key);
        return row is null && view == ViewNames.Operations
            ? _stored.GetAsync(view, key, cancellationToken)
            : ValueTask.FromResult(row);
    }

    /// <inheritdoc/>
    public ValueTask<RowPage> ListAsync(string view, ViewQuery query, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Page(view, query));

    /// <summary>A page of the rows that are here.</summary>
    public RowPage Page(string view, ViewQuery query)
    {
        var rows = ViewOf(_views, view).Where(query.Equal, query.After).Take(query.Limit + 1).ToList();
        if (rows.Count <= query.Limit) return new RowPage(rows, null);
        rows.RemoveAt(query.Limit);
        return new RowPage(rows, rows[^1].Key);
    }

    private static PresentView ViewOf(ImmutableSortedDictionary<string, PresentView> views, string name) =>
        views.GetValueOrDefault(name, PresentView.Empty);
}
