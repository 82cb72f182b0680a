using System.Globalization;
using System.Xml.Linq;

namespace Hcos.Ci2.Drivers.HyperV.WsMan;

/// <summary>Writes requests. Pure.</summary>
internal sealed class SoapMessages(Uri endpoint, HyperVOptions options)
{
    private static readonly XName ResourceUri = Names.Management + "ResourceURI";

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

    /// <summary>Subscribes to the events of a query in WQL, to be pulled.</summary>
    public XElement Subscribe(string messageId, string space, string query) => Envelope(
        messageId,
        $"{Names.Eventing.NamespaceName}/Subscribe",
        Names.Uri(space, "*"),
        null,
        new XElement(
            Names.Eventing + "Subscribe",
            new XElement(Names.Eventing + "Delivery", new XAttribute("Mode", Names.PullDelivery)),
            new XElement(Names.Eventing + "Expires", Duration(options.SubscriptionLife)),
            new XElement(Names.Management + "Filter", new XAttribute("Dialect", Names.Wql), query)));

    /// <summary>Ends a subscription.</summary>
    public XElement Unsubscribe(string messageId, string space, EventSource source)
    {
        var message = Envelope(
            messageId,
            $"{Names.Eventing.NamespaceName}/Unsubscribe",
            source.Manager.FirstOrDefault(part => part.Name == ResourceUri)?.Value.Trim() ?? Names.Uri(space, "*"),
            null,
            new XElement(Names.Eventing + "Unsubscribe"));
        message.Element(Names.Soap + "Header")!.Add(source.Manager.Where(part => part.Name != ResourceUri));
        return message;
    }

    /// <summary>Asks for events; the host keeps the question until there are some, or for as long as is said.</summary>
    public XElement PullEvents(string messageId, string space, string context)
    {
        var message = Pull(messageId, space, context);
        message.Descendants(Names.Management + "OperationTimeout").Single().Value = Duration(options.LongestPull);
        return message;
    }

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
        Prefix("e", Names.Eventing),
        new XElement(
            Names.Soap + "Header",
            new XElement(Names.Addressing + "To", endpoint.AbsoluteUri),
            Understood(ResourceUri, resourceUri),
            new XElement(
                Names.Addressing + "ReplyTo",
                Understood(Names.Addressing + "Address", Names.Anonymous)),
            Understood(Names.Addressing + "Action", action),
            Understood(
                Names.Management + "MaxEnvelopeSize", options.EnvelopeSize.ToString(CultureInfo.InvariantCulture)),
            new XElement(Names.Addressing + "MessageID", $"uuid:{messageId}"),
            new XElement(Names.Management + "OperationTimeout", Duration(options.RequestTimeout)),
            reference?.SelectorSet(withNamespace: false)),
        new XElement(Names.Soap + "Body", content));

    private static string Duration(TimeSpan time) =>
        string.Create(CultureInfo.InvariantCulture, $"PT{time.TotalSeconds:0.###}S");

    private static XElement Understood(XName name, string text) =>
        new(name, new XAttribute(Names.Soap + "mustUnderstand", "true"), text);

    private static XAttribute Prefix(string prefix, XNamespace name) => new(XNamespace.Xmlns + prefix, name);
}
