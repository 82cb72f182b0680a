using System.Text.Json.Nodes;
using Hcos.Cie.Simulators.OpenStack.Clouds;

namespace Hcos.Cie.Simulators.OpenStack.Api;

/// <summary>The subset of Cinder: volumes that nobody attaches.</summary>
internal sealed class VolumeApi(Cloud cloud, OpenStackEndpointOptions options)
{
    /// <summary>Answers. The project is the first part of the path.</summary>
    public ApiAnswer Answer(ApiRequest request)
    {
        if (request.Path is [var project, ..] && project != request.Who!.ProjectId)
        {
            throw RefusedException.Invalid("Malformed request url");
        }

        return (request.Method, request.Path) switch
        {
            ("GET", [_, "volumes"] or [_, "volumes", "detail"]) => List(request),
            ("GET", [_, "volumes", var id]) => ApiAnswer.Of("volume", Write(Find(request, id))),
            ("POST", [_, "volumes"]) => Create(request),
            ("DELETE", [_, "volumes", var id]) => Delete(Find(request, id)),
            _ => throw RefusedException.Missing("The resource could not be found."),
        };
    }

    private ApiAnswer List(ApiRequest request)
    {
        var everybody = request.IsSet("all_tenants") && request.Who!.IsAdmin;
        var found = cloud.Volumes
            .Where(one => everybody || one.ProjectId == request.Who!.ProjectId)
            .OrderByDescending(one => one.Created).ThenByDescending(one => one.Id, StringComparer.Ordinal);
        var (page, next) = request.Page(found, one => one.Id, options.MostItems, options.MostItems);
        var body = new JsonObject { ["volumes"] = JsonReading.Write(page, Write) };
        if (next is not null)
        {
            var path = $"/volume/v3/{string.Join('/', request.Path)}?{request.QueryFrom(next)}";
            body["volumes_links"] = new JsonArray(new JsonObject
            {
                ["rel"] = "next",
                ["href"] = new Uri(request.Root, path).AbsoluteUri,
            });
        }

        return new(200, body);
    }

    private Volume Find(ApiRequest request, string id) => cloud.Volumes.FirstOrDefault(
        one => one.Id == id && (request.Who!.IsAdmin || one.ProjectId == request.Who.ProjectId))
        ?? throw RefusedException.Missing($"Volume {id} could not be found.");

    private ApiAnswer Create(ApiRequest request)
    {
        var wanted = request.Object("volume");
        var size = wanted.Number("size");
        if (size is < 1 or > 1 << 20) throw RefusedException.Invalid("Invalid input for field/attribute size.");
        return ApiAnswer.Of("volume", Write(cloud.AddVolume(wanted.Text("name") ?? "", size, request.Who!)), 202);
    }

    private ApiAnswer Delete(Volume volume)
    {
        cloud.RemoveVolume(volume.Id);
        return new(202, null);
    }

    private static JsonObject Write(Volume volume) => new()
    {
        ["id"] = volume.Id,
        ["name"] = volume.Name,
        ["status"] = "available",
        ["size"] = volume.Gibibytes,
        ["bootable"] = "false",
        ["encrypted"] = false,
        ["multiattach"] = false,
        ["volume_type"] = "simulated",
        ["availability_zone"] = "nova",
        ["created_at"] = JsonReading.Microsecond(volume.Created),
        ["user_id"] = volume.UserId,
        ["os-vol-tenant-attr:tenant_id"] = volume.ProjectId,
        ["metadata"] = new JsonObject(),
        ["attachments"] = new JsonArray(),
        ["links"] = new JsonArray(),
    };
}
