using System.Text.Json;
using System.Text.Json.Nodes;
using Hcos.Cie.Simulators.OpenStack.Clouds;

namespace Hcos.Cie.Simulators.OpenStack.Api;

/// <summary>Nova's servers, their metadata and their tags; actions by <see cref="ServerActions"/>.</summary>
internal sealed class ServersApi(Cloud cloud, OpenStackEndpointOptions options)
{
    private const int WithTags = 26;
    private const int WithNetworksRequired = 37;
    private const int WithTagsInCreate = 52;
    private const int WithHypervisorInCreate = 74;
    private const int LongestTag = 60;
    private const int MostMetadata = 128;

    private readonly ServerActions _actions = new(cloud);
    private readonly ServerView _view = new(cloud);

    /// <summary>Answers.</summary>
    public ApiAnswer Answer(ApiRequest request) => (request.Method, request.Path) switch
    {
        ("GET", ["servers"]) => List(request, one => ServerView.InShort(one, request.Root)),
        ("GET", ["servers", "detail"]) => List(request, one => _view.Whole(one, request)),
        ("POST", ["servers"]) => Create(request),
        ("GET", ["servers", var id]) => ApiAnswer.Of("server", _view.Whole(Find(request, id), request)),
        ("PUT", ["servers", var id]) => Update(request, Find(request, id)),
        ("DELETE", ["servers", var id]) => Delete(Find(request, id)),
        ("POST", ["servers", var id, "action"]) => _actions.Act(request, Find(request, id), _view),
        (_, ["servers", var id, "metadata", ..]) => Metadata(request, Find(request, id)),
        (_, ["servers", var id, "tags", ..]) when request.Minor >= WithTags => Tags(request, Find(request, id)),
        _ => throw RefusedException.Missing("The resource could not be found."),
    };

    private Instance Find(ApiRequest request, string id) =>
        cloud.Find(id) is { } instance && (request.Who!.IsAdmin || instance.ProjectId == request.Who.ProjectId)
            ? instance
            : throw RefusedException.Missing($"Instance {id} could not be found.");

    private ApiAnswer List(ApiRequest request, Func<Instance, JsonNode> write)
    {
        var (page, next) = request.Page(
            ServerListing.Of(cloud, request), one => one.Id, options.MostItems, options.MostItems);
        var body = new JsonObject { ["servers"] = JsonReading.Write(page, write) };
        if (next is not null)
        {
            var path = $"/compute/v2.1/{string.Join('/', request.Path)}?{request.QueryFrom(next)}";
            body["servers_links"] = new JsonArray(new JsonObject
            {
                ["rel"] = "next",
                ["href"] = new Uri(request.Root, path).AbsoluteUri,
            });
        }

        return new(200, body);
    }

    private ApiAnswer Create(ApiRequest request)
    {
        var server = request.Object("server");
        var (ports, networks) = Networks(request, server);
        var made = cloud.Create(
            new(Name(server.Required("name")), server.Required("imageRef"), server.Required("flavorRef"))
            {
                PortIds = ports,
                NetworkIds = networks,
                SecurityGroups = SecurityGroups(server),
                Description = server.Text("description"),
                Metadata = Bounded(server.Texts("metadata")),
                Tags = request.Minor >= WithTagsInCreate ? Bounded(server.TextList("tags")) : [],
                UserData = UserData(server),
                Hypervisor = Hypervisor(request, server),
            },
            request.Who!);
        return ApiAnswer.Of("server", ServerView.Made(made, request.Root), 202);
    }

    private static List<string> SecurityGroups(JsonElement server) =>
        server.Find("security_groups") is { ValueKind: JsonValueKind.Array } groups
            ? [.. groups.EnumerateArray().Select(group => group.Required("name"))]
            : [];

    private static string Name(string name) => Cloud.IsName(name)
        ? name
        : throw RefusedException.Invalid("Invalid input for field/attribute name.");

    private static string? UserData(JsonElement server)
    {
        if (server.Text("user_data") is not { } data) return null;
        return Convert.TryFromBase64String(data, new byte[data.Length], out _)
            ? data
            : throw RefusedException.Invalid("Invalid input for field/attribute user_data.");
    }

    private static string? Hypervisor(ApiRequest request, JsonElement server)
    {
        if (request.Minor < WithHypervisorInCreate || server.Text("hypervisor_hostname") is not { } name) return null;
        request.RequireAdmin("compute:servers:create:requested_destination");
        return name;
    }

