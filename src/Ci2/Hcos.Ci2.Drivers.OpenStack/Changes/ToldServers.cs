using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.OpenStack.Changes;

/// <summary>What was told of servers so far, and what is new in another look at them.</summary>
internal sealed class ToldServers
{
    private readonly Dictionary<string, (string Updated, ServerNews News, ResourceKey Key)> _told =
        new(StringComparer.Ordinal);

    /// <summary>Takes what is there at the beginning, of which nothing is told.</summary>
    public void Begin(IEnumerable<NovaServer> servers)
    {
        var keys = new NovaServers(servers);
        foreach (var server in keys.All) _told[server.Id] = (server.Updated, NewsOf(server), keys.KeyOf(server));
    }

    /// <summary>What is new.</summary>
    public IEnumerable<NativeEvent> Tell(IEnumerable<NovaServer> servers)
    {
        foreach (var server in servers.OrderBy(server => server.Updated, StringComparer.Ordinal))
        {
            var known = _told.TryGetValue(server.Id, out var before);
            if (server.IsGone)
            {
                if (_told.Remove(server.Id))
                {
                    yield return new(
                        before.Key, NativeEventKind.Removed, null, $"deleted, as Nova knew it at {server.Updated}");
                }
            }
            else if (!known || before.Updated != server.Updated || before.News != NewsOf(server))
            {
                var (key, news) = (known ? before.Key : KeyOf(server), NewsOf(server));
                _told[server.Id] = (server.Updated, news, key);
                if (!known && news.HasState) yield return new(key, NativeEventKind.Changed, null, Words(server));
                yield return news.Event(key, Words(server));
            }
        }
    }

    // A second copy of a server that is known has no right to its key; a read settles whose it is.
    private ResourceKey KeyOf(NovaServer server)
    {
        if (server.Mark is not { } mark) return new(ResourceKind.Server, server.Id);
        var ours = ServerMark.KeyOf(mark.Id);
        return _told.Values.Any(told => told.Key == ours) ? new(ResourceKind.Server, server.Id) : ours;
    }

    private static ServerNews NewsOf(NovaServer server) => new(server.State, server.Mark is { IsMaking: true });

    private static string Words(NovaServer server) => $"written at {server.Updated}";
}
