using System.Text.Json;
using System.Text.Json.Nodes;
using Hcos.Kernel.Stores;

namespace Hcos.Kernel.Simulated.Stores;

/// <summary>One set of views in memory.</summary>
internal sealed class SimulatedViewSet
{
    private readonly SortedDictionary<string, SortedDictionary<string, List<SimulatedVersion>>> _views =
        new(Utf8Order.Instance);

    public long Position { get; private set; }

    public void Write(long position, IReadOnlyList<ViewChange> changes)
    {
        foreach (var change in changes) Apply(VersionsOf(change.View, change.Key), change);
        Position = position;
    }

    public void Fill(ViewVersion version)
    {
        var versions = VersionsOf(version.View, version.Key);
        var place = versions.FindIndex(known => known.From > version.From);
        versions.Insert(place < 0 ? versions.Count : place, new(version.From, version.To, version.Value));
    }

    public ViewRow? Get(string view, string key, long? at) =>
        _views.GetValueOrDefault(view)?.GetValueOrDefault(key)?.Find(v => v.Holds(at))?.Row(key);

    public ViewPage List(string view, ViewQuery query)
    {
        var filters = query.Equal.Select(f => (Path: ViewRules.Path(f.Key), f.Value)).ToList();
        var rows = (_views.GetValueOrDefault(view) ?? [])
            .SkipWhile(r => Utf8Order.Instance.Compare(r.Key, query.After ?? "") <= 0)
            .Select(r => (r.Key, Version: r.Value.Find(v => v.Holds(query.At))))
            .Where(r => r.Version?.Matches(filters) == true)
            .Take(query.Limit + 1)
            .Select(r => r.Version!.Row(r.Key))
            .ToList();
        var more = rows.Count > query.Limit;
        if (more) rows.RemoveAt(query.Limit);
        return new ViewPage(rows, more ? rows[^1].Key : null, Math.Min(query.At ?? Position, Position));
    }

    public IReadOnlyList<ViewRow> History(string view, string key, int limit) =>
        [.. (_views.GetValueOrDefault(view)?.GetValueOrDefault(key) ?? []).Take(limit).Select(v => v.Row(key))];

    public string Hash(long? at)
    {
        using var hash = new ViewHash(at ?? Position);
        foreach (var (view, rows) in _views)
        {
            foreach (var (key, versions) in rows)
            {
                if (versions.Find(v => v.Holds(at)) is { } now) hash.Add(view, key, now.From, now.Value);
            }
        }

        return hash.Finish();
    }

    private static void Apply(List<SimulatedVersion> versions, ViewChange change)
    {
        if (versions is [.., { To: null } last])
        {
            versions.RemoveAt(versions.Count - 1);
            if (last.From < change.From) versions.Add(last with { To = change.From });
        }

        if (change.Value is not null) versions.Add(new SimulatedVersion(change.From, null, change.Value));
    }

    private List<SimulatedVersion> VersionsOf(string view, string key)
    {
        if (!_views.TryGetValue(view, out var rows)) _views[view] = rows = new(Utf8Order.Instance);
        if (!rows.TryGetValue(key, out var versions)) rows[key] = versions = [];
        return versions;
    }
}

/// <summary>A version of a row; its value is kept as text, as the real store keeps it.</summary>
internal sealed record SimulatedVersion(long From, long? To, string Value)
{
    public bool Holds(long? at) => at is { } then ? From <= then && !(To <= then) : To is null;

    public ViewRow Row(string key) => new(key, From, To, JsonNode.Parse(Value)!.AsObject());

    public bool Matches(List<(string[] Path, string Value)> filters)
    {
        if (filters.Count == 0) return true;
        using var document = JsonDocument.Parse(Value);
        return filters.TrueForAll(f => ViewRules.TextOf(document.RootElement, f.Path) == f.Value);
    }
}
