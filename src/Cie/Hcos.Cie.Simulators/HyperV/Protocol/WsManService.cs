using System.Xml.Linq;
using Hcos.Cie.Simulators.HyperV.Host;
using Hcos.Cie.Simulators.HyperV.Objects;
using Hcos.Cie.Simulators.HyperV.Wql;

namespace Hcos.Cie.Simulators.HyperV.Protocol;

/// <summary>What each request is answered with; one request at a time.</summary>
internal sealed class WsManService(HyperVHost host, HyperVEndpointOptions options, TimeProvider time)
{
    private readonly Subscriptions _subscriptions = new(host, options, time);
    private readonly WmiNamespaces _namespaces = new(options.Access);
    private readonly Enumerations _enumerations = new(options.MostEnumerations);
    private ulong _lastMessage;

    /// <summary>How many subscriptions there are.</summary>
    public int Subscriptions
    {
        get
        {
            lock (host.Gate) return _subscriptions.Count;
        }
    }

    /// <summary>Answers a request; a fault is an answer too.</summary>
    public (bool IsFault, XElement Reply) Answer(SoapRequest request)
    {
        lock (host.Gate)
        {
            host.Settle();
            try
            {
                return (false, Reply(request));
            }
            catch (WsManException fault)
            {
                return (true, Fault(request.MessageId, fault));
            }
            catch (Exception broken) when (broken is FormatException or OverflowException)
            {
                var fault = new WsManException(WsManFault.InvalidParameter, "a value is not of its property's type");
                return (true, Fault(request.MessageId, fault));
            }
        }
    }

    /// <summary>Whether a request asks for events.</summary>
    public bool IsForEvents(SoapRequest request)
    {
        if (request.Verb != "Pull" || request.Body.Elements().FirstOrDefault() is null) return false;
        lock (host.Gate)
        {
            return _subscriptions.Knows(Context(request));
        }
    }

    /// <summary>Keeps a question for events until there are some, or for as long as its asker waits.</summary>
    public async Task UntilEventsAsync(SoapRequest request, CancellationToken cancellationToken)
    {
        var until = _subscriptions.Until(request);
        while (Wait() is { } wait) await Task.Delay(wait, time, cancellationToken).ConfigureAwait(false);

        TimeSpan? Wait()
        {
            lock (host.Gate)
            {
                host.Settle();
                return _subscriptions.Wait(Context(request), until);
            }
        }
    }

    /// <summary>The envelope of a fault.</summary>
    public XElement Fault(string relatesTo, WsManException fault) => SoapReply.Envelope(
        (Names.Addressing + "fault").ToString().Trim('{').Replace('}', '/'),
        relatesTo,
        NextMessage(),
        null,
        SoapReply.Fault(fault.Fault, fault.Message, host.Name));

    private XElement Reply(SoapRequest request)
    {
        if (request.Body.Element(Names.Identity + "Identify") is not null)
        {
            return SoapReply.Envelope("", request.MessageId, NextMessage(), null, Identity());
        }

        var (uri, content) = request.Action switch
        {
            var action when IsOf(Names.Enumeration, action) => (null, request.Verb switch
            {
                "Enumerate" => Enumerate(request),
                "Pull" => Pull(request),
                "Release" => Release(request),
                _ => throw NoSuchAction(request),
            }),
            var action when IsOf(Names.Eventing, action) => (null, request.Verb switch
            {
                "Subscribe" => Subscribe(request),
                "Renew" => _subscriptions.Renew(request),
                "Unsubscribe" => _subscriptions.Close(request.Subscription ?? ""),
                _ => throw NoSuchAction(request),
            }),
            var action when IsOf(Names.Transfer, action) && request.Verb == "Get" => (null, Get(request)),
            var action when action.StartsWith(CimClasses.UriRoot, StringComparison.OrdinalIgnoreCase) =>
                Invoke(request),
            _ => throw NoSuchAction(request),
        };
        return SoapReply.Envelope($"{request.Action}Response", request.MessageId, NextMessage(), uri, content);
    }

    private static bool IsOf(XNamespace name, string action) =>
        action.StartsWith($"{name.NamespaceName}/", StringComparison.OrdinalIgnoreCase);

    private static XElement Identity() => new(
        Names.Identity + "IdentifyResponse",
        new XElement(Names.Identity + "ProtocolVersion", "http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd"),
        new XElement(Names.Identity + "ProductVendor", "HCOS"),
        new XElement(Names.Identity + "ProductVersion", "simulated Hyper-V host"));

