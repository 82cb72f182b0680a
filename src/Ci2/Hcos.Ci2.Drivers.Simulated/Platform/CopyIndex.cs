using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Simulated.Platform;

/// <summary>
/// Which servers carry the mark of which resource, and what each is called. Where the platform gives ids, of several
/// with one mark the oldest that is whole is the server and goes by the resource id, the others go by their own.
/// </summary>
internal sealed class CopyIndex(PlatformState state)
{
    private readonly Dictionary<string, SortedDictionary<long, string>> _marked = new(StringComparer.Ordinal);

    /// <summary>All that carry a mark, the oldest first.</summary>
    public IReadOnlyList<ServerRecord> Of(string mark) =>
        _marked.GetValueOrDefault(mark) is { } ids ? [.. ids.Values.Select(id => state.Servers[id])] : [];

    /// <summary>The server of a resource: the oldest that is whole, or else the oldest.</summary>
    public ServerRecord? Server(string mark) => Of(mark) is { Count: > 0 } copies
        ? copies.FirstOrDefault(copy => !copy.IsMaking) ?? copies[0]
        : null;

    /// <summary>Whether a server of that resource is whole, or takes its id from it.</summary>
    public bool IsWhole(string resource) => state.Options.Manners.PicksIds
        ? Server(resource) is { IsMaking: false }
        : state.Servers.ContainsKey(resource);

    /// <summary>Whether anything is there of a server of that resource.</summary>
    public bool IsThere(string resource) => state.Options.Manners.PicksIds
        ? _marked.ContainsKey(resource)
        : state.Servers.ContainsKey(resource);

    public ResourceKey KeyOf(ServerRecord server) => new(
        ResourceKind.Server,
        state.Options.Manners.PicksIds && server.Mark is { } mark && Server(mark)?.Id == server.Id ? mark : server.Id);

    /// <summary>The server that goes by a key; null when none does.</summary>
    public ServerRecord? Find(ResourceKey key)
    {
        if (key.Kind != ResourceKind.Server) return null;
        if (!state.Options.Manners.PicksIds) return state.Servers.GetValueOrDefault(key.NativeId);
        return Server(key.NativeId)
            ?? (state.Servers.GetValueOrDefault(key.NativeId) is { } other && KeyOf(other) == key ? other : null);
    }

    /// <summary>How everything is shown that a change of <paramref name="server"/> may show otherwise.</summary>
    public SortedDictionary<string, ResourceState> Shown(ServerRecord server)
    {
        var shown = new SortedDictionary<string, ResourceState>(StringComparer.Ordinal);
        var concerned = state.Options.Manners.PicksIds && server.Mark is { } mark
            ? Of(mark)
            : state.Servers.GetValueOrDefault(server.Id) is { } itself ? [itself] : [];
        foreach (var copy in concerned) shown[KeyOf(copy).NativeId] = copy.Shown;
        return shown;
    }

    public void Add(ServerRecord server)
    {
        if (server.Mark is not { } mark) return;
        if (!_marked.TryGetValue(mark, out var ids)) _marked[mark] = ids = [];
        ids[server.Born] = server.Id;
    }

    public void Remove(ServerRecord server)
    {
        if (server.Mark is not { } mark || !_marked.TryGetValue(mark, out var ids)) return;
        ids.Remove(server.Born);
        if (ids.Count == 0) _marked.Remove(mark);
    }
}
