using System.Xml;
using System.Xml.Linq;
using Hcos.Cie.Simulators.HyperV.Objects;

namespace Hcos.Cie.Simulators.HyperV.Protocol;

/// <summary>Instances as text within a parameter: CIM-XML, with or without declaration and indentation.</summary>
internal static class EmbeddedInstance
{
    /// <summary>Reads an instance of one of the classes that the endpoint knows.</summary>
    public static CimInstance Read(string text)
    {
        var root = Parse(text);
        var name = (string?)root.Attribute("CLASSNAME") ?? "";
        if (root.Name.LocalName != "INSTANCE" || CimClasses.Find(name) is not { } type)
        {
            throw new WsManException(WsManFault.InvalidParameter, "the embedded instance is of no known class");
        }

        var instance = new CimInstance(type);
        foreach (var property in root.Elements())
        {
            var values = property.Name.LocalName switch
            {
                "PROPERTY" => property.Elements("VALUE"),
                "PROPERTY.ARRAY" => property.Element("VALUE.ARRAY")?.Elements("VALUE") ?? [],
                _ => [],
            };
            instance.Set((string?)property.Attribute("NAME") ?? "", [.. values.Select(value => value.Value)]);
        }

        return instance;
    }

    /// <summary>Writes an instance with all that is set.</summary>
    public static string Write(CimInstance instance) => new XElement(
        "INSTANCE",
        new XAttribute("CLASSNAME", instance.Class.Name),
        instance.Class.Scalars.Where(name => instance[name] is not null).Select(name => new XElement(
            "PROPERTY", new XAttribute("NAME", name), new XAttribute("TYPE", "string"),
            new XElement("VALUE", instance[name]))),
        instance.Class.Arrays.Where(name => instance[name] is not null).Select(name => new XElement(
            "PROPERTY.ARRAY", new XAttribute("NAME", name), new XAttribute("TYPE", "string"),
            new XElement("VALUE.ARRAY", instance.Values(name).Select(value => new XElement("VALUE", value))))))
        .ToString(SaveOptions.DisableFormatting);

    private static XElement Parse(string text)
    {
        try
        {
            var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit };
            using var reader = XmlReader.Create(new StringReader(text.Trim()), settings);
            return XElement.Load(reader);
        }
        catch (XmlException broken)
        {
            throw new WsManException(
                WsManFault.InvalidParameter, $"the embedded instance is not XML: {broken.Message}");
        }
    }
}
