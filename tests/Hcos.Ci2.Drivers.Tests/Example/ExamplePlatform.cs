using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Hcos.Ci2.Drivers.Tests.Example;

/// <summary>
/// A platform for the example driver to be tested against: servers as JSON, each made, changed or removed whole.
/// </summary>
internal sealed class ExamplePlatform : IAsyncDisposable
{
    private const long ImageBytes = 1 << 20;
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, JsonObject> _servers = new(StringComparer.Ordinal);
    private readonly string _secret;
    private readonly WebApplication _application;

    private ExamplePlatform(string secret)
    {
        _secret = secret;
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        _application = builder.Build();
        _application.Run(AnswerAsync);
    }

    public Uri Address => new(_application.Urls.Single());

    public static async Task<ExamplePlatform> StartAsync(string secret)
    {
        var platform = new ExamplePlatform(secret);
        await platform._application.StartAsync();
        return platform;
    }

    /// <summary>Somebody else makes or removes a server.</summary>
    public void Put(string id, string name) =>
        Change(id, new() { ["name"] = name, ["vcpus"] = 1, ["memoryBytes"] = 1L << 20, ["diskBytes"] = 0L });

    public void Remove(string id)
    {
        lock (_lock)
        {
            _servers.Remove(id);
        }
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var (status, body) = context.Request.Headers.Authorization == $"Bearer {_secret}"
            ? await ActAsync(context)
            : (401, null);
        context.Response.StatusCode = status;
        if (body is null) return;
        var bytes = JsonSerializer.SerializeToUtf8Bytes(body);
        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes, CancellationToken.None);
    }

    private async Task<(int Status, JsonNode? Body)> ActAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!.TrimStart('/').Split('/', 2);
        if (context.Request.Method == "PUT")
        {
            var wanted = await JsonNode.ParseAsync(context.Request.Body, cancellationToken: CancellationToken.None);
            return (Change(path[1], wanted!.AsObject()), null);
        }

        if (context.Request.Method == "DELETE")
        {
            Remove(path[1]);
            return (204, null);
        }

        if (path[0] == "about") return (200, new JsonObject { ["id"] = "example-1", ["version"] = "1.0" });
        var all = List(path[0]);
        if (path.Length == 1) return (200, new JsonArray([.. all.Select(item => (JsonNode)item)]));
        var found = all.Find(item => (string?)item["id"] == path[1]);
        return (found is null ? 404 : 200, found);
    }

    private int Change(string id, JsonObject wanted)
    {
        lock (_lock)
        {
            var (image, disk) = ((string?)wanted["image"], (long)wanted["diskBytes"]!);
            if ((int)wanted["vcpus"]! > 64 || (image is not null && disk > 0 && disk < ImageBytes)) return 422;
            if (image is not (null or "small") || (string?)wanted["network"] is not (null or "default")
                || (string?)wanted["host"] is not (null or "host-1")) return 404;
            if (_servers.Any(server => server.Key != id && (string?)server.Value["name"] == (string?)wanted["name"]))
            {
                return 409;
            }

            wanted["id"] = id;
            wanted["volumes"] = image is null ? new JsonArray() : new JsonArray($"{id}-disk");
            _servers[id] = wanted;
            return 204;
        }
    }

    private List<JsonObject> List(string what)
    {
        lock (_lock)
        {
            return what switch
            {
                "servers" => [.. _servers.Values.Select(server => (JsonObject)server.DeepClone())],
                "volumes" =>
                [
                    .. _servers.Values.Where(server => server["image"] is not null).Select(server => Disk(
                        $"{server["id"]}-disk", $"{server["name"]}-disk", (string?)server["image"])),
                ],
                "images" => [Disk("small", "small", null)],
                "networks" => [new() { ["id"] = "default", ["name"] = "default" }],
                "hosts" =>
                    [new() { ["id"] = "host-1", ["name"] = "host-1", ["vcpus"] = 64, ["memoryBytes"] = 1L << 36 }],
                _ => [],
            };
        }
    }

    private static JsonObject Disk(string id, string name, string? image) =>
        new() { ["id"] = id, ["name"] = name, ["diskBytes"] = ImageBytes, ["image"] = image };
}
