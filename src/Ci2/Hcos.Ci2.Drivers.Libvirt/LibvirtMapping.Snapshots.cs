using System.Xml.Linq;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Libvirt;

/// <summary>Snapshots of disks, sizes, and which disks they concern. Pure.</summary>
internal static partial class LibvirtMapping
{
    private const string OldFormat = "0.10";

    /// <summary>
    /// The description of a snapshot that is to be taken: of the disks that are written on and are qcow2. Null when
    /// there is none.
    /// </summary>
    public static string? SnapshotXml(string definition, SnapshotSpec snapshot)
    {
        var disks = (Parse(definition).Element("devices")?.Elements("disk") ?? []).ToList();
        if (!disks.Any(IsKept)) return null;
        return new XElement(
            "domainsnapshot",
            new XElement("name", snapshot.Id.ToString()),
            new XElement("description", snapshot.Name),
            new XElement("memory", new XAttribute("snapshot", "no")),
            new XElement("disks", disks.Where(HasTarget).Select(disk => new XElement(
                "disk",
                new XAttribute("name", (string)disk.Element("target")!.Attribute("dev")!),
                new XAttribute("snapshot", IsKept(disk) ? "internal" : "no"))))).ToString();
    }

    /// <summary>A snapshot: ours has its id as its name, and its name as its description.</summary>
    public static SnapshotFacts Snapshot(string xml)
    {
        var snapshot = Parse(xml);
        var name = Required(snapshot, "name");
        return Guid.TryParseExact(name, "D", out var id)
            && (string?)snapshot.Element("description") is { } ours
            && ResourceNames.IsValid(ours)
                ? new(ours, new(id))
                : new(name, null);
    }

    /// <summary>The path of the disk that is written on first; null when there is none.</summary>
    public static string? DiskPathOf(string definition) =>
        Parse(definition).Element("devices")?.Elements("disk")
            .Where(IsWritten)
            .Select(disk => (string?)disk.Element("source")?.Attribute("file"))
            .FirstOrDefault(path => path is not null);

    /// <summary>A definition with other processors and memory; null when nothing differs.</summary>
    public static string? ConvergeSize(string definition, ServerSize size)
    {
        var domain = Parse(definition);
        return ConvergeSize(domain, size.Vcpus, size.MemoryBytes) ? domain.ToString() : null;
    }

    /// <summary>Whether a volume is of the older format, which cannot grow while it has snapshots.</summary>
    public static bool IsOldFormat(VolumeRecord volume) =>
        (string?)Parse(volume.Xml).Element("target")?.Element("compat") == OldFormat;

    private static bool ConvergeSize(XElement domain, int vcpus, long memoryBytes)
    {
        var changed = false;
        if (domain.Element("vcpu") is { } vcpu && (Vcpus(domain) != vcpus || (int)vcpu != vcpus))
        {
            vcpu.SetAttributeValue("current", null);
            vcpu.SetValue(vcpus);
            changed = true;
        }

        if (Bytes(domain.Element("memory")) != RoundUp(memoryBytes))
        {
            domain.Element("memory")?.ReplaceWith(Kibibytes("memory", memoryBytes));
            domain.Element("currentMemory")?.ReplaceWith(Kibibytes("currentMemory", memoryBytes));
            changed = true;
        }

        return changed;
    }

    private static bool IsWritten(XElement disk) =>
        disk.Element("readonly") is null && (string?)disk.Attribute("device") is null or "disk";

    private static bool IsKept(XElement disk) =>
        IsWritten(disk) && HasTarget(disk) && (string?)disk.Element("driver")?.Attribute("type") == "qcow2";

    private static bool HasTarget(XElement disk) => disk.Element("target")?.Attribute("dev") is not null;
}
