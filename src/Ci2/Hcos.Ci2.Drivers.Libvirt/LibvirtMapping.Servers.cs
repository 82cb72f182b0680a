using System.Globalization;
using System.Xml.Linq;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Libvirt;

/// <summary>Domains as servers. Pure.</summary>
internal static partial class LibvirtMapping
{
    private const int PausedShuttingDown = 8;
    private const int PausedStartingUp = 11;

    /// <summary>A domain.</summary>
    /// <param name="record">What the library says.</param>
    /// <param name="host">The host's UUID.</param>
    /// <param name="leases">Addresses by the MAC address, in lower case.</param>
    /// <param name="places">Where volumes are.</param>
    public static ResourceObject Server(
        DomainRecord record, string host, ILookup<string, string> leases, VolumePlaces places)
    {
        var domain = Parse(record.Xml);
        var interfaces = domain.Element("devices")?.Elements("interface").ToList() ?? [];
        var state = ShownState(record);

        // A lease outlives the guest that it was given to; an address is only where somebody executes.
        var addresses = interfaces
            .Where(_ => state is ResourceState.Running or ResourceState.Paused)
            .Select(nic => ((string?)nic.Element("mac")?.Attribute("address") ?? "").ToLowerInvariant())
            .SelectMany(mac => leases[mac]);
        var facts = new ServerFacts(
            Vcpus(domain),
            Bytes(domain.Element("memory")),
            host,
            GuestAddresses.Of(addresses),
            [.. Disks(domain).Select(places.NativeId)],
            [.. interfaces.Select(nic => (string?)nic.Element("source")?.Attribute("network")).OfType<string>()])
        {
            Snapshots = [.. record.SnapshotXmls.Select(Snapshot).OrderBy(kept => kept.Name, StringComparer.Ordinal)],
        };
        return new(
            new(ResourceKind.Server, record.Uuid),
            Required(domain, "name"),
            state)
        {
            Server = facts,
            MadeFor = ServerIdentity.MarkIn(domain),
            Native = Native("libvirt-domain-xml", record.Xml),
        };
    }

    /// <summary>Whether a domain says that it was made here for the resource of that UUID.</summary>
    public static bool IsMarked(string xml, string uuid) =>
        ServerIdentity.MarkIn(Parse(xml)) is { } made && ServerIdentity.Uuid(made) == uuid;

    /// <summary>Name of a domain.</summary>
    public static string NameOf(string xml) => Required(Parse(xml), "name");

    /// <summary>Names of the networks that a domain is attached to.</summary>
    public static IReadOnlyList<string> NetworksOf(string xml) =>
        [.. (Parse(xml).Element("devices")?.Elements("interface") ?? [])
            .Select(nic => (string?)nic.Element("source")?.Attribute("network"))
            .OfType<string>()
            .Distinct(StringComparer.Ordinal)];

    /// <summary>What a domain's state means.</summary>
    internal static ResourceState State(int state, int reason, bool hasSavedMemory) => (state, reason) switch
    {
        // Running, blocked on a resource, and being shut down: it executes.
        (1 or 2 or 4, _) => ResourceState.Running,

        // Paused for an instant by its own start or end.
        (3, PausedShuttingDown or PausedStartingUp) => ResourceState.Running,
        (3, _) => ResourceState.Paused,
        (5, _) when hasSavedMemory => ResourceState.Suspended,
        (5, _) => ResourceState.Stopped,
        (6, _) => ResourceState.Error,
        (7, _) => ResourceState.Paused,
        _ => ResourceState.Unknown,
    };

    /// <summary>
    /// The same for people and for who counts what executes: while it starts, or arrives from another host (which
    /// libvirt tells by the same reason, and lasts as long as the move), it does not execute yet.
    /// </summary>
    internal static ResourceState ShownState(DomainRecord record) =>
        (record.State, record.Reason) == (3, PausedStartingUp)
            ? ResourceState.Provisioning
            : State(record.State, record.Reason, record.HasSavedMemory);

    /// <summary>Addresses that are still given away, by MAC address.</summary>
    internal static ILookup<string, string> ByMac(IEnumerable<LeaseRecord> leases, DateTimeOffset now) => leases
        .Where(lease => lease.ExpiresAt == 0 || lease.ExpiresAt > now.ToUnixTimeSeconds())
        .ToLookup(lease => lease.Mac.ToLowerInvariant(), lease => lease.Address, StringComparer.Ordinal);

    private static int Vcpus(XElement domain)
    {
        var vcpu = domain.Element("vcpu");
        return (int?)vcpu?.Attribute("current") ?? (int?)vcpu ?? 1;
    }

    /// <summary>Path of the file that a domain's first serial console is written to, or null.</summary>
    public static string? ConsoleLogOf(string xml)
    {
        var devices = Parse(xml).Element("devices");
        var console = devices?.Element("serial") ?? devices?.Element("console");
        return (string?)console?.Element("log")?.Attribute("file");
    }

    private static IEnumerable<string> Disks(XElement domain) =>
        (domain.Element("devices")?.Elements("disk") ?? [])
            .Select(disk => disk.Element("source"))
            .Select(source => (string?)source?.Attribute("file") ?? (string?)source?.Attribute("dev")
                ?? (source?.Attribute("volume") is { } volume
                    ? $"{(string?)source.Attribute("pool")}/{volume.Value}"
                    : null))
            .OfType<string>();

    private static long Bytes(XElement? amount) => amount is null
        ? 0
        : (long)(decimal.Parse(amount.Value, CultureInfo.InvariantCulture) * ((string?)amount.Attribute("unit") switch
        {
            "b" or "bytes" => 1,
            "KB" => 1000,
            "k" or "KiB" or null => 1024,
            "MB" => 1_000_000,
            "M" or "MiB" => 1L << 20,
            "GB" => 1_000_000_000,
            "G" or "GiB" => 1L << 30,
            "TB" => 1_000_000_000_000,
            "T" or "TiB" => 1L << 40,
            var other => throw Odd($"an amount in {other}"),
        }));
}
