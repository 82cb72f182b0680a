using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace Hcos.Ci2.Drivers.HyperV.WsMan;

/// <summary>An instance as the text of a parameter (CIM-XML); what is not set takes the class's default.</summary>
internal sealed class EmbeddedInstance(string type)
{
    private readonly List<XElement> _properties = [];

    public EmbeddedInstance Text(string name, string value) => Add(name, "string", value);

    public EmbeddedInstance Number(string name, string type, long value) =>
        Add(name, type, value.ToString(CultureInfo.InvariantCulture));

    public EmbeddedInstance Flag(string name, bool value) => Add(name, "boolean", value ? "TRUE" : "FALSE");

    public EmbeddedInstance Texts(string name, params IReadOnlyList<string> values)
    {
        _properties.Add(new(
            "PROPERTY.ARRAY",
            new XAttribute("NAME", name),
            new XAttribute("TYPE", "string"),
            new XElement("VALUE.ARRAY", values.Select(value => new XElement("VALUE", value)))));
        return this;
    }

    /// <summary>Reads the properties of an instance that a method answered as text.</summary>
    public static IReadOnlyDictionary<string, string> Read(string text)
    {
        try
        {
            using var reader = XmlReader.Create(new StringReader(text.Trim()), SoapReplies.Settings);
            return XElement.Load(reader).Elements("PROPERTY")
                .Where(property => property.Element("VALUE") is not null)
                .GroupBy(property => (string?)property.Attribute("NAME") ?? "", StringComparer.OrdinalIgnoreCase)
                .ToDictionary(same => same.Key, same => same.First().Element("VALUE")!.Value,
                    StringComparer.OrdinalIgnoreCase);
        }
        catch (XmlException broken)
        {
            throw HyperVErrors.Odd("an embedded instance is not XML", broken);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => new XElement("INSTANCE", new XAttribute("CLASSNAME", type), _properties)
        .ToString(SaveOptions.DisableFormatting);

    private EmbeddedInstance Add(string name, string type, string value)
    {
        _properties.Add(new(
            "PROPERTY", new XAttribute("NAME", name), new XAttribute("TYPE", type), new XElement("VALUE", value)));
        return this;
    }
}
