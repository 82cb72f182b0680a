using System.Xml.Linq;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Libvirt;

/// <summary>What is wanted, as libvirt's descriptions. Pure.</summary>
internal static partial class LibvirtMapping
{
    private const long Kib = 1024;
    private const string OperatingSystem =
        "<os><type arch='x86_64' machine='pc'>hvm</type><boot dev='hd'/><smbios mode='sysinfo'/></os>";

    /// <summary>The definition of a new server.</summary>
    /// <param name="spec">What is wanted.</param>
    /// <param name="type">The domain's type: <c>qemu</c> or <c>kvm</c>.</param>
    /// <param name="disk">Path of its disk, or null.</param>
    /// <param name="seed">Path of the first boot's data, or null.</param>
    /// <param name="console">Path of the file that its console is written to, or null.</param>
    public static string DomainXml(
        ResourceSpec spec, string type, string? disk, string? seed, string? console = null)
    {
        var server = spec.Server!;
        var uuid = ServerIdentity.Uuid(spec.Id);
        return new XElement(
            "domain",
            new XAttribute("type", type),
            new XElement("name", spec.Name),
            new XElement("uuid", uuid),
            ServerIdentity.Mark(spec.Id),
            Kibibytes("memory", server.MemoryBytes),
            Kibibytes("currentMemory", server.MemoryBytes),
            new XElement("vcpu", new XAttribute("placement", "static"), server.Vcpus),
            SystemInformation(spec.Name),
            XElement.Parse(OperatingSystem),
            XElement.Parse("<features><acpi/><apic/></features>"),
            type == "kvm" ? HostProcessor() : null,
            new XElement("on_poweroff", "destroy"),
            new XElement("on_reboot", "restart"),
            new XElement("on_crash", "destroy"),
            new XElement(
                "devices",
                disk is null ? null : Disk(disk, "qcow2", "vda"),
                seed is null ? null : Disk(seed, "raw", "vdb", new XElement("readonly")),
                server.Network is null ? null : NetworkCard(uuid, server.Network),
                XElement.Parse("<controller type='usb' model='none'/>"),
                Serial(console),
                XElement.Parse("<memballoon model='virtio'/>"))).ToString();
    }

    /// <summary>
    /// A definition that differs from what is wanted, made the same where that can be done in place: processors,
    /// memory and network. Null when nothing differs.
    /// </summary>
    public static string? Converge(string definition, ResourceSpec spec)
    {
        var domain = Parse(definition);
        var server = spec.Server!;
        var changed = ConvergeSize(domain, server.Vcpus, server.MemoryBytes);
        changed |= ConvergeNetwork(domain.Element("devices")!, spec);
        return changed ? domain.ToString() : null;
    }

    /// <summary>Memory as the platform counts it: whole KiB.</summary>
    internal static long RoundUp(long bytes) => (bytes + Kib - 1) / Kib * Kib;

    /// <summary>A thin disk over a read-only image, of the format that grows while it has snapshots.</summary>
    public static string OverlayXml(string name, long bytes, string imagePath, string imageFormat) => new XElement(
        "volume",
        new XElement("name", name),
        new XElement("capacity", new XAttribute("unit", "bytes"), bytes),
        Target("qcow2", "0600", new XElement("compat", "1.1")),
        new XElement(
            "backingStore",
            new XElement("path", imagePath),
            new XElement("format", new XAttribute("type", imageFormat)))).ToString();

    /// <summary>A file that is filled afterwards.</summary>
    public static string RawXml(string name, long bytes, string mode) => new XElement(
        "volume",
        new XElement("name", name),
        new XElement("capacity", new XAttribute("unit", "bytes"), bytes),
        new XElement("allocation", new XAttribute("unit", "bytes"), 0),
        Target("raw", mode)).ToString();

    /// <summary>A disk that is filled by a copy of another one.</summary>
    public static string EmptyXml(string name, long bytes, string format) => new XElement(
        "volume",
        new XElement("name", name),
        new XElement("capacity", new XAttribute("unit", "bytes"), bytes),
        new XElement("allocation", new XAttribute("unit", "bytes"), 0),
        format == "qcow2" ? Target(format, "0600", new XElement("compat", "1.1")) : Target(format, "0600")).ToString();

    private static XElement Target(string format, string mode, params object[] more) => new(
        "target",
        new XElement("format", new XAttribute("type", format)),
        new XElement("permissions", new XElement("mode", mode)),
        more);

    private static XElement Kibibytes(string name, long bytes) =>
        new(name, new XAttribute("unit", "KiB"), RoundUp(bytes) / Kib);

    // NoCloud reads the host name here too, before it has found the seed.
    private static XElement SystemInformation(string name) => new(
        "sysinfo",
        new XAttribute("type", "smbios"),
        new XElement("system", new XElement("entry", new XAttribute("name", "serial"), $"ds=nocloud;h={name}")));

    // A guest's kernel reads a register under this feature that nested hosts do not let it read.
    private static XElement HostProcessor() => XElement.Parse(
        "<cpu mode='host-passthrough'><feature policy='disable' name='arch-capabilities'/></cpu>");

    // What was written before a start is kept: it may say why the server had to be started.
    private static XElement Serial(string? log) => new(
        "serial",
        new XAttribute("type", "pty"),
        log is null ? null : new XElement("log", new XAttribute("file", log), new XAttribute("append", "on")),
        new XElement("target", new XAttribute("port", "0")));

    private static XElement Disk(string path, string format, string target, params object[] more) => new(
        "disk",
        new XAttribute("type", "file"),
        new XAttribute("device", "disk"),
        new XElement("driver", new XAttribute("name", "qemu"), new XAttribute("type", format)),
        new XElement("source", new XAttribute("file", path)),
        new XElement("target", new XAttribute("dev", target), new XAttribute("bus", "virtio")),
        more);

    private static XElement NetworkCard(string uuid, string network) => new(
        "interface",
        new XAttribute("type", "network"),
        new XElement("mac", new XAttribute("address", ServerIdentity.Mac(uuid))),
        new XElement("source", new XAttribute("network", network)),
        new XElement("model", new XAttribute("type", "virtio")),
        new XElement("rom", new XAttribute("enabled", "no")));

    private static bool ConvergeNetwork(XElement devices, ResourceSpec spec)
    {
        var uuid = ServerIdentity.Uuid(spec.Id);
        var ours = devices.Elements("interface").FirstOrDefault(nic =>
            (string?)nic.Element("mac")?.Attribute("address") == ServerIdentity.Mac(uuid));
        var wanted = spec.Server!.Network;
        if ((string?)ours?.Element("source")?.Attribute("network") == wanted)
        {
            return false;
        }

        ours?.Remove();
        if (wanted is not null)
        {
            devices.Add(NetworkCard(uuid, wanted));
        }

        return true;
    }
}
