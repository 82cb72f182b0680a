using Hcos.Ci2.Drivers.Simulated.Calls;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Simulated.Platform;

/// <summary>Ports of servers: each is named from a resource id, so there is one, and one server holds it.</summary>
internal sealed class Ports
{
    private readonly SortedDictionary<string, string?> _holders = new(StringComparer.Ordinal);

    /// <summary>The resources that there is a port for.</summary>
    public IReadOnlyCollection<string> All => _holders.Keys;

    public PlatformAnswer Ensure(ResourceId server) =>
        _holders.TryAdd(server.ToString(), null) ? Answers.Changed : Answers.Already;

    public PlatformAnswer Remove(string server) => _holders.Remove(server) ? Answers.Changed : Answers.Already;

    /// <summary>Why a new server of that resource cannot have its port; null when it can.</summary>
    public PlatformAnswer? Lacking(string server) => _holders.TryGetValue(server, out var holder)
        ? holder is null ? null : Answers.Conflict("another server holds the port")
        : Answers.Missing("its port is not there");

    public void Hold(string server, string holder) => _holders[server] = holder;

    /// <summary>A server is gone; its port stays.</summary>
    public void Leave(string server, string holder)
    {
        if (_holders.GetValueOrDefault(server) == holder) _holders[server] = null;
    }
}
