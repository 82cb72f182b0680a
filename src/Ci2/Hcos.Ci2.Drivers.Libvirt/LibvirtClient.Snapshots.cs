using Hcos.Ci2.Drivers.Libvirt.Native;

namespace Hcos.Ci2.Drivers.Libvirt;

/// <summary>The wire: snapshots of domains.</summary>
internal sealed unsafe partial class LibvirtClient
{
    private const uint ListWithSnapshots = 1 << 12;

    /// <summary>The descriptions of a domain's snapshots; those that vanish meanwhile are left out.</summary>
    public IReadOnlyList<string> SnapshotXmls(DomainHandle domain)
    {
        BeginRead();
        var count = LibvirtNative.virDomainListAllSnapshots(domain, out var array, 0);
        if (count < 0)
        {
            var error = LibvirtErrors.TakeLast();
            return error.Code == LibvirtErrors.NoDomain ? [] : throw Failed(error);
        }

        var descriptions = new List<string>(count);
        foreach (var snapshot in TakeAll(array, count, pointer => new SnapshotHandle(pointer)))
        {
            using (snapshot)
            {
                BeginRead();
                var xml = LibvirtNative.virDomainSnapshotGetXMLDesc(snapshot, 0);
                if (Text(xml, LibvirtErrors.NoSnapshot) is { } text) descriptions.Add(text);
            }
        }

        return descriptions;
    }

    /// <summary>A snapshot by its name, or null.</summary>
    public SnapshotHandle? FindSnapshot(DomainHandle domain, string name) => Find(
        LibvirtNative.virDomainSnapshotLookupByName(domain, name, 0), LibvirtErrors.NoSnapshot);

    /// <summary>Takes a snapshot.</summary>
    public void TakeSnapshot(DomainHandle domain, string xml)
    {
        BeginChange();
        using var snapshot = Check(LibvirtNative.virDomainSnapshotCreateXML(domain, xml, 0));
    }

    /// <summary>Goes back to a snapshot, with all that it remembers.</summary>
    public void Revert(SnapshotHandle snapshot)
    {
        BeginChange();
        Check(LibvirtNative.virDomainRevertToSnapshot(snapshot, 0));
    }

    /// <summary>Removes a snapshot with what it keeps; absent is fine.</summary>
    public void DeleteSnapshot(SnapshotHandle snapshot)
    {
        BeginChange();
        if (LibvirtNative.virDomainSnapshotDelete(snapshot, 0) >= 0) return;
        var error = LibvirtErrors.TakeLast();
        if (error.Code is not (LibvirtErrors.NoSnapshot or LibvirtErrors.NoDomain)) throw Failed(error);
    }
}
