using System.Globalization;
using System.Net;
using System.Xml;
using System.Xml.Linq;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Libvirt;

/// <summary>libvirt's descriptions as resource objects. Pure.</summary>
internal static partial class LibvirtMapping
{
    /// <summary>The host, from its capabilities.</summary>
    public static ResourceObject Host(HostRecord record)
    {
        var host = Parse(record.CapabilitiesXml).Element("host") ?? throw Odd("capabilities without a host");
        var facts = new HostFacts(
            record.Cpus,
            record.MemoryKib * 1024,
            host.Element("cpu")?.Element("arch")?.Value ?? "unknown",
            $"QEMU {Version(record.HypervisorVersion)}");
        return new(new(ResourceKind.Host, HostUuid(record.CapabilitiesXml)), record.HostName, ResourceState.Running)
        {
            Host = facts,
            Native = Native("libvirt-capabilities-xml", record.CapabilitiesXml),
        };
    }

    /// <summary>The host's own UUID, which is the environment's identity.</summary>
    public static string HostUuid(string capabilitiesXml) =>
        Parse(capabilitiesXml).Element("host")?.Element("uuid")?.Value
        ?? throw Odd("capabilities without a host UUID");

    /// <summary>Who answered, with which version and rights.</summary>
    public static EnvironmentStatus Status(HostRecord record) => new(
        HostUuid(record.CapabilitiesXml),
        $"libvirt {Version(record.LibraryVersion)}, QEMU {Version(record.HypervisorVersion)}",
        $"{record.Uri} read-write");

    /// <summary>A network.</summary>
    public static ResourceObject Network(NetworkRecord record)
    {
        var network = Parse(record.Xml);
        return new(
            new(ResourceKind.Network, Required(network, "uuid")),
            Required(network, "name"),
            record.IsActive ? ResourceState.Running : ResourceState.Stopped)
        {
            Network = new(Cidr(network)),
            Native = Native("libvirt-network-xml", record.Xml),
        };
    }

    /// <summary>1002003 is 1.2.3.</summary>
    internal static string Version(ulong packed) => string.Create(
        CultureInfo.InvariantCulture, $"{packed / 1_000_000}.{packed / 1_000 % 1_000}.{packed % 1_000}");

    private static string? Cidr(XElement network)
    {
        foreach (var ip in network.Elements("ip"))
        {
            if (!IPAddress.TryParse((string?)ip.Attribute("address"), out var address))
            {
                continue;
            }

            var bits = address.GetAddressBytes();
            var prefix = (int?)ip.Attribute("prefix") ?? Prefix((string?)ip.Attribute("netmask"), bits.Length * 8);
            for (var i = 0; i < bits.Length; i++)
            {
                bits[i] &= (byte)(0xFF00 >> Math.Clamp(prefix - (i * 8), 0, 8));
            }

            return $"{new IPAddress(bits)}/{prefix}";
        }

        return null;
    }

    private static int Prefix(string? netmask, int whenNone) =>
        IPAddress.TryParse(netmask, out var mask)
            ? mask.GetAddressBytes().Sum(part => int.PopCount(part))
            : whenNone;

    private static XElement Parse(string xml)
    {
        try
        {
            return XDocument.Parse(xml).Root!;
        }
        catch (XmlException broken)
        {
            throw new DriverException(
                DriverFailure.Unavailable, "libvirt answered with something that is not XML", broken);
        }
    }

    private static string Required(XElement parent, string name) =>
        parent.Element(name)?.Value ?? throw Odd($"a {parent.Name.LocalName} without {name}");

    private static DriverException Odd(string what) =>
        new(DriverFailure.Unavailable, $"libvirt's description is not understood: {what}");
}
