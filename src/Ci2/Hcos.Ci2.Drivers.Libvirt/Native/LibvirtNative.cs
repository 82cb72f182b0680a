using System.Runtime.InteropServices;

namespace Hcos.Ci2.Drivers.Libvirt.Native;

/// <summary>libvirt's C interface as far as the driver needs it: library, errors and connections.</summary>
internal static unsafe partial class LibvirtNative
{
    private const string Library = "libvirt.so.0";

    [LibraryImport(Library)]
    public static partial int virInitialize();

    [LibraryImport(Library)]
    public static partial VirError* virGetLastError();

    [LibraryImport(Library)]
    public static partial void virResetLastError();

    [LibraryImport(Library)]
    public static partial void virSetErrorFunc(nint userData, delegate* unmanaged<nint, VirError*, void> handler);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial ConnectHandle virConnectOpen(string name);

    [LibraryImport(Library)]
    public static partial int virConnectClose(nint connect);

    [LibraryImport(Library)]
    public static partial int virConnectSetKeepAlive(ConnectHandle connect, int interval, uint count);

    [LibraryImport(Library)]
    public static partial int virConnectIsAlive(ConnectHandle connect);

    [LibraryImport(Library)]
    public static partial int virConnectGetVersion(ConnectHandle connect, out CULong version);

    [LibraryImport(Library)]
    public static partial int virConnectGetLibVersion(ConnectHandle connect, out CULong version);

    [LibraryImport(Library)]
    public static partial nint virConnectGetHostname(ConnectHandle connect);

    [LibraryImport(Library)]
    public static partial nint virConnectGetURI(ConnectHandle connect);

    [LibraryImport(Library)]
    public static partial nint virConnectGetCapabilities(ConnectHandle connect);

    [LibraryImport(Library)]
    public static partial int virNodeGetInfo(ConnectHandle connect, out VirNodeInfo info);
}

/// <summary>The head of libvirt's error record; what follows is deprecated or not needed.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct VirError
{
    public int Code;
    public int Domain;
    public byte* Message;
}

/// <summary>What a host has. Memory in KiB.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct VirNodeInfo
{
    public fixed byte Model[32];
    public CULong Memory;
    public uint Cpus;
    public uint Mhz;
    public uint Nodes;
    public uint Sockets;
    public uint Cores;
    public uint Threads;
}
