using System.Text.Json;
using Hcos.Kernel.Messages;
using Hcos.Kernel.Stores;
using Hcos.Usl.Journal;
using Microsoft.Extensions.Logging;

namespace Hcos.Usl.Views;

/// <summary>
/// Folds journal entries into rows. Remembers the present rows (traces excepted), so that folding needs no reading.
/// </summary>
internal sealed class ViewFold : IRows
{
    private readonly MessageCatalog _catalog;
    private readonly Dictionary<string, SortedDictionary<string, object>> _rows = new(StringComparer.Ordinal);
    private readonly List<(string View, string Key)> _forgotten = [];
    private readonly List<Part> _parts = [];

    public ViewFold(MessageCatalog catalog)
    {
        _catalog = catalog;
        // What others look things up in comes first.
        Add<BindingProjection, BindingView>();
        Add<EnvironmentProjection, EnvironmentView>();
        Add<ResourceProjection, ResourceView>();
        Add<ServerProjection, ServerView>();
        Add<SystemProjection, SystemView>();
        Add<OperationProjection, OperationView>();
        Add<PlacementProjection, PlacementView>();
        Add<CredentialProjection, CredentialView>();
        Add<PrincipalProjection, PrincipalView>();
        Add<StreamProjection, StreamView>();
        Add<OrphanProjection, OrphanView>();
        Add<AdoptionProjection, AdoptionView>();
        Add<SeriesProjection, SeriesView>();
        Add<ReapProjection, ReapView>();
    }

    /// <summary>The views whose rows are remembered.</summary>
    public IEnumerable<string> Views => _parts.Select(part => part.View);

    /// <summary>Takes in a row that was stored before.</summary>
    public void Load(string view, string key, string json)
    {
        var part = _parts.Find(candidate => candidate.View == view)!;
        Load(view, key, JsonSerializer.Deserialize(json, part.Type, _catalog.Json)!);
    }

    /// <summary>Takes in a row that was kept as it is.</summary>
    public void Load(string view, string key, object row) => _rows[view][key] = row;

    /// <summary>Adds the rows that an entry changes; when a projection throws, those of the ones before it.</summary>
    public void Apply(JournalEntry entry, List<ViewChange> changes)
    {
        Apply(entry, (view, key, row) => changes.Add(new ViewChange(view, key, entry.Position, Write(row))));
        if (TraceRows.Of(entry, _catalog) is not { } trace) return;
        changes.Add(new ViewChange(ViewNames.Traces, TraceRows.KeyOf(entry), entry.Position, Write(trace)));
    }

    /// <summary>Folds an entry into the remembered rows and tells each that changes; null for one that ends.</summary>
    public void Apply(JournalEntry entry, Action<string, string, object?> changed)
    {
        foreach (var part in _parts) part.Apply(entry, changed);
    }

    /// <summary>The same; when a projection throws, that is said, and the views go on without the entry.</summary>
    public void ApplyOrSay(JournalEntry entry, List<ViewChange> changes, ILogger logger)
    {
        try
        {
            Apply(entry, changes);
        }
#pragma warning disable CA1031 // Whatever it is, the other entries are worth as much.
        catch (Exception thrown)
#pragma warning restore CA1031
        {
            Log.ProjectionThrew(logger, entry.Position, thrown);
        }
    }

    /// <summary>A row of any view; null when there is none.</summary>
    public object? Find(string view, string key) => _rows.GetValueOrDefault(view)?.GetValueOrDefault(key);

    /// <summary>Rows are no longer remembered: nothing more happens to them.</summary>
    public void Forget(string view, string key)
    {
        if (_rows.TryGetValue(view, out var rows) && rows.Remove(key)) _forgotten.Add((view, key));
    }

    /// <summary>The remembered rows that changed, as they stand now, and those that were forgotten since.</summary>
    public IReadOnlyList<(string View, string Key, object? Value)> Changed(IEnumerable<ViewChange> changes)
    {
        var forgotten = _forgotten.Select(row => (row.View, row.Key, (object?)null)).ToList();
        _forgotten.Clear();
        return
        [
            .. changes.Where(change => change.View != ViewNames.Traces)
                .Select(change => (change.View, change.Key, Find(change.View, change.Key))),
            .. forgotten,
        ];
    }

    /// <inheritdoc/>
    public TView? Get<TView>(string view, string key) where TView : class =>
        _rows[view].TryGetValue(key, out var row) ? (TView)row : null;

    /// <inheritdoc/>
    public IReadOnlyList<KeyValuePair<string, TView>> All<TView>(string view) where TView : class =>
        [.. _rows[view].Select(pair => KeyValuePair.Create(pair.Key, (TView)pair.Value))];

    private string? Write(object? row) =>
        row is null ? null : JsonSerializer.Serialize(row, row.GetType(), _catalog.Json);

    private void Add<TProjection, TView>() where TProjection : IProjection<TView> where TView : class
    {
        _rows[TProjection.View] = new SortedDictionary<string, object>(StringComparer.Ordinal);
        _parts.Add(new Part(TProjection.View, typeof(TView), Fold<TProjection, TView>));
    }

    private void Fold<TProjection, TView>(JournalEntry entry, Action<string, string, object?> changed)
        where TProjection : IProjection<TView> where TView : class
    {
        foreach (var key in TProjection.Keys(entry, this))
        {
            var before = Get<TView>(TProjection.View, key);
            var after = TProjection.Apply(before, entry, this);
            if (ReferenceEquals(before, after)) continue;
            if (after is null) _rows[TProjection.View].Remove(key);
            else _rows[TProjection.View][key] = after;
            changed(TProjection.View, key, after);
        }
    }

    private sealed record Part(string View, Type Type, Action<JournalEntry, Action<string, string, object?>> Apply);
}
