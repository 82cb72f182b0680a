using System.Text.RegularExpressions;
using System.Xml.Linq;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Libvirt;

/// <summary>What is taken out of native descriptions before anybody sees them. Pure.</summary>
internal static partial class LibvirtMapping
{
    private const string Redacted = "(redacted)";

    private static readonly string[] SecretWords =
        ["passw", "passphrase", "token", "secret", "credential", "userdata", "cookie", "apikey", "privatekey"];

    // The library leaves passwords of consoles out by itself; command lines, environments and firmware files carry
    // whatever people put there.
    private static NativePart Native(string format, string xml)
    {
        var root = Parse(xml);
        foreach (var attribute in root.DescendantsAndSelf().Attributes().Where(IsSecret))
        {
            attribute.Value = Redacted;
        }

        foreach (var element in root.Descendants().Where(e => !e.HasElements && e.Value.Length > 0 && IsSecret(e)))
        {
            element.Value = Redacted;
        }

        foreach (var attribute in root.DescendantsAndSelf().Attributes().Where(a => Login().IsMatch(a.Value)))
        {
            attribute.Value = WithoutLogin(attribute.Value);
        }

        foreach (var text in root.DescendantNodes().OfType<XText>().Where(text => Login().IsMatch(text.Value)))
        {
            text.Value = WithoutLogin(text.Value);
        }

        // Remarks are nobody's property of anything, and people write into them whatever they like.
        root.DescendantNodes().OfType<XComment>().Remove();

        // When a file was last looked at is no property of a volume, and would make every listing seem a change.
        root.Descendants("timestamps").Remove();
        return new(format, root.ToString());
    }

    private static bool IsSecret(XAttribute attribute) =>
        IsSecret(attribute.Name.LocalName)
        || (attribute.Name.LocalName == "value" && attribute.Parent!.Name.NamespaceName.EndsWith(
            "/schemas/domain/qemu/1.0", StringComparison.Ordinal));

    // Firmware files and OEM strings are how credentials are handed to a guest's first boot.
    private static bool IsSecret(XElement element) =>
        IsSecret(element.Name.LocalName)
        || (element.Name.LocalName == "entry"
            && (element.Parent!.Name.LocalName == "oemStrings"
                || (string?)element.Parent.Attribute("type") == "fwcfg"));

    private static bool IsSecret(string name)
    {
        var word = name.Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal);
        return SecretWords.Any(secret => word.Contains(secret, StringComparison.OrdinalIgnoreCase));
    }

    private static string WithoutLogin(string text) => Login().Replace(text, $"://{Redacted}@");

    // The part of an address that says who asks, with the password or token behind it.
    [GeneratedRegex(@"://[^/?#@\s]+@")]
    private static partial Regex Login();
}
