using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Hcos.Cie.Simulators.OpenStack.Clouds;

namespace Hcos.Cie.Simulators.OpenStack.Api;

/// <summary>
/// The subset of Neutron: networks that all projects share, their ranges, and ports; the rest by
/// <see cref="SecurityGroupApi"/> and <see cref="FloatingAddressApi"/>.
/// </summary>
internal sealed partial class NetworkApi(Cloud cloud)
{
    private readonly SecurityGroupApi _securityGroups = new(cloud);
    private readonly FloatingAddressApi _floatingAddresses = new(cloud);

    /// <summary>Answers.</summary>
    public ApiAnswer Answer(ApiRequest request) => (request.Method, request.Path) switch
    {
        ("GET", []) => ApiAnswer.Of("resources", new JsonArray()),
        ("GET", ["networks"]) => NetworkListing.Of(request, "networks", cloud.Networks, Network),
        ("GET", ["networks", var id]) => ApiAnswer.Of("network", Network(Known(id))),
        ("GET", ["subnets"]) => NetworkListing.Of(request, "subnets", cloud.Networks, Subnet),
        ("GET", ["subnets", var id]) => ApiAnswer.Of("subnet", Subnet(
            cloud.Networks.FirstOrDefault(one => SubnetId(one) == id) ?? throw Missing("Subnet", id))),
        ("GET", ["ports"]) => NetworkListing.Of(request, "ports", PortsSeen(request), Port),
        ("GET", ["ports", var id]) => ApiAnswer.Of("port", Port(Find(request, id))),
        ("POST", ["ports"]) => AddPort(request),
        ("DELETE", ["ports", var id]) => cloud.RemovePort(Find(request, id).Id)
            ? ApiAnswer.NoContent
            : throw Missing("Port", id),
        (_, ["security-groups", ..]) => _securityGroups.Answer(request),
        (_, ["floatingips", ..]) => _floatingAddresses.Answer(request),
        _ => throw new RefusedException(404, "HTTPNotFound", "The resource could not be found."),
    };

    private IEnumerable<Port> PortsSeen(ApiRequest request) => cloud.Ports.Where(
        port => request.Who!.IsAdmin || port.ProjectId == request.Who.ProjectId);

    private Port Find(ApiRequest request, string id) =>
        PortsSeen(request).FirstOrDefault(port => port.Id == id) ?? throw Missing("Port", id);

    private CloudNetwork Known(string id) =>
        cloud.Networks.FirstOrDefault(one => one.Id == id) ?? throw Missing("Network", id);

    internal static RefusedException Missing(string what, string id) =>
        new(404, $"{what}NotFound", $"{what} {id} could not be found.");

    private ApiAnswer AddPort(ApiRequest request)
    {
        var wanted = request.Object("port");
        var network = Known(wanted.Required("network_id"));
        var hardware = wanted.Text("mac_address");
        if (hardware is not null && !HardwareAddress().IsMatch(hardware))
        {
            throw new RefusedException(
                400, "HTTPBadRequest", $"Invalid input for mac_address. Reason: '{hardware}' is none.");
        }

        // The networks are the administrator's, and only who owns a network chooses addresses in it.
        if (hardware is not null && !request.Who!.IsAdmin)
        {
            throw new RefusedException(
                403,
                "PolicyNotAuthorized",
                "(rule:create_port and rule:create_port:mac_address) is disallowed by policy");
        }

        var made = cloud.AddPort(
            network.Id, wanted.Text("name") ?? "", hardware?.ToLowerInvariant(), request.Who!.ProjectId);
        return ApiAnswer.Of("port", Port(made), 201);
    }

    private JsonObject Network(CloudNetwork network) => new()
    {
        ["id"] = network.Id,
        ["name"] = network.Name,
        ["status"] = "ACTIVE",
        ["admin_state_up"] = true,
        ["shared"] = true,
        ["router:external"] = network.IsExternal,
        ["mtu"] = 1450,
        ["project_id"] = cloud.Accounts[0].ProjectId,
        ["tenant_id"] = cloud.Accounts[0].ProjectId,
        ["provider:network_type"] = "local",
        ["port_security_enabled"] = true,
        ["subnets"] = new JsonArray(SubnetId(network)),
        ["description"] = "",
        ["tags"] = new JsonArray(),
    };

    private JsonObject Subnet(CloudNetwork network) => new()
    {
        ["id"] = SubnetId(network),
        ["name"] = network.Name,
        ["network_id"] = network.Id,
        ["ip_version"] = 4,
        ["cidr"] = cloud.Range,
        ["gateway_ip"] = null,
        ["enable_dhcp"] = false,
        ["project_id"] = cloud.Accounts[0].ProjectId,
        ["tenant_id"] = cloud.Accounts[0].ProjectId,
        ["allocation_pools"] = new JsonArray(),
        ["dns_nameservers"] = new JsonArray(),
        ["host_routes"] = new JsonArray(),
    };

    private static string SubnetId(CloudNetwork network) => Identities.DashedOf("subnet", network.Name);

    private JsonObject Port(Port port) => new()
    {
        ["id"] = port.Id,
        ["name"] = port.Name,
        ["network_id"] = port.NetworkId,
        ["project_id"] = port.ProjectId,
        ["tenant_id"] = port.ProjectId,
        ["mac_address"] = port.HardwareAddress,
        ["admin_state_up"] = true,
        ["status"] = port.DeviceId.Length > 0 ? "ACTIVE" : "DOWN",
        ["device_id"] = port.DeviceId,
        ["device_owner"] = port.DeviceId.Length > 0 ? "compute:nova" : "",
        ["binding:vnic_type"] = "normal",
        ["security_groups"] = new JsonArray(Cloud.DefaultOf(port.ProjectId).Id),
        ["fixed_ips"] = new JsonArray(new JsonObject
        {
            ["subnet_id"] = SubnetId(Known(port.NetworkId)),
            ["ip_address"] = cloud.AddressOf(port),
        }),
    };

    [GeneratedRegex("^([0-9a-fA-F]{2}:){5}[0-9a-fA-F]{2}$")]
    private static partial Regex HardwareAddress();
}
