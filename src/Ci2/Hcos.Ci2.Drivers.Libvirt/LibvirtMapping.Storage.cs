using System.Xml.Linq;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Libvirt;

/// <summary>Storage pools, volumes and images. Pure.</summary>
internal static partial class LibvirtMapping
{
    /// <summary>A storage pool.</summary>
    public static ResourceObject Pool(PoolRecord record, string host)
    {
        var pool = Parse(record.Xml);
        var shared = (string?)pool.Attribute("type") is
            "netfs" or "iscsi" or "iscsi-direct" or "rbd" or "gluster" or "sheepdog" or "vstorage";
        var state = record.State switch
        {
            0 => ResourceState.Stopped,
            1 => ResourceState.Provisioning,
            2 => ResourceState.Running,
            _ => ResourceState.Error,
        };
        return new(new(ResourceKind.StoragePool, Required(pool, "uuid")), Required(pool, "name"), state)
        {
            StoragePool = new(Bytes(pool.Element("capacity")), Bytes(pool.Element("available")), shared ? null : host),
            Native = Native("libvirt-pool-xml", record.Xml),
        };
    }

    /// <summary>A volume.</summary>
    /// <param name="record">What the library says.</param>
    /// <param name="places">Where images are.</param>
    public static ResourceObject Volume(VolumeRecord record, VolumePlaces places)
    {
        var volume = Parse(record.Xml);
        var name = Required(volume, "name");
        var backing = volume.Element("backingStore")?.Element("path")?.Value;
        return new(new(ResourceKind.Volume, VolumeId(record.Pool, name)), name, ResourceState.Running)
        {
            Volume = new(
                Bytes(volume.Element("capacity")),
                Bytes(volume.Element("allocation")),
                record.Pool,
                FormatOf(volume),
                backing is null ? null : places.ImageName(backing)),
            MadeFor = record.Pool == places.DiskPool ? ServerIdentity.OfVolume(name) : null,
            Native = Native("libvirt-volume-xml", record.Xml),
        };
    }

    /// <summary>An image; one whose import has not ended is being made.</summary>
    public static ResourceObject Image(VolumeRecord record, bool isComplete)
    {
        var volume = Parse(record.Xml);
        var file = Required(volume, "name");
        return new(
            new(ResourceKind.Image, VolumeId(record.Pool, file)),
            Path.GetFileNameWithoutExtension(file),
            isComplete ? ResourceState.Running : ResourceState.Provisioning)
        {
            Image = new(Bytes(volume.Element("capacity")), Bytes(volume.Element("allocation")), FormatOf(volume)),
            Native = Native("libvirt-volume-xml", record.Xml),
        };
    }

    /// <summary>The folder of a pool, or null where its volumes are no files.</summary>
    public static string? FolderOf(PoolRecord record) => FolderOf(Parse(record.Xml));

    /// <summary>The folders of the pools that have one, each with the pool's name.</summary>
    public static VolumePlaces Places(IEnumerable<PoolRecord> pools, string imagePool)
    {
        var byFolder = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pool in pools.Select(record => Parse(record.Xml)))
        {
            if (FolderOf(pool) is { } folder)
            {
                byFolder.TryAdd(folder, Required(pool, "name"));
            }
        }

        return new(byFolder, imagePool);
    }

    /// <summary>Name of a pool.</summary>
    public static string NameOf(PoolRecord record) => Required(Parse(record.Xml), "name");

    /// <summary>A volume's native id.</summary>
    public static string VolumeId(string pool, string name) => $"{pool}/{name}";

    /// <summary>Name of a volume.</summary>
    public static string NameOf(VolumeRecord record) => Required(Parse(record.Xml), "name");

    /// <summary>Where a volume is, as domains and overlays name it.</summary>
    public static string PathOf(VolumeRecord record) =>
        Parse(record.Xml).Element("target")?.Element("path")?.Value ?? throw Odd("a volume without a path");

    /// <summary>How a volume is stored.</summary>
    public static string FormatOf(VolumeRecord record) => FormatOf(Parse(record.Xml));

    /// <summary>Size that a server sees, in bytes.</summary>
    public static long CapacityOf(VolumeRecord record) => Bytes(Parse(record.Xml).Element("capacity"));

    /// <summary>
    /// Bytes of the file of a volume. Its capacity is no such thing: a file that guests write into can begin like one
    /// of another format.
    /// </summary>
    public static long LengthOf(VolumeRecord record) => Parse(record.Xml) is var volume
        && volume.Element("physical") is { } physical
            ? Bytes(physical)
            : Bytes(volume.Element("capacity"));

    private static string? FolderOf(XElement pool) => pool.Element("target")?.Element("path")?.Value.TrimEnd('/');

    private static string FormatOf(XElement volume) =>
        (string?)volume.Element("target")?.Element("format")?.Attribute("type") ?? "raw";
}
