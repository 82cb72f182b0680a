using System.Runtime.InteropServices;

namespace Hcos.Ci2.Drivers.Libvirt.Native;

/// <summary>libvirt's C interface: domains.</summary>
internal static unsafe partial class LibvirtNative
{
    [LibraryImport(Library)]
    public static partial int virConnectListAllDomains(ConnectHandle connect, out nint* domains, uint flags);

    [LibraryImport(Library)]
    public static partial int virConnectGetAllDomainStats(
        ConnectHandle connect, uint stats, out VirDomainStatsRecord** records, uint flags);

    [LibraryImport(Library)]
    public static partial void virDomainStatsRecordListFree(VirDomainStatsRecord** records);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial DomainHandle virDomainLookupByUUIDString(ConnectHandle connect, string uuid);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial DomainHandle virDomainLookupByName(ConnectHandle connect, string name);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial DomainHandle virDomainDefineXMLFlags(ConnectHandle connect, string xml, uint flags);

    [LibraryImport(Library)]
    public static partial int virDomainUndefineFlags(DomainHandle domain, uint flags);

    [LibraryImport(Library)]
    public static partial int virDomainFree(nint domain);

    [LibraryImport(Library)]
    public static partial int virDomainGetUUIDString(nint domain, byte* buffer);

    [LibraryImport(Library)]
    public static partial uint virDomainGetID(nint domain);

    [LibraryImport(Library)]
    public static partial nint virDomainGetXMLDesc(nint domain, uint flags);

    [LibraryImport(Library)]
    public static partial int virDomainGetState(DomainHandle domain, out int state, out int reason, uint flags);

    [LibraryImport(Library)]
    public static partial int virDomainGetInfo(DomainHandle domain, out VirDomainInfo info);

    [LibraryImport(Library)]
    public static partial int virDomainHasManagedSaveImage(DomainHandle domain, uint flags);

    [LibraryImport(Library)]
    public static partial int virDomainManagedSave(DomainHandle domain, uint flags);

    [LibraryImport(Library)]
    public static partial int virDomainManagedSaveRemove(DomainHandle domain, uint flags);

    [LibraryImport(Library)]
    public static partial int virDomainIsActive(DomainHandle domain);

    [LibraryImport(Library)]
    public static partial int virDomainCreate(DomainHandle domain);

    [LibraryImport(Library)]
    public static partial int virDomainShutdownFlags(DomainHandle domain, uint flags);

    [LibraryImport(Library)]
    public static partial int virDomainDestroyFlags(DomainHandle domain, uint flags);

    [LibraryImport(Library)]
    public static partial int virDomainReset(DomainHandle domain, uint flags);

    [LibraryImport(Library)]
    public static partial int virDomainSuspend(DomainHandle domain);

    [LibraryImport(Library)]
    public static partial int virDomainResume(DomainHandle domain);
}

/// <summary><c>virDomainInfo</c>: <c>unsigned long</c> is as wide as a pointer where libvirt runs.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct VirDomainInfo
{
    public byte State;
    public nuint MaxMemory;
    public nuint Memory;
    public ushort Vcpus;
    public ulong CpuTime;
}

/// <summary>The figures of one domain.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct VirDomainStatsRecord
{
    public nint Domain;
    public VirTypedParameter* Parameters;
    public int Count;
}

/// <summary>One named value. Only integers are read.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct VirTypedParameter
{
    public fixed byte Field[80];
    public int Type;
    public long Value;
}
