using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using Hcos.Cie.Simulators.HyperV.Objects;

namespace Hcos.Cie.Simulators.HyperV.Protocol;

/// <summary>One request, read without looking at prefixes.</summary>
internal sealed record SoapRequest(
    string Action, string MessageId, string ResourceUri, IReadOnlyDictionary<string, string> Selectors, XElement Body)
{
    /// <summary>How long whoever asks waits, as it was written; null when nothing is said.</summary>
    public string? Timeout { get; init; }

    /// <summary>The subscription that it is about, or null.</summary>
    public string? Subscription { get; init; }

    /// <summary>The last part of the action: <c>Pull</c>, <c>DefineSystem</c>.</summary>
    public string Verb => Action[(Action.LastIndexOf('/') + 1)..];

    /// <summary>The last part of the resource: a class, or <c>*</c>.</summary>
    public string ClassName => ResourceUri[(ResourceUri.LastIndexOf('/') + 1)..];

    /// <summary>The WMI namespace that the resource is in, or null when it is no WMI resource.</summary>
    public string? Namespace => ResourceUri.StartsWith(CimClasses.UriRoot, StringComparison.OrdinalIgnoreCase)
        && ResourceUri.LastIndexOf('/') is var last && last > CimClasses.UriRoot.Length
        ? ResourceUri[CimClasses.UriRoot.Length..last]
        : null;

    /// <summary>The one element of the body.</summary>
    public XElement Content => Body.Elements().FirstOrDefault()
        ?? throw new WsManException(WsManFault.InvalidParameter, "the body is empty");

    /// <summary>Reads a message.</summary>
    public static SoapRequest Read(Stream message)
    {
        var envelope = Parse(message);
        var header = envelope.Element(Names.Soap + "Header") ?? new XElement("none");
        var body = envelope.Element(Names.Soap + "Body");
        if (envelope.Name != Names.Soap + "Envelope" || body is null)
        {
            throw new WsManException(WsManFault.InvalidParameter, "the message is no SOAP 1.2 envelope");
        }

        return new(
            header.Element(Names.Addressing + "Action")?.Value.Trim() ?? "",
            header.Element(Names.Addressing + "MessageID")?.Value.Trim() ?? "",
            header.Element(Names.WsMan + "ResourceURI")?.Value.Trim() ?? "",
            ReadSelectors(header.Element(Names.WsMan + "SelectorSet")),
            body)
        {
            Timeout = header.Element(Names.WsMan + "OperationTimeout")?.Value,
            Subscription = header.Element(Names.Eventing + "Identifier")?.Value.Trim(),
        };
    }

    /// <summary>A selector set by name; a selector that is a reference is left out.</summary>
    public static IReadOnlyDictionary<string, string> ReadSelectors(XElement? set)
    {
        var selectors = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var selector in set?.Elements(Names.WsMan + "Selector") ?? [])
        {
            if ((string?)selector.Attribute("Name") is { } name) selectors[name] = selector.Value;
        }

        return selectors;
    }

    /// <summary>The number in a child of the content, or null when it is not there.</summary>
    public int? Number(XName name) => Content.Element(name) is { } element
        ? int.TryParse(element.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new WsManException(WsManFault.InvalidParameter, $"{name.LocalName} is no number")
        : null;

    private static XElement Parse(Stream message)
    {
        try
        {
            var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit };
            using var reader = XmlReader.Create(message, settings);
            return XElement.Load(reader);
        }
        catch (XmlException broken)
        {
            throw new WsManException(WsManFault.InvalidParameter, $"the message is not XML: {broken.Message}");
        }
    }
}
