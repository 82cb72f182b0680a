using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hcos.Cie.Simulators.OpenStack.Clouds;

namespace Hcos.Cie.Simulators.OpenStack.Api;

/// <summary>Neutron's floating addresses. Nothing is reached by them.</summary>
internal sealed class FloatingAddressApi(Cloud cloud)
{
    /// <summary>Answers.</summary>
    public ApiAnswer Answer(ApiRequest request) => (request.Method, request.Path) switch
    {
        ("GET", [_]) => NetworkListing.Of(request, "floatingips", Seen(request), Write),
        ("POST", [_]) => Add(request),
        ("GET", [_, var id]) => ApiAnswer.Of("floatingip", Write(Find(request, id))),
        ("PUT", [_, var id]) => ApiAnswer.Of("floatingip", Write(
            cloud.Lead(Find(request, id), Port(request, request.Object("floatingip"))))),
        ("DELETE", [_, var id]) => Remove(request, id),
        _ => throw new RefusedException(404, "HTTPNotFound", "The resource could not be found."),
    };

    private IEnumerable<FloatingAddress> Seen(ApiRequest request) => cloud.FloatingAddresses.Where(
        one => request.Who!.IsAdmin || one.ProjectId == request.Who.ProjectId);

    private FloatingAddress Find(ApiRequest request, string id) =>
        Seen(request).FirstOrDefault(one => one.Id == id)
        ?? throw new RefusedException(404, "FloatingIPNotFound", $"Floating IP {id} could not be found");

    private ApiAnswer Add(ApiRequest request)
    {
        var wanted = request.Object("floatingip");
        var made = cloud.AddFloatingAddress(
            wanted.Required("floating_network_id"), Port(request, wanted), request.Who!.ProjectId);
        return ApiAnswer.Of("floatingip", Write(made), 201);
    }

    private string? Port(ApiRequest request, JsonElement wanted)
    {
        if (wanted.Text("port_id") is not { } id) return null;
        return cloud.Ports.Any(one => one.Id == id
            && (request.Who!.IsAdmin || one.ProjectId == request.Who.ProjectId))
            ? id
            : throw NetworkApi.Missing("Port", id);
    }

    private ApiAnswer Remove(ApiRequest request, string id)
    {
        cloud.RemoveFloatingAddress(Find(request, id));
        return ApiAnswer.NoContent;
    }

    private JsonObject Write(FloatingAddress address)
    {
        var port = cloud.Ports.FirstOrDefault(one => one.Id == address.PortId);
        return new()
        {
            ["id"] = address.Id,
            ["floating_ip_address"] = string.Create(CultureInfo.InvariantCulture, $"203.0.113.{address.Number}"),
            ["floating_network_id"] = address.NetworkId,
            ["fixed_ip_address"] = port is null ? null : cloud.AddressOf(port),
            ["port_id"] = port?.Id,
            ["router_id"] = null,
            ["status"] = port is null ? "DOWN" : "ACTIVE",
            ["project_id"] = address.ProjectId,
            ["tenant_id"] = address.ProjectId,
            ["description"] = "",
            ["tags"] = new JsonArray(),
        };
    }
}
