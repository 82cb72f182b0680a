using Hcos.Ci2.Drivers.Libvirt.Native;

namespace Hcos.Ci2.Drivers.Libvirt;

/// <summary>The wire: storage pools and volumes.</summary>
internal sealed unsafe partial class LibvirtClient
{
    /// <summary>All storage pools; those that vanish meanwhile are left out.</summary>
    public IReadOnlyList<PoolRecord> ListPools()
    {
        BeginRead();
        var count = Check(LibvirtNative.virConnectListAllStoragePools(_connect, out var array, 0));
        var pools = new List<PoolRecord>(count);
        foreach (var pool in TakeAll(array, count, pointer => new PoolHandle(pointer)))
        {
            using (pool)
            {
                if (ReadPool(pool) is { } record)
                {
                    pools.Add(record);
                }
            }
        }

        return pools;
    }

    /// <summary>A pool by its name, or null.</summary>
    public PoolHandle? FindPool(string name) =>
        Find(LibvirtNative.virStoragePoolLookupByName(_connect, name), LibvirtErrors.NoStoragePool);

    /// <summary>A pool by its UUID, or null.</summary>
    public PoolHandle? FindPoolByUuid(string uuid) =>
        Find(LibvirtNative.virStoragePoolLookupByUUIDString(_connect, uuid), LibvirtErrors.NoStoragePool);

    /// <summary>Everything about one pool; null when it vanished.</summary>
    public PoolRecord? ReadPool(PoolHandle pool)
    {
        if (Text(LibvirtNative.virStoragePoolGetXMLDesc(pool, 0), LibvirtErrors.NoStoragePool) is not { } xml)
        {
            return null;
        }

        if (Counted(LibvirtNative.virStoragePoolGetInfo(pool, out var info)) < 0)
        {
            var error = LibvirtErrors.TakeLast();
            return error.Code == LibvirtErrors.NoStoragePool ? null : throw Failed(error);
        }

        return new(xml, info.State);
    }

    /// <summary>All volumes of an active pool; those that vanish meanwhile are left out.</summary>
    public IReadOnlyList<VolumeRecord> ListVolumes(PoolHandle pool)
    {
        BeginRead();
        var count = Counted(LibvirtNative.virStoragePoolListAllVolumes(pool, out var array, 0));
        if (count < 0)
        {
            var error = LibvirtErrors.TakeLast();
            return error.Code is LibvirtErrors.NoStoragePool or LibvirtErrors.OperationInvalid
                ? []
                : throw Failed(error);
        }

        var volumes = new List<VolumeRecord>(count);
        foreach (var volume in TakeAll(array, count, pointer => new VolumeHandle(pointer)))
        {
            using (volume)
            {
                BeginRead();
                if (ReadVolume(pool, volume) is { } record)
                {
                    volumes.Add(record);
                }
            }
        }

        return volumes;
    }

    /// <summary>Names of all volumes of a pool, in one round trip.</summary>
    public IReadOnlyList<string> VolumeNames(PoolHandle pool)
    {
        BeginRead();
        var count = Check(LibvirtNative.virStoragePoolListAllVolumes(pool, out var array, 0));
        var names = new List<string>(count);
        foreach (var volume in TakeAll(array, count, pointer => new VolumeHandle(pointer)))
        {
            using (volume)
            {
                names.Add(NativeText.Copy((byte*)LibvirtNative.virStorageVolGetName(volume))!);
            }
        }

        return names;
    }

    /// <summary>A volume by its name, or null.</summary>
    public VolumeHandle? FindVolume(PoolHandle pool, string name) =>
        Find(LibvirtNative.virStorageVolLookupByName(pool, name), LibvirtErrors.NoStorageVolume);

    /// <summary>Everything about one volume; null when it vanished.</summary>
    public VolumeRecord? ReadVolume(PoolHandle pool, VolumeHandle volume)
    {
        var xml = NativeText.Take(Counted(LibvirtNative.virStorageVolGetXMLDesc(volume, 0)));
        if (xml is not null)
        {
            return new(NativeText.Copy((byte*)LibvirtNative.virStoragePoolGetName(pool))!, xml);
        }

        // A file that vanished under the pool is told as whatever looking at it ended with. Gone is only what the
        // daemon answered for; a daemon that does not answer says nothing about the volume.
        var error = LibvirtErrors.TakeLast();
        return error.IsLostConnection ? throw Failed(error) : null;
    }

    /// <summary>The volume at a path, or null.</summary>
    public VolumeHandle? FindVolumeAt(string path) =>
        Find(LibvirtNative.virStorageVolLookupByPath(_connect, path), LibvirtErrors.NoStorageVolume);

    /// <summary>Everything about a volume of whatever pool; null when it vanished.</summary>
    public VolumeRecord? ReadVolumeAt(VolumeHandle volume)
    {
        using var pool = Find(LibvirtNative.virStoragePoolLookupByVolume(volume), LibvirtErrors.NoStoragePool);
        return pool is null ? null : ReadVolume(pool, volume);
    }

    /// <summary>Makes a volume larger.</summary>
    public void ResizeVolume(VolumeHandle volume, long bytes)
    {
        BeginChange();
        Check(LibvirtNative.virStorageVolResize(volume, (ulong)bytes, 0));
    }

    /// <summary>Makes a volume.</summary>
    public VolumeHandle CreateVolume(PoolHandle pool, string xml)
    {
        BeginChange();
        return Check(LibvirtNative.virStorageVolCreateXML(pool, xml, 0));
    }

    /// <summary>Removes a volume by its name; absent is fine.</summary>
    public void DeleteVolume(PoolHandle pool, string name)
    {
        using var volume = FindVolume(pool, name);
        if (volume is null)
        {
            return;
        }

        BeginChange();
        if (Counted(LibvirtNative.virStorageVolDelete(volume, 0)) < 0)
        {
            var error = LibvirtErrors.TakeLast();
            if (error.Code != LibvirtErrors.NoStorageVolume)
            {
                throw Failed(error);
            }
        }
    }

    /// <summary>Looks again what files a pool has.</summary>
    public void RefreshPool(PoolHandle pool)
    {
        BeginChange();
        Check(LibvirtNative.virStoragePoolRefresh(pool, 0));
    }

    /// <summary>The same for a read: what the daemon knows changes by it, and nothing that anybody has.</summary>
    public void LookAgain(PoolHandle pool)
    {
        BeginRead();
        Check(LibvirtNative.virStoragePoolRefresh(pool, 0));
    }

    // All are owned before the first is used, so that none is lost when one fails.
    private static List<T> TakeAll<T>(nint* array, int count, Func<nint, T> own) =>
        [.. NativeText.TakeArray(array, count).Select(own)];
}

/// <summary>A storage pool as the library tells it; the state is a <c>virStoragePoolState</c>.</summary>
internal sealed record PoolRecord(string Xml, int State);

/// <summary>A volume as the library tells it.</summary>
internal sealed record VolumeRecord(string Pool, string Xml);
