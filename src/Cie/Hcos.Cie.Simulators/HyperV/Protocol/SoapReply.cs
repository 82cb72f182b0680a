using System.Collections.Frozen;
using System.Xml.Linq;
using Hcos.Cie.Simulators.HyperV.Objects;

namespace Hcos.Cie.Simulators.HyperV.Protocol;

/// <summary>
/// Writes replies. Some clients look for the prefixes of a real host instead of the namespaces, so the prefixes are
/// those, and all are declared on the envelope.
/// </summary>
internal static class SoapReply
{
    private static readonly FrozenSet<string> Times = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "CreationTime", "InstallDate", "LastBootUpTime", "LocalDateTime", "StartTime", "TimeOfLastStateChange",
        "TimeOfLastConfigurationChange", "TimeSubmitted", "CreationDate", "LastModified", "LastAccessed");

    /// <summary>A whole reply.</summary>
    /// <param name="action">The action of the reply.</param>
    /// <param name="relatesTo">The id of the request.</param>
    /// <param name="messageId">The id of the reply.</param>
    /// <param name="resourceUri">What prefix <c>p</c> stands for, or null.</param>
    /// <param name="content">The body's element.</param>
    public static XElement Envelope(
        string action, string relatesTo, string messageId, string? resourceUri, XElement content)
    {
        if (resourceUri is not null)
        {
            content.SetAttributeValue(XNamespace.Xmlns + "p", resourceUri);
        }

        return new(
            Names.Soap + "Envelope",
            Prefix("s", Names.Soap),
            Prefix("a", Names.Addressing),
            Prefix("w", Names.WsMan),
            Prefix("n", Names.Enumeration),
            Prefix("e", Names.Eventing),
            Prefix("x", Names.Transfer),
            Prefix("f", Names.Fault),
            Prefix("cim", Names.Cim),
            Prefix("xsi", Names.Instance),
            new XElement(
                Names.Soap + "Header",
                new XElement(Names.Addressing + "Action", action),
                new XElement(Names.Addressing + "MessageID", messageId),
                new XElement(Names.Addressing + "To", Names.Anonymous),
                relatesTo.Length == 0 ? null : new XElement(Names.Addressing + "RelatesTo", relatesTo)),
            new XElement(Names.Soap + "Body", content));
    }

    /// <summary>The body of a fault.</summary>
    public static XElement Fault(WsManFault fault, string message, string machine) => new(
        Names.Soap + "Fault",
        new XElement(
            Names.Soap + "Code",
            new XElement(Names.Soap + "Value", fault.IsSenders ? "s:Sender" : "s:Receiver"),
            new XElement(
                Names.Soap + "Subcode", new XElement(Names.Soap + "Value", $"{fault.Prefix}:{fault.Subcode}"))),
        new XElement(
            Names.Soap + "Reason",
            new XElement(Names.Soap + "Text", new XAttribute(XNamespace.Xml + "lang", "en-US"), message)),
        new XElement(
            Names.Soap + "Detail",
            new XElement(
                Names.Fault + "WSManFault",
                new XAttribute("Code", fault.Code),
                new XAttribute("Machine", machine),
                new XElement(Names.Fault + "Message", message))));

    /// <summary>An instance: every scalar once, as nil without a value; arrays as often as they have values.</summary>
    /// <param name="instance">The instance.</param>
    /// <param name="columns">The properties that were asked for; none for all.</param>
    public static XElement Instance(CimInstance instance, IReadOnlyList<string> columns)
    {
        XNamespace own = instance.Class.ResourceUri;
        var element = new XElement(own + instance.Class.Name, Prefix("p", own));
        foreach (var property in instance.Class.Scalars.Where(IsWanted))
        {
            element.Add(Scalar(own + property, instance[property]));
        }

        foreach (var property in instance.Class.Arrays.Where(IsWanted))
        {
            element.Add(instance.Values(property).Select(value => new XElement(own + property, value)));
        }

        return element;

        bool IsWanted(string property) =>
            columns.Count == 0 || columns.Contains(property, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>A reference to an instance, as an item.</summary>
    public static XElement EndpointReference(CimInstance instance) =>
        new(Names.Addressing + "EndpointReference", Reference(instance));

    /// <summary>A reference to an instance, as the content of an element.</summary>
    public static object[] Reference(CimInstance instance) =>
    [
        new XElement(Names.Addressing + "Address", Names.Anonymous),
        new XElement(
            Names.Addressing + "ReferenceParameters",
            new XElement(Names.WsMan + "ResourceURI", instance.Class.ResourceUri),
            new XElement(
                Names.WsMan + "SelectorSet",
                instance.Class.Keys.Select(key => Selector(key, instance[key] ?? "")),
                Selector("__cimnamespace", instance.Class.Namespace))),
    ];

    private static XElement Selector(string name, string value) =>
        new(Names.WsMan + "Selector", new XAttribute("Name", name), value);

    private static XElement Scalar(XName name, string? value) => value is null
        ? new(name, Names.Nil)
        : Times.Contains(name.LocalName)
            ? new(name, new XElement(Names.Cim + "Datetime", value))
            : new(name, value);

    private static XAttribute Prefix(string prefix, XNamespace name) => new(XNamespace.Xmlns + prefix, name);
}
