using System.Text.Json.Nodes;
using Hcos.Cie.Simulators.OpenStack.Clouds;

namespace Hcos.Cie.Simulators.OpenStack.Api;

/// <summary>The subset of Glance: images, and how long their content is.</summary>
internal sealed class ImageApi(Cloud cloud, OpenStackEndpointOptions options)
{
    private const int UsualItems = 25;
    private const long FileBytes = 36L << 20;

    /// <summary>Parts of a query that choose no images; every other is a property's value.</summary>
    private static readonly string[] NoFilters = ["limit", "marker", "sort", "sort_key", "sort_dir"];

    /// <summary>What of an image is no property that people gave it.</summary>
    private static readonly string[] Own =
        ["name", "disk_format", "container_format", "visibility", "min_disk", "min_ram"];

    /// <summary>Answers.</summary>
    public ApiAnswer Answer(ApiRequest request) => (request.Method, request.Path) switch
    {
        ("GET", ["images"]) => List(request),
        ("POST", ["images"]) => Make(request),
        ("PUT", ["images", var id, "file"]) => Fill(request, id),
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

    private ApiAnswer Make(ApiRequest request)
    {
        var body = request.Body;
        var isPrivate = body.Text("visibility") != "public";
        if (!isPrivate) request.RequireAdmin("publicize_image");
        if (body.Required("container_format") != "bare") throw RefusedException.Invalid("Invalid container format.");
        var properties = body.EnumerateObject()
            .Where(one => !Own.Contains(one.Name))
            .ToDictionary(one => one.Name, one => body.Required(one.Name));
        var made = cloud.MakeImage(
            body.Required("name"), request.Who!.ProjectId, body.Required("disk_format"), isPrivate, properties);
        return new(201, Image(made));
    }

    private ApiAnswer Fill(ApiRequest request, string id)
    {
        if (request.Content is not { } content)
        {
            throw new RefusedException(415, "unsupportedMediaType", "The content is to be application/octet-stream.");
        }

        cloud.FillImage(Owned(request, id, "upload_image"), content.Length);
        return ApiAnswer.NoContent;
    }

    // What is made of a server, and what is private, is its project's own.
    private IEnumerable<CloudImage> Seen(ApiRequest request) => cloud.Images.Where(
        one => (one.OfServer is null && !one.IsPrivate) || request.Who!.IsAdmin || one.Owner == request.Who.ProjectId);

    private CloudImage Find(ApiRequest request, string id) => Seen(request).FirstOrDefault(one => one.Id == id)
        ?? throw RefusedException.Missing($"No image found with ID {id}");

    private ApiAnswer Delete(ApiRequest request, string id)
    {
        cloud.RemoveImage(Owned(request, id, "delete_image").Id);
        return ApiAnswer.NoContent;
    }

    private CloudImage Owned(ApiRequest request, string id, string action)
    {
        var image = Find(request, id);
        return request.Who!.IsAdmin || image.Owner == request.Who.ProjectId
            ? image
            : throw RefusedException.Forbidden($"You are not authorized to complete {action} action.");
    }

    private static string Visibility(CloudImage image) =>
        image is { OfServer: null, IsPrivate: false } ? "public" : "private";

    private static JsonObject Image(CloudImage image)
    {
        var json = JsonReading.Write(image.Properties);
        var isThere = image.Status == "active";
        json["id"] = image.Id;
        json["name"] = image.Name;
        json["status"] = image.Status;
        json["visibility"] = Visibility(image);
        json["owner"] = image.Owner;
        json["disk_format"] = image.Format;
        json["container_format"] = "bare";
        json["size"] = isThere ? image.FileBytes ?? FileBytes : null;
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
