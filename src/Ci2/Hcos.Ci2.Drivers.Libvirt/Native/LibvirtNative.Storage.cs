using System.Runtime.InteropServices;

namespace Hcos.Ci2.Drivers.Libvirt.Native;

/// <summary>libvirt's C interface: storage pools, volumes and the streams that fill them.</summary>
internal static unsafe partial class LibvirtNative
{
    [LibraryImport(Library)]
    public static partial int virConnectListAllStoragePools(ConnectHandle connect, out nint* pools, uint flags);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial PoolHandle virStoragePoolLookupByName(ConnectHandle connect, string name);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial PoolHandle virStoragePoolLookupByUUIDString(ConnectHandle connect, string uuid);

    [LibraryImport(Library)]
    public static partial int virStoragePoolFree(nint pool);

    [LibraryImport(Library)]
    public static partial nint virStoragePoolGetName(PoolHandle pool);

    [LibraryImport(Library)]
    public static partial int virStoragePoolGetUUIDString(nint pool, byte* buffer);

    [LibraryImport(Library)]
    public static partial int virStoragePoolGetInfo(PoolHandle pool, out VirStoragePoolInfo info);

    [LibraryImport(Library)]
    public static partial nint virStoragePoolGetXMLDesc(PoolHandle pool, uint flags);

    [LibraryImport(Library)]
    public static partial int virStoragePoolRefresh(PoolHandle pool, uint flags);

    [LibraryImport(Library)]
    public static partial int virStoragePoolListAllVolumes(PoolHandle pool, out nint* volumes, uint flags);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial VolumeHandle virStorageVolLookupByName(PoolHandle pool, string name);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial VolumeHandle virStorageVolLookupByPath(ConnectHandle connect, string path);

    [LibraryImport(Library)]
    public static partial PoolHandle virStoragePoolLookupByVolume(VolumeHandle volume);

    [LibraryImport(Library)]
    public static partial int virStorageVolResize(VolumeHandle volume, ulong capacity, uint flags);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial VolumeHandle virStorageVolCreateXML(PoolHandle pool, string xml, uint flags);

    [LibraryImport(Library)]
    public static partial int virStorageVolFree(nint volume);

    [LibraryImport(Library)]
    public static partial nint virStorageVolGetName(VolumeHandle volume);

    [LibraryImport(Library)]
    public static partial nint virStorageVolGetXMLDesc(VolumeHandle volume, uint flags);

    [LibraryImport(Library)]
    public static partial int virStorageVolDelete(VolumeHandle volume, uint flags);

    [LibraryImport(Library)]
    public static partial int virStorageVolUpload(
        VolumeHandle volume, StreamHandle stream, ulong offset, ulong length, uint flags);

    [LibraryImport(Library)]
    public static partial int virStorageVolDownload(
        VolumeHandle volume, StreamHandle stream, ulong offset, ulong length, uint flags);

    [LibraryImport(Library)]
    public static partial int virStreamRecv(StreamHandle stream, byte* data, nuint count);

    [LibraryImport(Library)]
    public static partial StreamHandle virStreamNew(ConnectHandle connect, uint flags);

    [LibraryImport(Library)]
    public static partial int virStreamSend(StreamHandle stream, byte* data, nuint count);

    [LibraryImport(Library)]
    public static partial int virStreamFinish(StreamHandle stream);

    [LibraryImport(Library)]
    public static partial int virStreamAbort(StreamHandle stream);

    [LibraryImport(Library)]
    public static partial int virStreamFree(nint stream);
}

/// <summary>State and sizes of a storage pool, in bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct VirStoragePoolInfo
{
    public int State;
    public ulong Capacity;
    public ulong Allocation;
    public ulong Available;
}
