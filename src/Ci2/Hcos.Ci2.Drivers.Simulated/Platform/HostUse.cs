namespace Hcos.Ci2.Drivers.Simulated.Platform;

/// <summary>
/// How much memory of each host is spoken for, in bytes; kept by every change, so that nobody has to add up.
/// </summary>
internal sealed class HostUse
{
    private readonly Dictionary<string, (long Defined, long Executing)> _use = new(StringComparer.Ordinal);

    public long Defined(string host) => _use.GetValueOrDefault(host).Defined;

    public long Executing(string host) => _use.GetValueOrDefault(host).Executing;

    public void Change(ServerRecord? before, ServerRecord? after)
    {
        Add(before, -1);
        Add(after, 1);
    }

    private void Add(ServerRecord? server, int sign)
    {
        if (server is null)
        {
            return;
        }

        var (defined, executing) = _use.GetValueOrDefault(server.Host);
        var bytes = sign * server.MemoryBytes;
        _use[server.Host] = (defined + bytes, executing + (server.Executes ? bytes : 0));
    }
}
