using System.Text.Json;
using System.Text.Json.Nodes;
using Hcos.Ci2.Drivers.OpenStack.Http;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.OpenStack;

/// <summary>Flavors, and what Neutron has. Descriptions are not shown: people write anything there.</summary>
internal static partial class OpenStackMapping
{
    private static readonly string[] NetworkShown =
    [
        "id", "name", "status", "admin_state_up", "mtu", "shared", "router:external", "project_id",
        "provider:network_type", "subnets",
    ];

    private static readonly string[] WholeFlavorShown =
    [
        "id", "name", "vcpus", "ram", "disk", "swap", "rxtx_factor", "OS-FLV-EXT-DATA:ephemeral",
        "OS-FLV-DISABLED:disabled", "os-flavor-access:is_public",
    ];

    private static readonly string[] PortShown =
    [
        "id", "name", "status", "admin_state_up", "network_id", "project_id", "mac_address", "fixed_ips", "device_id",
        "device_owner", "binding:vnic_type", "binding:host_id", "security_groups",
    ];

    private static readonly string[] FloatingAddressShown =
    [
        "id", "status", "floating_ip_address", "floating_network_id", "fixed_ip_address", "port_id", "router_id",
        "project_id",
    ];

    private static readonly string[] SecurityGroupShown = ["id", "name", "stateful", "shared", "project_id"];

    private static readonly string[] RuleShown =
    [
        "id", "direction", "ethertype", "protocol", "port_range_min", "port_range_max", "remote_ip_prefix",
        "remote_group_id",
    ];

    /// <summary>A flavor.</summary>
    public static ResourceObject Flavor(JsonElement flavor) => new(
        new(ResourceKind.ServerSize, flavor.Required("id")),
        NameOf(flavor),
        flavor.Member("OS-FLV-DISABLED:disabled") is { ValueKind: JsonValueKind.True }
            ? ResourceState.Stopped
            : ResourceState.Running)
    {
        ServerSize = new(
            (int)(flavor.Number("vcpus") ?? 0),
            (flavor.Number("ram") ?? 0) << MebibyteBits,
            Bytes(flavor.Number("disk") ?? 0)),
        Native = Native("nova-flavor-json", flavor, WholeFlavorShown),
    };

    /// <summary>A network, with the first of its ranges.</summary>
    public static ResourceObject Network(JsonElement network, IEnumerable<JsonElement> subnets)
    {
        var id = network.Required("id");
        return new(
            new(ResourceKind.Network, id),
            NameOf(network),
            network.Text("status") == "ACTIVE" && network.Member("admin_state_up") is { ValueKind: JsonValueKind.True }
                ? ResourceState.Running
                : ResourceState.Stopped)
        {
            Network = new(subnets
                .Where(subnet => subnet.Text("network_id") == id)
                .Select(subnet => subnet.Text("cidr"))
                .Order(StringComparer.Ordinal)
                .FirstOrDefault()),
            Native = Native("neutron-network-json", network, NetworkShown),
        };
    }

    /// <summary>Nova's identity of the server that a port is for; null when it is for none.</summary>
    public static string? DeviceOf(JsonElement port) =>
        port.Text("device_owner")?.StartsWith("compute:", StringComparison.Ordinal) == true
            && port.Text("device_id") is { Length: > 0 } device
            ? device
            : null;

    /// <summary>A port.</summary>
    /// <param name="port">What Neutron says of it.</param>
    /// <param name="server">The native id of the server that is attached to it, or null.</param>
    public static ResourceObject Port(JsonElement port, string? server) => new(
        new(ResourceKind.Port, port.Required("id")), NameOf(port), NetworkingState(port))
    {
        Port = new(
            port.Required("network_id"),
            port.Text("mac_address"),
            [.. port.Items("fixed_ips").Select(one => one.Text("ip_address")).OfType<string>()
                .Order(StringComparer.Ordinal)],
            server,
            [.. port.Items("security_groups").Where(one => one.ValueKind == JsonValueKind.String)
                .Select(one => one.GetString()!).Order(StringComparer.Ordinal)]),
        MadeFor = ServerMark.MadeFor(port.Text("name")),
        Native = Native("neutron-port-json", port, PortShown),
    };

    /// <summary>A floating address. It has no name but itself.</summary>
    public static ResourceObject FloatingAddress(JsonElement address) => new(
        new(ResourceKind.FloatingAddress, address.Required("id")),
        address.Required("floating_ip_address"),
        NetworkingState(address))
    {
        FloatingAddress = new(
            address.Required("floating_ip_address"), address.Required("floating_network_id"), address.Text("port_id")),
        Native = Native("neutron-floating-ip-json", address, FloatingAddressShown),
    };

    /// <summary>A security group.</summary>
    public static ResourceObject SecurityGroup(JsonElement group)
    {
        var rules = group.Items("security_group_rules")
            .OrderBy(rule => rule.Text("id"), StringComparer.Ordinal)
            .ToList();
        var native = JsonNode.Parse(Native("", group, SecurityGroupShown).Text)!;
        native["security_group_rules"] = new JsonArray(
            [.. rules.Select(rule => JsonNode.Parse(Native("", rule, RuleShown).Text))]);
        return new(
            new(ResourceKind.SecurityGroup, group.Required("id")), NameOf(group), ResourceState.Running)
        {
            SecurityGroup = new([.. rules.Select(Rule)]),
            MadeFor = ServerMark.MadeFor(group.Text("name")),
            Native = new("neutron-security-group-json", native.ToJsonString()),
        };
    }

    private static SecurityRuleFacts Rule(JsonElement rule) => new(
        rule.Text("direction") == "egress" ? TrafficDirection.Egress : TrafficDirection.Ingress,
        rule.Text("ethertype") == "IPv6" ? 6 : 4,
        rule.Text("protocol"),
        (int?)rule.Number("port_range_min"),
        (int?)rule.Number("port_range_max"),
        rule.Text("remote_ip_prefix") ?? rule.Text("remote_group_id"));

    private static ResourceState NetworkingState(JsonElement found) => found.Text("status") switch
    {
        "ACTIVE" => ResourceState.Running,
        "DOWN" => ResourceState.Stopped,
        "BUILD" => ResourceState.Provisioning,
        "ERROR" => ResourceState.Error,
        _ => ResourceState.Unknown,
    };
}
