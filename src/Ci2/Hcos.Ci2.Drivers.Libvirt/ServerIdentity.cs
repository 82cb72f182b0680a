using System.Security.Cryptography;
using System.Xml.Linq;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Libvirt;

/// <summary>What is named from a resource id, so that a repeated create meets what the first one made.</summary>
internal static class ServerIdentity
{
    private const string WitnessEnd = ".witness";

    private static readonly XNamespace MarkNamespace = "urn:hcos:server:1";

    /// <summary>The domain's UUID.</summary>
    public static string Uuid(ResourceId id) => id.Value.ToString("D");

    /// <summary>Name of the disk's volume.</summary>
    public static string Disk(string uuid) => $"{uuid}.qcow2";

    /// <summary>Name of the volume that carries the first boot's data.</summary>
    public static string Seed(string uuid) => $"{uuid}-seed.iso";

    /// <summary>Name of the file that its console is written to.</summary>
    public static string Console(string uuid) => $"{uuid}.log";

    /// <summary>What libvirt calls such a file when it puts it aside and begins another: 0 is the last one.</summary>
    public static string OlderConsole(string name, int number) => $"{name}.{number}";

    /// <summary>Name of the file by which a target knows that it sees the same disks.</summary>
    public static string Witness(string uuid, string token) => $"{uuid}-{token}{WitnessEnd}";

    /// <summary>Whether a volume is such a file: nobody's property, and gone soon.</summary>
    public static bool IsWitness(string name) => name.EndsWith(WitnessEnd, StringComparison.Ordinal);

    /// <summary>
    /// The network card's address: 40 bits of the id's hash under a first octet that says "given locally, to one".
    /// </summary>
    public static string Mac(string uuid)
    {
        var hash = SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(uuid));
        return $"52:{hash[0]:x2}:{hash[1]:x2}:{hash[2]:x2}:{hash[3]:x2}:{hash[4]:x2}";
    }

    /// <summary>
    /// The part of a definition that says that the server was made here. A definition that arrives after it was given
    /// up is known by it, whoever reads it.
    /// </summary>
    public static XElement Mark(ResourceId id) => new("metadata", new XElement(
        MarkNamespace + "server",
        new XAttribute(XNamespace.Xmlns + "hcos", MarkNamespace.NamespaceName),
        new XAttribute("id", Uuid(id))));

    /// <summary>The resource that a definition says it was made for, or null.</summary>
    public static ResourceId? MarkIn(XElement domain) =>
        Guid.TryParseExact(
            (string?)domain.Element("metadata")?.Element(MarkNamespace + "server")?.Attribute("id"), "D", out var id)
            ? new ResourceId(id)
            : null;

    /// <summary>The resource that a volume is named after, as disk or seed; null when it has another name.</summary>
    public static ResourceId? OfVolume(string name)
    {
        const int length = 36;
        var isForm = name.Length > length && name[length..] is ".qcow2" or "-seed.iso";
        return isForm && Guid.TryParseExact(name[..length], "D", out var id) ? new ResourceId(id) : null;
    }

    /// <summary>A native id as the UUID that it must be, or null: nothing has another.</summary>
    public static string? Parse(ResourceKey key) =>
        Guid.TryParseExact(key.NativeId, "D", out var uuid) ? uuid.ToString("D") : null;
}
