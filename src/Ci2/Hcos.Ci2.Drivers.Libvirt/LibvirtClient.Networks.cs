using Hcos.Ci2.Drivers.Libvirt.Native;

namespace Hcos.Ci2.Drivers.Libvirt;

/// <summary>The wire: networks and their leases.</summary>
internal sealed unsafe partial class LibvirtClient
{
    /// <summary>All networks; those that vanish meanwhile are left out.</summary>
    public IReadOnlyList<NetworkRecord> ListNetworks()
    {
        BeginRead();
        var count = Check(LibvirtNative.virConnectListAllNetworks(_connect, out var array, 0));
        var networks = new List<NetworkRecord>(count);
        foreach (var network in TakeAll(array, count, pointer => new NetworkHandle(pointer)))
        {
            using (network)
            {
                if (ReadNetwork(network) is { } record)
                {
                    networks.Add(record);
                }
            }
        }

        return networks;
    }

    /// <summary>A network by its name, or null.</summary>
    public NetworkHandle? FindNetwork(string name) =>
        Find(LibvirtNative.virNetworkLookupByName(_connect, name), LibvirtErrors.NoNetwork);

    /// <summary>A network by its UUID, or null.</summary>
    public NetworkHandle? FindNetworkByUuid(string uuid) =>
        Find(LibvirtNative.virNetworkLookupByUUIDString(_connect, uuid), LibvirtErrors.NoNetwork);

    /// <summary>Everything about one network; null when it vanished.</summary>
    public NetworkRecord? ReadNetwork(NetworkHandle network)
    {
        var xml = Text(LibvirtNative.virNetworkGetXMLDesc(network, 0), LibvirtErrors.NoNetwork);
        return xml is null ? null : new(xml, Counted(LibvirtNative.virNetworkIsActive(network)) == 1);
    }

    /// <summary>The addresses that the networks of this host gave away: all, or those of the named networks.</summary>
    public IReadOnlyList<LeaseRecord> ListLeases(IReadOnlyList<string>? networks = null)
    {
        BeginRead();
        var leases = new List<LeaseRecord>();
        if (networks is not null)
        {
            foreach (var name in networks)
            {
                using var network = FindNetwork(name);
                AddLeases(network, leases);
            }

            return leases;
        }

        var count = Check(LibvirtNative.virConnectListAllNetworks(_connect, out var array, ListActiveNetworks));
        foreach (var network in TakeAll(array, count, pointer => new NetworkHandle(pointer)))
        {
            using (network)
            {
                AddLeases(network, leases);
            }
        }

        return leases;
    }

    private const uint ListActiveNetworks = 1 << 1;

    private void AddLeases(NetworkHandle? network, List<LeaseRecord> leases)
    {
        if (network is null)
        {
            return;
        }

        var count = Counted(LibvirtNative.virNetworkGetDHCPLeases(network, 0, out var array, 0));
        if (count < 0)
        {
            // A network that was stopped meanwhile, or has no DHCP server of the library's, knows no addresses.
            var error = LibvirtErrors.TakeLast();
            if (error.IsLostConnection)
            {
                throw Failed(error);
            }

            return;
        }

        foreach (var pointer in NativeText.TakeArray((nint*)array, count))
        {
            var lease = (VirNetworkDhcpLease*)pointer;
            var (mac, address) = (NativeText.Copy(lease->Mac), NativeText.Copy(lease->Address));
            leases.Add(new(mac ?? "", address ?? "", lease->ExpiryTime));
            LibvirtNative.virNetworkDHCPLeaseFree(lease);
        }
    }
}

/// <summary>A network as the library tells it.</summary>
internal sealed record NetworkRecord(string Xml, bool IsActive);

/// <summary>An address given away by DHCP until an instant in seconds since 1970.</summary>
internal sealed record LeaseRecord(string Mac, string Address, long ExpiresAt);
