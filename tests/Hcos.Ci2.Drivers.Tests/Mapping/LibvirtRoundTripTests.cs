using System.Xml.Linq;
using FsCheck;
using FsCheck.Fluent;
using Hcos.Ci2.Drivers.Libvirt;
using Hcos.Ci2.Drivers.Tests.Libvirt;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Tests.Mapping;

/// <summary>
/// From libvirt to the object and back, on what a real one answered with more written into it: nothing is lost but
/// secrets, and no secret is kept.
/// </summary>
public sealed class LibvirtRoundTripTests
{
    private const string Uuid = "79b980be-6808-8531-bc82-f3462e4d8fff";
    private const string Redacted = "(redacted)";
    private static readonly XNamespace Qemu = "http://libvirt.org/schemas/domain/qemu/1.0";

    private static readonly VolumePlaces Places = new(
        new Dictionary<string, string> { ["/srv/libvirt/disks"] = "default", ["/srv/libvirt/images"] = "images" },
        "images");

    private static readonly ILookup<string, string> Leases = LibvirtMapping.ByMac(
        [new("52:80:54:84:2b:87", "192.168.157.213", 0)], DateTimeOffset.UnixEpoch);

    private static readonly (string Reply, Func<string, ResourceObject> Map)[] Replies =
    [
        ("domain-running", xml => LibvirtMapping.Server(new(Uuid, xml, 1, 1, false), "host", Leases, Places)),
        ("network", xml => LibvirtMapping.Network(new(xml, true))),
        ("pool", xml => LibvirtMapping.Pool(new(xml, 2), "host")),
        ("overlay", xml => LibvirtMapping.Volume(new("default", xml), Places)),
        ("seed", xml => LibvirtMapping.Volume(new("default", xml), Places)),
        ("image", xml => LibvirtMapping.Image(new("images", xml), isComplete: true)),
        ("capabilities", xml => LibvirtMapping.Host(
            new(xml, "node-1", "qemu:///system", 2, 1024, 7_002_015, 9_000_000))),
    ];

    /// <summary>What people or other programs may have written into a description, without a secret.</summary>
    private static readonly Gen<XNode> Harmless =
        from name in Gen.Elements("note", "features", "alias", "boot", "x")
        from text in Gen.Elements("", "plain", "a://b/c", "user@host.example", "<&>", "\u4e16")
        from attribute in Gen.Elements("mode", "type", "name")
        select (XNode)new XElement(name, new XAttribute(attribute, text), text);

    /// <summary>The places that hold secrets.</summary>
    private static readonly Gen<XNode> Secret =
        from secret in Planted.Secret
        from login in Planted.Login
        from name in Gen.Elements(
            "password", "passwd", "token", "userdata", "user-data", "secret", "auth_token", "cookie")
        from place in Gen.Choose(0, 8)
        select (XNode)(place switch
        {
            0 => new XElement("graphics", new XAttribute("type", "vnc"), new XAttribute("passwd", secret)),
            1 => new XElement(name, secret),
            2 => new XElement("source", new XAttribute(name, secret)),
            3 => new XElement(Qemu + "env", new XAttribute("name", "X"), new XAttribute("value", secret)),
            4 => new XElement("sysinfo", new XAttribute("type", "fwcfg"), new XElement("entry", secret)),
            5 => new XElement("oemStrings", new XElement("entry", secret)),
            6 => new XElement("description", $"see {login} for more"),
            7 => new XElement("source", new XAttribute("name", login)),
            _ => new XComment(secret.Replace('-', '_')),
        });

    [Fact]
    public void What_is_shown_is_what_libvirt_told_and_reads_back_the_same()
    {
        foreach (var (reply, map) in Replies)
        {
            Planted.Holds(Written(reply, Gen.OneOf(Harmless, Secret)), written =>
            {
                var shown = map(written.ToString());
                return Planted.IsKept(shown, map(shown.Native!.Text))
                    && IsSameBut(Bare(written), XElement.Parse(shown.Native.Text));
            });
        }
    }

    [Fact]
    public void Where_nothing_is_secret_nothing_is_taken_out()
    {
        foreach (var (reply, map) in Replies)
        {
            Planted.Holds(Written(reply, Harmless), written =>
                XNode.DeepEquals(Bare(written), XElement.Parse(map(written.ToString()).Native!.Text)));
        }
    }

    /// <summary>A recorded reply with a few things written somewhere into it.</summary>
    private static Gen<XElement> Written(string reply, Gen<XNode> nodes) =>
        from added in Gen.ListOf(nodes, 4)
        from places in Gen.ListOf(Gen.Choose(0, 1_000), 4)
        select With(XElement.Parse(Reply.Read(reply)), [.. added], [.. places]);

    private static XElement With(XElement root, XNode[] added, int[] places)
    {
        // Within elements that have others; text beside elements is nothing that libvirt writes.
        var parents = root.DescendantsAndSelf().Where(e => e.HasElements).ToList();
        for (var i = 0; i < added.Length; i++) parents[places[i] % parents.Count].Add(added[i]);
        return XElement.Parse(root.ToString());
    }

    private static XElement Bare(XElement written)
    {
        var bare = XElement.Parse(written.ToString());
        bare.Descendants("timestamps").Remove();
        bare.DescendantNodes().OfType<XComment>().Remove();
        return XElement.Parse(bare.ToString());
    }

    /// <summary>The same tree; a text may only differ by a secret that was taken out of it.</summary>
    private static bool IsSameBut(XElement told, XElement shown) =>
        told.Name == shown.Name
        && told.Attributes().Select(a => a.Name).SequenceEqual(shown.Attributes().Select(a => a.Name))
        && told.Attributes().Zip(shown.Attributes()).All(pair => IsSameBut(pair.First.Value, pair.Second.Value))
        && told.Elements().Count() == shown.Elements().Count()
        && (told.HasElements || IsSameBut(told.Value, shown.Value))
        && told.Elements().Zip(shown.Elements()).All(pair => IsSameBut(pair.First, pair.Second));

    private static bool IsSameBut(string told, string shown) =>
        told == shown
        || (told.Contains(Planted.Mark, StringComparison.Ordinal)
            && shown.Contains(Redacted, StringComparison.Ordinal));
}
