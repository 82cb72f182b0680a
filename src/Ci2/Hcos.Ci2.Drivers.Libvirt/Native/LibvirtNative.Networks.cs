using System.Runtime.InteropServices;

namespace Hcos.Ci2.Drivers.Libvirt.Native;

/// <summary>libvirt's C interface: networks and their leases.</summary>
internal static unsafe partial class LibvirtNative
{
    [LibraryImport(Library)]
    public static partial int virConnectListAllNetworks(ConnectHandle connect, out nint* networks, uint flags);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial NetworkHandle virNetworkLookupByName(ConnectHandle connect, string name);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial NetworkHandle virNetworkLookupByUUIDString(ConnectHandle connect, string uuid);

    [LibraryImport(Library)]
    public static partial int virNetworkFree(nint network);

    [LibraryImport(Library)]
    public static partial int virNetworkGetUUIDString(nint network, byte* buffer);

    [LibraryImport(Library)]
    public static partial nint virNetworkGetName(NetworkHandle network);

    [LibraryImport(Library)]
    public static partial nint virNetworkGetXMLDesc(NetworkHandle network, uint flags);

    [LibraryImport(Library)]
    public static partial int virNetworkIsActive(NetworkHandle network);

    [LibraryImport(Library)]
    public static partial int virNetworkGetDHCPLeases(
        NetworkHandle network, nint mac, out VirNetworkDhcpLease** leases, uint flags);

    [LibraryImport(Library)]
    public static partial void virNetworkDHCPLeaseFree(VirNetworkDhcpLease* lease);
}

/// <summary>An address that a network's DHCP server gave away.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct VirNetworkDhcpLease
{
    public byte* Interface;
    public long ExpiryTime;
    public int Type;
    public byte* Mac;
    public byte* Iaid;
    public byte* Address;
    public uint Prefix;
    public byte* HostName;
    public byte* ClientId;
}
