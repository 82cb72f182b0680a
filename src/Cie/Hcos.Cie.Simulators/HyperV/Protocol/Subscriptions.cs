using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Hcos.Cie.Simulators.HyperV.Host;
using Hcos.Cie.Simulators.HyperV.Objects;

namespace Hcos.Cie.Simulators.HyperV.Protocol;

/// <summary>
/// Subscriptions to changes of machines' states, whose events are pulled. Like a real host, this one looks at its
/// machines every so often by itself, as often as each subscription says. Each ends when that was said, however much
/// is pulled, unless it is renewed.
/// </summary>
internal sealed partial class Subscriptions(HyperVHost host, HyperVEndpointOptions options, TimeProvider time)
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(10);
    private readonly Dictionary<string, Subscription> _open = new(StringComparer.OrdinalIgnoreCase);
    private ulong _last;

    /// <summary>How many there are.</summary>
    public int Count => _open.Count(one => !IsOver(one.Value));

    /// <summary>Whether a context is a subscription's.</summary>
    public bool Knows(string context) => Find(context) is not null;

    /// <summary>Begins one.</summary>
    public XElement Open(SoapRequest request)
    {
        if (!options.GrantsSubscriptions)
        {
            throw new WsManException(WsManFault.NoSuchAction, "nobody may subscribe to this host");
        }

        var content = request.Content;
        if ((string?)content.Element(Names.Eventing + "Delivery")?.Attribute("Mode") != Names.PullDelivery)
        {
            throw new WsManException(WsManFault.NoSuchDelivery, "events are pulled here");
        }

        var query = Understood().Match(content.Element(Names.WsMan + "Filter")?.Value ?? "");
        if (!query.Success)
        {
            throw new WsManException(WsManFault.CannotProcessFilter, "events are changes of machines' states here");
        }

        Forget();
        var life = Life(request);
        var within = TimeSpan.FromSeconds(double.Parse(query.Groups[1].ValueSpan, CultureInfo.InvariantCulture));
        var context = $"uuid:{new Guid(0x48564D33, 0, 0, BitConverter.GetBytes(++_last))}";
        _open[context] = new(within > Shortest ? within : Shortest, States()) { EndsAt = time.GetUtcNow() + life };
        return new(
            Names.Eventing + "SubscribeResponse",
            new XElement(
                Names.Eventing + "SubscriptionManager",
                new XElement(Names.Addressing + "Address", Names.Anonymous),
                new XElement(
                    Names.Addressing + "ReferenceParameters",
                    new XElement(Names.WsMan + "ResourceURI", request.ResourceUri),
                    new XElement(Names.Eventing + "Identifier", context))),
            Expires(life),
            new XElement(Names.Enumeration + "EnumerationContext", context));
    }

    /// <summary>How long whoever pulls is to wait before the host has looked again; null once it need not.</summary>
    public TimeSpan? Wait(string context, DateTimeOffset until)
    {
        if (Find(context) is not { } subscription) return null;
        var now = time.GetUtcNow();
        if (now >= until || Changed(subscription).Count > 0) return null;
        var left = subscription.EndsAt - now;
        return left < subscription.Within ? left : subscription.Within;
    }

    /// <summary>Until when a question is kept.</summary>
    public DateTimeOffset Until(SoapRequest request) => time.GetUtcNow()
        + (Duration(request.Timeout) is { } wanted && wanted < Longest ? wanted : Longest);

    /// <summary>What happened since the last pull.</summary>
    public XElement Pull(string context, string resourceUri)
    {
        var subscription = _open[context];
        var changed = Changed(subscription);
        if (changed.Count == 0) throw new WsManException(WsManFault.TimedOut, "nothing happened");
        subscription.Seen = States();
        XNamespace own = resourceUri.Replace("/*", "/__InstanceModificationEvent", StringComparison.Ordinal);
        return new(
            Names.Enumeration + "PullResponse",
            new XElement(Names.Enumeration + "EnumerationContext", context),
            new XElement(Names.Enumeration + "Items", changed.Select(machine => new XElement(
                own + "__InstanceModificationEvent",
                new XElement(own + "TargetInstance", SoapReply.Instance(machine, []).Elements())))));
    }

    /// <summary>Lets one last for as long from now on as is wished.</summary>
    public XElement Renew(SoapRequest request)
    {
        if (Find(request.Subscription ?? "") is not { } subscription)
        {
            throw new WsManException(WsManFault.UnableToRenew, "there is no such subscription, or not any more");
        }

        var life = Life(request);
        subscription.EndsAt = time.GetUtcNow() + life;
        return new(Names.Eventing + "RenewResponse", Expires(life));
    }

    /// <summary>Ends one.</summary>
    public XElement Close(string context)
    {
        _open.Remove(context);
        return new(Names.Eventing + "UnsubscribeResponse");
    }

    private static TimeSpan Life(SoapRequest request) =>
        Duration(request.Content.Element(Names.Eventing + "Expires")?.Value) ?? Longest;

    private static XElement Expires(TimeSpan life) => new(
        Names.Eventing + "Expires", string.Create(CultureInfo.InvariantCulture, $"PT{life.TotalSeconds:F3}S"));

    private Subscription? Find(string context) =>
        _open.TryGetValue(context, out var found) && !IsOver(found) ? found : null;

    private bool IsOver(Subscription subscription) => subscription.EndsAt <= time.GetUtcNow();

    /// <summary>Those that are over go, and those that end soonest when there are too many.</summary>
    private void Forget()
    {
        foreach (var (context, _) in _open.Where(one => IsOver(one.Value)).ToList()) _open.Remove(context);
        while (_open.Count >= options.MostEnumerations)
        {
            _open.Remove(_open.MinBy(one => one.Value.EndsAt).Key);
        }
    }

    /// <summary>Machines that are there now and were there, in another state.</summary>
    private List<CimInstance> Changed(Subscription subscription) =>
    [
        .. host.Instances("Msvm_ComputerSystem").Where(machine =>
            subscription.Seen.TryGetValue(machine["Name"]!, out var before) && before != machine["EnabledState"]),
    ];

    private Dictionary<string, string?> States() => host.Instances("Msvm_ComputerSystem")
        .ToDictionary(machine => machine["Name"]!, machine => machine["EnabledState"]);

    private static TimeSpan? Duration(string? text) =>
        Seconds().Match(text ?? "") is { Success: true } match
            ? TimeSpan.FromSeconds(double.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture))
            : null;

    [GeneratedRegex(@"^\s*PT([0-9]{1,6}(?:\.[0-9]{1,3})?)S\s*$")]
    private static partial Regex Seconds();

    [GeneratedRegex(
        @"^\s*SELECT \* FROM __InstanceModificationEvent WITHIN ([0-9]{1,4}(?:\.[0-9]{1,3})?) "
        + @"WHERE TargetInstance ISA 'Msvm_ComputerSystem' "
        + @"AND TargetInstance\.EnabledState (?:!=|<>) PreviousInstance\.EnabledState\s*$",
        RegexOptions.IgnoreCase)]
    private static partial Regex Understood();

    private sealed class Subscription(TimeSpan within, Dictionary<string, string?> seen)
    {
        public TimeSpan Within => within;

        public Dictionary<string, string?> Seen { get; set; } = seen;

        public DateTimeOffset EndsAt { get; set; }
    }
}
