using System.Text.Json.Nodes;
using Hcos.Cie.Simulators.OpenStack.Clouds;

namespace Hcos.Cie.Simulators.OpenStack.Api;

/// <summary>The subset of Glance: images without their content.</summary>
internal sealed class ImageApi(Cloud cloud, OpenStackEndpointOptions options)
{
    private const int UsualItems = 25;
    private const long FileBytes = 36L << 20;

    /// <summary>Parts of a query that choose no images; every other is a property's value.</summary>
    private static readonly string[] NoFilters = ["limit", "marker", "sort", "sort_key", "sort_dir"];

    /// <summary>Answers.</summary>
    public ApiAnswer Answer(ApiRequest request) => (request.Method, request.Path) switch
    {
        ("GET", ["images"]) => List(request),
        ("GET", ["images", var id]) => new(200, Image(Find(request, id))),
        ("DELETE", ["images", var id]) => Delete(request, id),
        _ => throw RefusedException.Missing("The resource could not be found."),
    };

    private ApiAnswer List(ApiRequest request)
    {
        var filters = request.Query.Where(part => !NoFilters.Contains(part.Key)).ToList();
        var found = Seen(request).Where(
            image => Image(image) is var shown && filters.TrueForAll(part => $"{shown[part.Key]}" == part.Value));
        var (page, next) = request.Page(
            found.OrderByDescending(one => one.Created).ThenByDescending(one => one.Id, StringComparer.Ordinal),
            one => one.Id,
            UsualItems,
            options.MostItems);
        var body = new JsonObject
        {
            ["images"] = JsonReading.Write(page, Image),
            ["first"] = "/v2/images",
            ["schema"] = "/v2/schemas/images",
        };
        if (next is not null) body["next"] = $"/v2/images?{request.QueryFrom(next)}";
        return new(200, body);
    }

    // What is made of a server is its project's own.
    private IEnumerable<CloudImage> Seen(ApiRequest request) => cloud.Images.Where(
        one => one.OfServer is null || request.Who!.IsAdmin || one.Owner == request.Who.ProjectId);

    private CloudImage Find(ApiRequest request, string id) => Seen(request).FirstOrDefault(one => one.Id == id)
        ?? throw RefusedException.Missing($"No image found with ID {id}");

    private ApiAnswer Delete(ApiRequest request, string id)
    {
        var image = Find(request, id);
        if (!request.Who!.IsAdmin && image.Owner != request.Who.ProjectId)
        {
            throw RefusedException.Forbidden("You are not authorized to complete delete_image action.");
        }

        cloud.RemoveImage(id);
        return ApiAnswer.NoContent;
    }

    private static string Visibility(CloudImage image) => image.OfServer is null ? "public" : "private";

    private static JsonObject Image(CloudImage image)
    {
        var json = JsonReading.Write(image.Properties);
        var isThere = image.Status == "active";
        json["id"] = image.Id;
        json["name"] = image.Name;
        json["status"] = image.Status;
        json["visibility"] = Visibility(image);
        json["owner"] = image.Owner;
        json["disk_format"] = "qcow2";
        json["container_format"] = "bare";
        json["size"] = isThere ? FileBytes : null;
        json["virtual_size"] = isThere ? image.Bytes : null;
        json["min_disk"] = image.MinDisk;
        json["min_ram"] = 0;
        json["protected"] = false;
        json["os_hidden"] = false;
        json["tags"] = new JsonArray();
        json["created_at"] = JsonReading.Second(image.Created);
        json["updated_at"] = JsonReading.Second(image.Updated);
        json["self"] = $"/v2/images/{image.Id}";
        json["file"] = $"/v2/images/{image.Id}/file";
        json["schema"] = "/v2/schemas/image";
        if (image.OfServer is { } server)
        {
            json["instance_uuid"] = server;
            json["image_type"] = "snapshot";
        }

        return json;
    }
}
