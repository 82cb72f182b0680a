using System.Xml.Linq;
using Hcos.Ci2.Drivers.Libvirt.Moves;

namespace Hcos.Ci2.Drivers.Libvirt;

/// <summary>What moving a domain to another host takes. Pure.</summary>
internal static partial class LibvirtMapping
{
    // virDomainState, and virDomainPausedReason: why it stands still.
    private const int Running = 1;
    private const int Blocked = 2;
    private const int Paused = 3;
    private const int ShuttingDown = 4;
    private const int PausedByMigration = 2;

    /// <summary>
    /// The disks of a domain as a target must have them, without their formats and sizes; null when one of them is no
    /// file in <paramref name="folder"/>.
    /// </summary>
    public static IReadOnlyList<DiskDemand>? DisksToMove(string xml, string? folder)
    {
        var disks = (Parse(xml).Element("devices")?.Elements("disk") ?? [])
            .Select(disk => (Disk: disk, File: (string?)disk.Element("source")?.Attribute("file")))
            .ToList();
        if (disks.Any(one => one.File is null || Path.GetDirectoryName(one.File) != folder)) return null;
        return
        [
            .. disks.Select(one => new DiskDemand(
                DeviceOf(one.Disk), Path.GetFileName(one.File!), "", 0, one.Disk.Element("readonly") is not null)),
        ];
    }

    /// <summary>A description with disks and console where the target has them.</summary>
    public static string MovedXml(string xml, LibvirtOffer offer)
    {
        var domain = Parse(xml);
        var devices = domain.Element("devices")!;
        var places = offer.Disks.ToDictionary(disk => disk.Device, offer.PathOf, StringComparer.Ordinal);
        foreach (var disk in devices.Elements("disk"))
        {
            // What the target finds in the file counts, not what the source found in its own.
            disk.Elements("backingStore").Remove();
            disk.Element("source")!.SetAttributeValue("file", places[DeviceOf(disk)]);
        }

        foreach (var log in devices.Elements().Where(IsConsole).Elements("log").ToList())
        {
            if (offer.Console is null) log.Remove();
            else log.SetAttributeValue("file", offer.Console);
        }

        return domain.ToString();
    }

    /// <summary>How a domain is there.</summary>
    internal static Presence PresenceOf(DomainRecord? record) => record switch
    {
        null => Presence.Absent,
        { State: Running or Blocked or ShuttingDown } => Presence.Running,
        { State: Paused, Reason: PausedShuttingDown } => Presence.Running,
        { State: Paused, Reason: PausedByMigration or PausedStartingUp } => Presence.Held,
        { State: Paused or 7 } => Presence.Paused,
        _ => Presence.Off,
    };

    private static bool IsConsole(XElement device) => device.Name.LocalName is "serial" or "console";

    private static string DeviceOf(XElement disk) =>
        (string?)disk.Element("target")?.Attribute("dev") ?? throw Odd("a disk without a target");
}
