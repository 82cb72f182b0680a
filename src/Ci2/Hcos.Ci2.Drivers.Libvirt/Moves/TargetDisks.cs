using Hcos.Ci2.Drivers.Libvirt.Native;

namespace Hcos.Ci2.Drivers.Libvirt.Moves;

/// <summary>The disks at the target that are copied along, and at the source those that then are copies.</summary>
internal sealed class TargetDisks(LibvirtOptions options, LibvirtOffer offer)
{
    /// <summary>
    /// Makes them anew, empty: whatever has their names was left by a move that was cut off. What is only read is
    /// filled at once.
    /// </summary>
    public void Make(LibvirtClient source, LibvirtClient target)
    {
        using var from = Pool(source);
        using var to = Pool(target);
        target.RefreshPool(to);
        foreach (var disk in offer.Disks)
        {
            target.DeleteVolume(to, disk.Name);
            using var made = target.CreateVolume(to, LibvirtMapping.EmptyXml(disk.Name, disk.Bytes, disk.Format));
            if (!disk.IsReadOnly) continue;
            using var content = source.FindVolume(from, disk.Name) ?? throw Gone(disk);
            target.Upload(made, new MemoryStream(Content(source, content, disk), writable: false));
        }
    }

    /// <summary>Removes them from one side.</summary>
    public void Remove(LibvirtClient side)
    {
        using var pool = Pool(side);
        foreach (var disk in offer.Disks) side.DeleteVolume(pool, disk.Name);
    }

    private byte[] Content(LibvirtClient source, VolumeHandle volume, DiskDemand disk) =>
        disk.Bytes <= options.LargestSeed
            ? source.Download(volume, 0, options.LargestSeed) ?? throw Gone(disk)
            : throw new DriverException(
                DriverFailure.Conflict,
                $"the read-only disk {disk.Device} is larger than {options.LargestSeed} bytes: it is not copied along");

    private PoolHandle Pool(LibvirtClient side) => side.FindPool(options.DiskPool)
        ?? throw new DriverException(DriverFailure.Missing, $"there is no storage pool '{options.DiskPool}'");

    private static DriverException Gone(DiskDemand disk) =>
        new(DriverFailure.Conflict, $"the disk {disk.Device} of the server is gone");
}
