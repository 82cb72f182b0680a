using Hcos.Ci2.Drivers.Libvirt.Native;

namespace Hcos.Ci2.Drivers.Libvirt.Moves;

/// <summary>What the source has to say and to leave before a server is moved, within one call.</summary>
internal sealed class Departures(LibvirtClient client, LibvirtOptions options)
{
    /// <summary>Says what the server needs, and puts a witness beside its disks.</summary>
    public LibvirtDemand Demand(string? uuid)
    {
        if (uuid is null) throw Gone();
        using var domain = client.FindDomain(uuid) ?? throw Gone();
        var record = client.ReadDomain(domain) ?? throw Gone();
        Check(record);
        using var pool = client.FindPool(options.DiskPool);
        var folder = pool is not null && client.ReadPool(pool) is { } there ? LibvirtMapping.FolderOf(there) : null;
        var disks = LibvirtMapping.DisksToMove(record.Xml, folder) ?? throw new DriverException(
            DriverFailure.Conflict, $"a disk of the server is not in the storage pool '{options.DiskPool}'");
        return new(
            uuid,
            LibvirtMapping.NameOf(record.Xml),
            client.HostUuid,
            LibvirtMapping.NetworksOf(record.Xml),
            [.. disks.Select(disk => Measured(pool!, disk))],
            disks.Count > 0 ? PutWitness(pool!, uuid) : null);
    }

    /// <summary>Takes witnesses away.</summary>
    public static void RemoveWitnesses(LibvirtClient client, PoolHandle pool, string uuid)
    {
        foreach (var name in client.VolumeNames(pool))
        {
            if (name.StartsWith(uuid, StringComparison.Ordinal) && ServerIdentity.IsWitness(name))
            {
                client.DeleteVolume(pool, name);
            }
        }
    }

    private static void Check(DomainRecord record)
    {
        if (LibvirtMapping.PresenceOf(record) is not (Presence.Running or Presence.Held))
        {
            throw new DriverException(DriverFailure.Conflict, "the server does not run: only a running one is moved");
        }

        if (record.SnapshotXmls.Count > 0)
        {
            throw new DriverException(DriverFailure.Conflict, "the server has snapshots: libvirt moves none that has");
        }
    }

    private DiskDemand Measured(PoolHandle pool, DiskDemand disk)
    {
        using var volume = client.FindVolume(pool, disk.Name);
        var record = (volume is null ? null : client.ReadVolume(pool, volume)) ?? throw new DriverException(
            DriverFailure.Conflict, $"the disk {disk.Device} of the server is gone");
        return disk with { Format = LibvirtMapping.FormatOf(record), Bytes = LibvirtMapping.CapacityOf(record) };
    }

    // Nobody can have a file of that name but who sees this very folder: paths and names of two hosts are often equal.
    private string PutWitness(PoolHandle pool, string uuid)
    {
        RemoveWitnesses(client, pool, uuid);
        var name = ServerIdentity.Witness(uuid, Token.Draw());
        client.CreateVolume(pool, LibvirtMapping.RawXml(name, 0, "0600")).Dispose();
        return name;
    }

    private static DriverException Gone() => new(DriverFailure.Missing, "the server is not there");
}
