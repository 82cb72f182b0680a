using System.Text.Json;
using Hcos.Kernel.Messages;
using Hcos.Kernel.Stores;
using Hcos.Usl.Journal;

namespace Hcos.Usl.Views;

/// <summary>
/// Folds journal entries into rows. Remembers the present rows (traces excepted), so that folding needs no reading.
/// </summary>
internal sealed class ViewFold : IRows
{
    private readonly MessageCatalog _catalog;
    private readonly Dictionary<(string View, string Key), object> _rows = [];
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
    }

    /// <summary>The views whose rows are remembered.</summary>
    public IEnumerable<string> Views => _parts.Select(part => part.View);

    /// <summary>Takes in a row that was stored before.</summary>
    public void Load(string view, string key, string json)
    {
        var part = _parts.Find(candidate => candidate.View == view)!;
        _rows[(view, key)] = JsonSerializer.Deserialize(json, part.Type, _catalog.Json)!;
    }

    /// <summary>Adds the rows that an entry changes; when a projection throws, those of the ones before it.</summary>
    public void Apply(JournalEntry entry, List<ViewChange> changes)
    {
        foreach (var part in _parts) part.Apply(entry, changes);
        if (TraceRows.Of(entry, _catalog) is { } trace)
        {
            var json = JsonSerializer.Serialize(trace, _catalog.Json);
            changes.Add(new ViewChange(ViewNames.Traces, TraceRows.KeyOf(entry), entry.Position, json));
        }
    }

    /// <inheritdoc/>
    public TView? Get<TView>(string view, string key) where TView : class =>
        _rows.TryGetValue((view, key), out var row) ? (TView)row : null;

    /// <inheritdoc/>
    public IReadOnlyList<KeyValuePair<string, TView>> All<TView>(string view) where TView : class =>
    [
        .. _rows.Where(pair => pair.Key.View == view)
            .Select(pair => KeyValuePair.Create(pair.Key.Key, (TView)pair.Value))
            .OrderBy(pair => pair.Key, StringComparer.Ordinal),
    ];

    private void Add<TProjection, TView>() where TProjection : IProjection<TView> where TView : class =>
        _parts.Add(new Part(TProjection.View, typeof(TView), Fold<TProjection, TView>));

    private void Fold<TProjection, TView>(JournalEntry entry, List<ViewChange> changes)
        where TProjection : IProjection<TView> where TView : class
    {
        foreach (var key in TProjection.Keys(entry, this))
        {
            var before = Get<TView>(TProjection.View, key);
            var after = TProjection.Apply(before, entry, this);
            if (ReferenceEquals(before, after)) continue;
            if (after is null) _rows.Remove((TProjection.View, key));
            else _rows[(TProjection.View, key)] = after;
            var json = after is null ? null : JsonSerializer.Serialize(after, _catalog.Json);
            changes.Add(new ViewChange(TProjection.View, key, entry.Position, json));
        }
    }

    private sealed record Part(string View, Type Type, Action<JournalEntry, List<ViewChange>> Apply);
}
