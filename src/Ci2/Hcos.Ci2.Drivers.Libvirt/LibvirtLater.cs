using Hcos.Ci2.Drivers.Libvirt.Native;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Libvirt;

/// <summary>What can be done to a stopped server later: its size, and the snapshots of its disk.</summary>
internal sealed class LibvirtLater(LibvirtClient client, LibvirtInventory inventory)
{
    /// <summary>Gives the server another size.</summary>
    public ResourceObject Resize(string? uuid, ServerSize size)
    {
        using (var domain = Find(uuid))
        {
            CheckStopped(domain);
            Apply(domain, DefinitionOf(domain), size);
        }

        return Shown(uuid!);
    }

    /// <summary>Keeps the content of its disks.</summary>
    public ResourceObject Snapshot(string? uuid, SnapshotSpec snapshot)
    {
        using (var domain = Find(uuid))
        {
            using var there = client.FindSnapshot(domain, snapshot.Id.ToString());
            if (there is null) Take(domain, snapshot);
        }

        return Shown(uuid!);
    }

    /// <summary>
    /// Goes back. libvirt puts the whole definition back to what it was, so the present one is put in its place again.
    /// </summary>
    public ResourceObject Revert(string? uuid, SnapshotId snapshot, ServerSize size)
    {
        using (var domain = Find(uuid))
        {
            CheckStopped(domain);
            ServerRules.CheckSize(size);
            using var kept = client.FindSnapshot(domain, snapshot.ToString())
                ?? throw new DriverException(DriverFailure.Missing, $"the server has no snapshot {snapshot}");
            var definition = DefinitionOf(domain);
            client.Revert(kept);
            PutBack(domain, definition, size);
        }

        return Shown(uuid!);
    }

    /// <summary>Removes a snapshot.</summary>
    public void DeleteSnapshot(string? uuid, SnapshotId snapshot)
    {
        using var domain = uuid is null ? null : client.FindDomain(uuid);
        using var kept = domain is null ? null : client.FindSnapshot(domain, snapshot.ToString());
        if (kept is not null) client.DeleteSnapshot(kept);
    }

    private void Take(DomainHandle domain, SnapshotSpec snapshot)
    {
        if (!ResourceNames.IsValid(snapshot.Name))
        {
            throw new DriverException(DriverFailure.Invalid, $"a name is {ResourceNames.Rule}");
        }

        CheckStopped(domain);
        if (client.SnapshotXmls(domain).Any(xml => LibvirtMapping.Snapshot(xml).Name == snapshot.Name))
        {
            throw new DriverException(DriverFailure.Conflict, $"the server has a snapshot '{snapshot.Name}'");
        }

        client.TakeSnapshot(
            domain,
            LibvirtMapping.SnapshotXml(DefinitionOf(domain), snapshot)
                ?? throw new DriverException(DriverFailure.Invalid, "the server has no disk that can be kept"));
    }

    private void PutBack(DomainHandle domain, string definition, ServerSize size)
    {
        try
        {
            var wanted = LibvirtMapping.ConvergeSize(definition, size) ?? definition;
            if (client.DefinitionXml(domain) != wanted) client.DefineDomain(wanted);
            Apply(domain, wanted, size);
        }
        catch (DriverException refused)
        {
            throw new DriverException(
                DriverFailure.Uncertain, $"the disk is what it was, and then: {refused.Message}", refused);
        }
    }

    /// <summary>
    /// Whatever can be refused is found before anything changes; the disk, which cannot shrink, is last.
    /// </summary>
    private void Apply(DomainHandle domain, string definition, ServerSize size)
    {
        ServerRules.CheckSize(size);
        using var disk = DiskToGrow(domain, definition, size.DiskBytes);
        var converged = LibvirtMapping.ConvergeSize(definition, size);
        if (converged is not null) client.DefineDomain(converged);
        if (disk is null) return;
        try
        {
            client.ResizeVolume(disk, size.DiskBytes);
        }
        catch (DriverException refused) when (converged is not null && refused.Failure != DriverFailure.Uncertain)
        {
            throw new DriverException(
                DriverFailure.Uncertain, $"only the disk has not the new size: {refused.Message}", refused);
        }
    }

    private VolumeHandle? DiskToGrow(DomainHandle domain, string definition, long bytes)
    {
        if (bytes == 0) return null;
        var path = LibvirtMapping.DiskPathOf(definition)
            ?? throw new DriverException(DriverFailure.Invalid, "the server has no disk");
        var volume = client.FindVolumeAt(path)
            ?? throw new DriverException(DriverFailure.Conflict, "the disk of the server is in no storage pool");
        if (client.ReadVolumeAt(volume) is not { } record)
        {
            volume.Dispose();
            throw new DriverException(DriverFailure.Conflict, "the disk of the server is gone");
        }

        if (LibvirtMapping.CapacityOf(record) is var capacity && capacity < bytes && !IsHeld(domain, record))
        {
            return volume;
        }

        volume.Dispose();
        return capacity <= bytes
            ? capacity == bytes ? null : throw new DriverException(
                DriverFailure.Conflict, "a disk of the older qcow2 format cannot grow while it has snapshots")
            : throw new DriverException(DriverFailure.Invalid, $"a disk only grows: it has {capacity} bytes");
    }

    private bool IsHeld(DomainHandle domain, VolumeRecord disk) =>
        LibvirtMapping.IsOldFormat(disk) && client.SnapshotXmls(domain).Count > 0;

    private DomainHandle Find(string? uuid) => (uuid is null ? null : client.FindDomain(uuid)) ?? throw Gone();

    private string DefinitionOf(DomainHandle domain) => client.DefinitionXml(domain) ?? throw Gone();

    private void CheckStopped(DomainHandle domain)
    {
        var record = client.ReadDomain(domain) ?? throw Gone();
        var state = LibvirtMapping.State(record.State, record.Reason, record.HasSavedMemory);
        if (state != ResourceState.Stopped)
        {
            throw new DriverException(DriverFailure.Conflict, $"the server is {state}: stop it first");
        }
    }

    private ResourceObject Shown(string uuid) => inventory.Server(uuid)
        ?? throw new DriverException(DriverFailure.Uncertain, "the server vanished while it was changed");

    private static DriverException Gone() => new(DriverFailure.Missing, "the server is not there");
}
