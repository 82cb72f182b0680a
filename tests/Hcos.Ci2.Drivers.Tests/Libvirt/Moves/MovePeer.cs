namespace Hcos.Ci2.Drivers.Tests.Libvirt.Moves;

/// <summary>One of two private libvirts between which servers are moved.</summary>
public sealed class MovePeer(string name) : LibvirtPeer(name, null)
{
    /// <summary>Guests here are on the network of another peer.</summary>
    public async Task JoinNetworkAsync(LibvirtPeer other, CancellationToken cancellationToken)
    {
        var bridge = (await other.VirshAsync(cancellationToken, "net-info", "default")).Split('\n')
            .Single(line => line.StartsWith("Bridge:", StringComparison.Ordinal)).Split(' ')[^1].Trim();
        await VirshAsync(cancellationToken, "net-destroy", "default");
        await VirshAsync(cancellationToken, "net-undefine", "default");
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(
            file,
            $"<network><name>default</name><forward mode='bridge'/><bridge name='{bridge}'/></network>",
            cancellationToken);
        await VirshAsync(cancellationToken, "net-define", file);
        await VirshAsync(cancellationToken, "net-start", "default");
        File.Delete(file);
    }

    /// <summary>State of a domain with its reason, in libvirt's own words; empty when there is none.</summary>
    public async Task<string> StateAsync(string uuid, CancellationToken cancellationToken)
    {
        var all = await VirshAsync(cancellationToken, "list", "--all", "--uuid");
        return all.Contains(uuid, StringComparison.Ordinal)
            ? (await VirshAsync(cancellationToken, "domstate", uuid, "--reason")).Trim()
            : "";
    }

    /// <summary>Names of the files of its disks.</summary>
    public async Task<string> DisksAsync(CancellationToken cancellationToken)
    {
        await VirshAsync(cancellationToken, "pool-refresh", "default");
        return await VirshAsync(cancellationToken, "vol-list", "default");
    }
}
