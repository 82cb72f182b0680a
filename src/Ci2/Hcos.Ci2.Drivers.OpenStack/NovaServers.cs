using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.OpenStack;

/// <summary>Servers at an instant, and which of ours each is. Pure.</summary>
internal sealed class NovaServers
{
    private readonly Dictionary<Guid, NovaServer> _ours = [];

    /// <summary>Takes what was listed.</summary>
    public NovaServers(IEnumerable<NovaServer> servers)
    {
        All = [.. servers
            .Where(server => !server.IsGone)
            .DistinctBy(server => server.Id)
            .OrderBy(server => server.Created, StringComparer.Ordinal)
            .ThenBy(server => server.Id, StringComparer.Ordinal)];
        foreach (var server in All.Where(server => server.Mark is not null).OrderBy(one => one.Mark!.IsMaking))
        {
            _ours.TryAdd(server.Mark!.Id, server);
        }
    }

    /// <summary>All, the oldest first.</summary>
    public IReadOnlyList<NovaServer> All { get; }

    /// <summary>
    /// What a server is called: by the resource id where it is one of ours, otherwise by Nova's identity. Of several
    /// that carry one mark, that is the oldest that is whole.
    /// </summary>
    public ResourceKey KeyOf(NovaServer server) => server.Mark is { } mark && _ours[mark.Id] == server
        ? ServerMark.KeyOf(mark.Id)
        : new(ResourceKind.Server, server.Id);

    /// <summary>The server of that resource id, or null.</summary>
    public NovaServer? Find(Guid id) => _ours.GetValueOrDefault(id);

    /// <summary>Others that carry the mark and are still being made: second copies, which nobody uses.</summary>
    public IEnumerable<NovaServer> Spare(Guid id) =>
        All.Where(server => server.Mark == new ServerMark(id, true) && server != Find(id));

    /// <summary>All that carry the mark.</summary>
    public IEnumerable<NovaServer> Marked(Guid id) => All.Where(server => server.Mark?.Id == id);
}