    private XElement Enumerate(SoapRequest request)
    {
        _namespaces.Check(request);
        var columns = Query(request, out var found);
        var mode = request.Content.Element(Names.WsMan + "EnumerationMode")?.Value;
        var items = found.Select(instance => mode switch
        {
            null => SoapReply.Instance(instance, columns),
            "EnumerateEPR" => SoapReply.EndpointReference(instance),
            "EnumerateObjectAndEPR" => new XElement(
                Names.WsMan + "Item",
                SoapReply.Instance(instance, columns), SoapReply.EndpointReference(instance)),
            _ => throw new WsManException(WsManFault.InvalidParameter, "this enumeration mode is not supported"),
        }).ToList();
        var reply = new XElement(Names.Enumeration + "EnumerateResponse");
        var context = _enumerations.Open(items);
        if (request.Content.Element(Names.WsMan + "OptimizeEnumeration") is null)
        {
            reply.Add(new XElement(Names.Enumeration + "EnumerationContext", context));
            return reply;
        }

        var (first, isEnd) = Take(context, request.Number(Names.WsMan + "MaxElements"));
        reply.Add(
            new XElement(Names.Enumeration + "EnumerationContext", isEnd ? null : context),
            new XElement(Names.WsMan + "Items", first),
            isEnd ? new XElement(Names.WsMan + "EndOfSequence") : null);
        return reply;
    }

    private XElement Subscribe(SoapRequest request)
    {
        _namespaces.Check(request);
        return _subscriptions.Open(request);
    }

    private XElement Pull(SoapRequest request)
    {
        var context = Context(request);
        if (_subscriptions.Knows(context)) return _subscriptions.Pull(context, request.ResourceUri);
        var (items, isEnd) = Take(context, request.Number(Names.Enumeration + "MaxElements"));
        return new(
            Names.Enumeration + "PullResponse",
            isEnd ? null : new XElement(Names.Enumeration + "EnumerationContext", context),
            new XElement(Names.Enumeration + "Items", items),
            isEnd ? new XElement(Names.Enumeration + "EndOfSequence") : null);
    }

    private XElement Release(SoapRequest request)
    {
        _enumerations.Release(Context(request));
        return new(Names.Enumeration + "ReleaseResponse");
    }

    // Clients that say nothing take the first item and drop the rest.
    private (IReadOnlyList<XElement> Items, bool IsEnd) Take(string context, int? count) =>
        _enumerations.Take(context, Math.Clamp(count ?? 1, 1, options.MostItems));

    private static string Context(SoapRequest request) =>
        request.Content.Element(Names.Enumeration + "EnumerationContext")?.Value.Trim() ?? "";

    private IReadOnlyList<string> Query(SoapRequest request, out IEnumerable<CimInstance> found)
    {
        if (request.Content.Element(Names.WsMan + "Filter") is not { } filter)
        {
            found = Instances(_namespaces.Class(request));
            return [];
        }

        if ((string?)filter.Attribute("Dialect") != Names.Wql)
        {
            throw new WsManException(WsManFault.CannotProcessFilter, "only WQL is understood");
        }

        switch (WqlParser.Read(filter.Value))
        {
            case WqlQuery.Select select:
                found = Instances(_namespaces.Class(select.Class, request))
                    .Where(instance => select.Condition?.Holds(instance, host.Name) ?? true);
                return select.Columns;
            case WqlQuery.Associators of:
                found = Find(_namespaces.Class(of.Class, request), of.Keys) is { } from
                    ? host.Associated(from, of.Association, of.Result)
                    : throw new WsManException(WsManFault.InvalidSelectors, "the object in the middle is not there");
                return [];
            default:
                throw new InvalidOperationException("a query is one of two");
        }
    }

    private XElement Get(SoapRequest request) =>
        Find(_namespaces.Class(request), request.Selectors) is { } instance
        ? SoapReply.Instance(instance, [])
        : throw NoSuchInstance();

    private (string Uri, XElement Reply) Invoke(SoapRequest request)
    {
        var type = _namespaces.Class(request);
        if (_namespaces.Hides(type)) throw NoSuchInstance();
        var reply = host.Call(new(type, request.Verb, request.Selectors, request.Content));
        XNamespace own = type.ResourceUri;
        return (type.ResourceUri, new(
            own + $"{request.Verb}_OUTPUT",
            reply.Outputs.Select(output => new XElement(own + output.Name, output.Value switch
            {
                Shown shown => SoapReply.Instance(shown.Instance, []).Elements(),
                CimInstance instance => SoapReply.Reference(instance),
                var text => text,
            })),
            new XElement(own + "ReturnValue", reply.ReturnValue)));
    }

    private IEnumerable<CimInstance> Instances(CimClass type) =>
        _namespaces.Hides(type) ? [] : host.Instances(type.Name);

    private CimInstance? Find(CimClass type, IReadOnlyDictionary<string, string> keys) =>
        _namespaces.Hides(type) ? null : host.Find(type.Name, keys);

    private static WsManException NoSuchInstance() =>
        new(WsManFault.InvalidSelectors, "no instance has these selectors");

    private static WsManException NoSuchAction(SoapRequest request) =>
        new(WsManFault.NoSuchAction, $"the action {request.Verb} is not supported");

    private string NextMessage() => $"uuid:{new Guid(0x48564D32, 0, 0, BitConverter.GetBytes(++_lastMessage))}";
}
