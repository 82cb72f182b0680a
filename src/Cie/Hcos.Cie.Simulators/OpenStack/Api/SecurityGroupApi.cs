using System.Text.Json.Nodes;
using Hcos.Cie.Simulators.OpenStack.Clouds;

namespace Hcos.Cie.Simulators.OpenStack.Api;

/// <summary>Neutron's security groups, each with the rules that it has from the beginning.</summary>
internal sealed class SecurityGroupApi(Cloud cloud)
{
    /// <summary>Answers.</summary>
    public ApiAnswer Answer(ApiRequest request) => (request.Method, request.Path) switch
    {
        ("GET", [_]) => NetworkListing.Of(request, "security_groups", Seen(request), Write),
        ("POST", [_]) => Add(request),
        ("GET", [_, var id]) => ApiAnswer.Of("security_group", Write(Find(request, id))),
        ("DELETE", [_, var id]) => Remove(request, id),
        _ => throw new RefusedException(404, "HTTPNotFound", "The resource could not be found."),
    };

    private IEnumerable<SecurityGroup> Seen(ApiRequest request) => cloud.SecurityGroups.Where(
        one => request.Who!.IsAdmin || one.ProjectId == request.Who.ProjectId);

    private SecurityGroup Find(ApiRequest request, string id) => Seen(request).FirstOrDefault(one => one.Id == id)
        ?? throw new RefusedException(404, "SecurityGroupNotFound", $"Security group {id} does not exist");

    private ApiAnswer Add(ApiRequest request)
    {
        var wanted = request.Object("security_group");
        var made = cloud.AddSecurityGroup(
            wanted.Text("name") ?? "", wanted.Text("description") ?? "", request.Who!.ProjectId);
        return ApiAnswer.Of("security_group", Write(made), 201);
    }

    private ApiAnswer Remove(ApiRequest request, string id)
    {
        cloud.RemoveSecurityGroup(Find(request, id));
        return ApiAnswer.NoContent;
    }

    private static JsonObject Write(SecurityGroup group) => new()
    {
        ["id"] = group.Id,
        ["name"] = group.Name,
        ["description"] = group.Description,
        ["stateful"] = true,
        ["shared"] = false,
        ["project_id"] = group.ProjectId,
        ["tenant_id"] = group.ProjectId,
        ["created_at"] = JsonReading.Second(group.Created),
        ["updated_at"] = JsonReading.Second(group.Created),
        ["revision_number"] = 1,
        ["tags"] = new JsonArray(),
        ["security_group_rules"] = new JsonArray([.. Rules(group)]),
    };

    // What leaves is allowed from the beginning; what comes, only among members of a project's first group.
    private static IEnumerable<JsonObject> Rules(SecurityGroup group)
    {
        foreach (var version in new[] { "IPv4", "IPv6" })
        {
            yield return Rule(group, "egress", version, null);
            if (group.Name == Cloud.DefaultGroup) yield return Rule(group, "ingress", version, group.Id);
        }
    }

    private static JsonObject Rule(SecurityGroup group, string direction, string version, string? remote) => new()
    {
        ["id"] = Identities.DashedOf("security-group-rule", $"{group.Id}/{direction}/{version}"),
        ["security_group_id"] = group.Id,
        ["project_id"] = group.ProjectId,
        ["tenant_id"] = group.ProjectId,
        ["direction"] = direction,
        ["ethertype"] = version,
        ["protocol"] = null,
        ["port_range_min"] = null,
        ["port_range_max"] = null,
        ["remote_ip_prefix"] = null,
        ["remote_group_id"] = remote,
        ["description"] = "",
    };
}
