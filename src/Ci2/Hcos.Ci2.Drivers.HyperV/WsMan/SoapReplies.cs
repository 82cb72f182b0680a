using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace Hcos.Ci2.Drivers.HyperV.WsMan;

/// <summary>Reads replies by namespace, never by prefix. Pure.</summary>
internal static class SoapReplies
{
    /// <summary>How what a host sends is read: what it declares itself could refer to anything.</summary>
    public static XmlReaderSettings Settings => new() { DtdProcessing = DtdProcessing.Prohibit };

    /// <summary>The body of a reply; null when the text is no SOAP envelope.</summary>
    public static XElement? Body(Stream text)
    {
        try
        {
            using var reader = XmlReader.Create(text, Settings);
            var envelope = XElement.Load(reader);
            return envelope.Name == Names.Soap + "Envelope" ? envelope.Element(Names.Soap + "Body") : null;
        }
        catch (XmlException)
        {
            return null;
        }
    }

    /// <summary>The fault in a body, or null.</summary>
    public static SoapFault? Fault(XElement body)
    {
        if (body.Element(Names.Soap + "Fault") is not { } fault) return null;
        var code = fault.Element(Names.Soap + "Code")?.Element(Names.Soap + "Subcode")?
            .Element(Names.Soap + "Value");
        var detail = fault.Element(Names.Soap + "Detail")?.Elements()
            .FirstOrDefault(element => element.Name.LocalName is "WSManFault" or "MSFT_WmiError");
        var message = detail?.Elements().FirstOrDefault(element => element.Name.LocalName == "Message")?.Value;
        var reason = fault.Element(Names.Soap + "Reason")?.Elements(Names.Soap + "Text").FirstOrDefault()?.Value;
        // WMI's own error has its number where the service's fault has an attribute.
        var number = (string?)detail?.Attribute("Code")
            ?? detail?.Elements().FirstOrDefault(element => element.Name.LocalName == "error_Code")?.Value.Trim();
        return new(
            Local(code?.Value.Trim() ?? ""),
            uint.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var known) ? known : 0,
            (string.IsNullOrWhiteSpace(message) ? reason : message)?.Trim() ?? "no reason was given");
    }

    /// <summary>The instances in the reply to an enumeration or a pull, and where to go on; null at the end.</summary>
    public static (IReadOnlyList<WmiObject> Items, string? Context) Items(XElement body)
    {
        var reply = body.Element(Names.Enumeration + "EnumerateResponse")
            ?? body.Element(Names.Enumeration + "PullResponse")
            ?? throw HyperVErrors.Odd("the reply to an enumeration has another name");
        var items = (reply.Element(Names.Management + "Items") ?? reply.Element(Names.Enumeration + "Items"))?
            .Elements().Select(element => new WmiObject(element)).ToList() ?? [];
        var isEnd = reply.Element(Names.Management + "EndOfSequence") is not null
            || reply.Element(Names.Enumeration + "EndOfSequence") is not null;
        var context = reply.Element(Names.Enumeration + "EnumerationContext")?.Value.Trim();
        return !isEnd && string.IsNullOrEmpty(context)
            ? throw HyperVErrors.Odd("an enumeration neither goes on nor ends")
            : (items, isEnd ? null : context);
    }

    /// <summary>Where the events of a subscription come from.</summary>
    public static EventSource Subscription(XElement body)
    {
        var parts = body.Elements().Where(reply => reply.Name.LocalName == "SubscribeResponse")
            .SelectMany(reply => reply.Elements()).ToList();
        // The standard does not say clearly in which of its namespaces it is.
        var context = parts.Find(element => element.Name.LocalName == "EnumerationContext")?.Value.Trim()
            ?? throw HyperVErrors.Odd("a subscription without anything to pull its events by");
        var manager = parts.Find(element => element.Name.LocalName == "SubscriptionManager")?.Elements()
            .Where(element => element.Name.LocalName is "ReferenceParameters" or "ReferenceProperties") ?? [];
        return new(context, [.. manager.SelectMany(parameters => parameters.Elements())]);
    }

    /// <summary>The instance in the reply to a get.</summary>
    public static WmiObject Instance(XElement body) => body.Elements().FirstOrDefault() is { } element
        ? new(element)
        : throw HyperVErrors.Odd("the reply to a get is empty");

    /// <summary>The out parameters in the reply to a call of <paramref name="method"/>.</summary>
    public static MethodOutput Output(XElement body, WmiReference reference, string method)
    {
        XNamespace own = reference.Uri;
        var output = body.Elements().FirstOrDefault(element => element.Name.LocalName == $"{method}_OUTPUT"
            && string.Equals(element.Name.NamespaceName, own.NamespaceName, StringComparison.OrdinalIgnoreCase));
        return output is not null && uint.TryParse(
            output.Element(output.Name.Namespace + "ReturnValue")?.Value, CultureInfo.InvariantCulture, out var value)
            ? new(value, output)
            : throw HyperVErrors.Odd($"the reply to {method} has no return value");
    }

    // A subcode is a qualified name in text; its prefix is whatever the host calls the namespace.
    private static string Local(string qualified) => qualified[(qualified.LastIndexOf(':') + 1)..];
}

/// <summary>A fault of WS-Management.</summary>
/// <param name="Subcode">Name of the subcode, without its namespace.</param>
/// <param name="Code">Windows' number, or 0.</param>
/// <param name="Message">For people.</param>
internal sealed record SoapFault(string Subcode, uint Code, string Message);

/// <summary>A subscription.</summary>
/// <param name="Context">By what its events are pulled.</param>
/// <param name="Manager">What a request that is about it carries in its header, as the host wrote it.</param>
internal sealed record EventSource(string Context, IReadOnlyList<XElement> Manager);

/// <summary>What a method answered.</summary>
/// <param name="ReturnValue">0 for done, 4096 for a job.</param>
/// <param name="Element">The out parameters.</param>
internal sealed record MethodOutput(uint ReturnValue, XElement Element)
{
    /// <summary>An out parameter's element, or null.</summary>
    public XElement? this[string name] => Element.Element(Element.Name.Namespace + name);

    /// <summary>The elements of an out parameter that is an array.</summary>
    public IEnumerable<XElement> All(string name) => Element.Elements(Element.Name.Namespace + name);
}
