using System.Globalization;
using System.Xml.Linq;

namespace Hcos.Ci2.Drivers.HyperV.WsMan;

/// <summary>Writes requests. Pure.</summary>
internal sealed class SoapMessages(Uri endpoint, HyperVOptions options)
{
    /// <summary>Asks a query in WQL, with as many answers at once as fit.</summary>
    public XElement Enumerate(string messageId, string space, string query) => Envelope(
        messageId,
        $"{Names.Enumeration.NamespaceName}/Enumerate",
        Names.Uri(space, "*"),
        null,
        new XElement(
            Names.Enumeration + "Enumerate",
            new XElement(Names.Management + "OptimizeEnumeration"),
            new XElement(Names.Management + "MaxElements", options.ItemsAtOnce),
            new XElement(Names.Management + "Filter", new XAttribute("Dialect", Names.Wql), query)));

    /// <summary>Asks for what is still to come.</summary>
    public XElement Pull(string messageId, string space, string context) => Envelope(
        messageId,
        $"{Names.Enumeration.NamespaceName}/Pull",
        Names.Uri(space, "*"),
        null,
        new XElement(
            Names.Enumeration + "Pull",
            new XElement(Names.Enumeration + "EnumerationContext", context),
            new XElement(Names.Enumeration + "MaxElements", options.ItemsAtOnce)));

    /// <summary>Asks for one instance.</summary>
    public XElement Get(string messageId, WmiReference reference) => Envelope(
        messageId, $"{Names.Transfer.NamespaceName}/Get", reference.Uri, reference, null);

    /// <summary>Calls a method.</summary>
    public XElement Invoke(string messageId, WmiReference reference, string method, Parameters parameters) => Envelope(
        messageId, $"{reference.Uri}/{method}", reference.Uri, reference, parameters.Body(method));

    private XElement Envelope(
        string messageId, string action, string resourceUri, WmiReference? reference, XElement? content) => new(
        Names.Soap + "Envelope",
        Prefix("s", Names.Soap),
        Prefix("a", Names.Addressing),
        Prefix("w", Names.Management),
        Prefix("n", Names.Enumeration),
        new XElement(
            Names.Soap + "Header",
            new XElement(Names.Addressing + "To", endpoint.AbsoluteUri),
            Understood(Names.Management + "ResourceURI", resourceUri),
            new XElement(
                Names.Addressing + "ReplyTo",
                Understood(Names.Addressing + "Address", Names.Anonymous)),
            Understood(Names.Addressing + "Action", action),
            Understood(
                Names.Management + "MaxEnvelopeSize", options.EnvelopeSize.ToString(CultureInfo.InvariantCulture)),
            new XElement(Names.Addressing + "MessageID", $"uuid:{messageId}"),
            new XElement(
                Names.Management + "OperationTimeout",
                string.Create(CultureInfo.InvariantCulture, $"PT{(int)options.RequestTimeout.TotalSeconds}S")),
            reference?.SelectorSet(withNamespace: false)),
        new XElement(Names.Soap + "Body", content));

    private static XElement Understood(XName name, string text) =>
        new(name, new XAttribute(Names.Soap + "mustUnderstand", "true"), text);

    private static XAttribute Prefix(string prefix, XNamespace name) => new(XNamespace.Xmlns + prefix, name);
}