    private (IReadOnlyList<string> Ports, IReadOnlyList<string> Networks) Networks(
        ApiRequest request, JsonElement server)
    {
        switch (server.Find("networks"))
        {
            case null when request.Minor >= WithNetworksRequired:
                throw RefusedException.Invalid("'networks' is a required property");
            case null or { ValueKind: JsonValueKind.String } when server.Text("networks") is null or "auto":
                return ([], [.. cloud.Networks.Take(1).Select(network => network.Id)]);
            case { ValueKind: JsonValueKind.String }:
                return server.Text("networks") == "none"
                    ? ([], [])
                    : throw RefusedException.Invalid("Invalid input for field/attribute networks.");
            case { ValueKind: JsonValueKind.Array } array:
                var asked = array.EnumerateArray().ToList();
                var ports = asked.Select(one => one.Text("port")).OfType<string>().ToList();
                var networks = asked.Where(one => one.Text("port") is null).Select(one => one.Required("uuid"));
                return (ports, [.. networks.Select(KnownNetwork)]);
            default:
                throw RefusedException.Invalid("Invalid input for field/attribute networks.");
        }
    }

    private string KnownNetwork(string id) => cloud.Networks.Any(network => network.Id == id)
        ? id
        : throw RefusedException.Invalid($"Network {id} could not be found.");

    private ApiAnswer Update(ApiRequest request, Instance instance)
    {
        var server = request.Object("server");
        var name = server.Text("name") is { } text ? Name(text) : instance.Name;
        var updated = cloud.Describe(instance, one => one with
        {
            Name = name,
            Description = server.Text("description") ?? one.Description,
        });
        return ApiAnswer.Of("server", _view.Whole(updated, request));
    }

    private ApiAnswer Delete(Instance instance)
    {
        cloud.Delete(instance);
        return ApiAnswer.NoContent;
    }

    private ApiAnswer Metadata(ApiRequest request, Instance instance)
    {
        var now = instance.Metadata;
        switch (request.Method, request.Path[3..])
        {
            case ("GET", []):
                return ApiAnswer.Of("metadata", JsonReading.Write(now));
            case ("PUT", []):
                return SetMetadata(instance, request.Body.Texts("metadata"));
            case ("POST", []):
                var merged = now.ToDictionary();
                foreach (var (key, value) in request.Body.Texts("metadata")) merged[key] = value;
                return SetMetadata(instance, merged);
            case ("GET", [var key]) when now.ContainsKey(key):
                return ApiAnswer.Of("meta", new JsonObject { [key] = now[key] });
            case ("PUT", [var key]):
                var changed = now.ToDictionary();
                changed[key] = request.Object("meta").Required(key);
                SetMetadata(instance, changed);
                return ApiAnswer.Of("meta", new JsonObject { [key] = changed[key] });
            case ("DELETE", [var key]) when now.ContainsKey(key):
                SetMetadata(instance, now.Where(one => one.Key != key).ToDictionary());
                return ApiAnswer.NoContent;
            default:
                throw RefusedException.Missing("Metadata item was not found");
        }
    }

    private ApiAnswer SetMetadata(Instance instance, IReadOnlyDictionary<string, string> metadata)
    {
        cloud.Describe(instance, one => one with { Metadata = Bounded(metadata) });
        return ApiAnswer.Of("metadata", JsonReading.Write(metadata));
    }

    private ApiAnswer Tags(ApiRequest request, Instance instance)
    {
        switch (request.Method, request.Path[3..])
        {
            case ("GET", []):
                return ApiAnswer.Of("tags", JsonReading.Write(instance.Tags, tag => tag));
            case ("PUT", []):
                var tags = Bounded(request.Body.TextList("tags"));
                cloud.Describe(instance, one => one with { Tags = tags });
                return ApiAnswer.Of("tags", JsonReading.Write(tags, tag => tag));
            case ("DELETE", []):
                cloud.Describe(instance, one => one with { Tags = [] });
                return ApiAnswer.NoContent;
            case ("GET", [var tag]) when instance.Tags.Contains(tag):
                return ApiAnswer.NoContent;
            case ("PUT", [var tag]):
                var isNew = !instance.Tags.Contains(tag);
                cloud.Describe(instance, one => one with { Tags = Bounded([.. one.Tags.Union([tag])]) });
                return new(isNew ? 201 : 204, null);
            case ("DELETE", [var tag]) when instance.Tags.Contains(tag):
                cloud.Describe(instance, one => one with { Tags = [.. one.Tags.Except([tag])] });
                return ApiAnswer.NoContent;
            default:
                throw RefusedException.Missing($"Server {instance.Id} has no such tag");
        }
    }

    private static IReadOnlyList<string> Bounded(IReadOnlyList<string> tags) =>
        tags.Count <= 50 && tags.All(tag => tag.Length is > 0 and <= LongestTag && tag.IndexOfAny([',', '/']) < 0)
            ? [.. tags.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]
            : throw RefusedException.Invalid("Invalid input for field/attribute tags.");

    private static IReadOnlyDictionary<string, string> Bounded(IReadOnlyDictionary<string, string> metadata) =>
        metadata.Count <= MostMetadata
            && metadata.All(one => one.Key.Length is > 0 and <= 255 && one.Value.Length <= 255)
            ? metadata
            : throw RefusedException.Invalid("Invalid input for field/attribute metadata.");
}
