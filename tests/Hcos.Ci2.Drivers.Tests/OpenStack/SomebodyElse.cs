using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Hcos.Ci2.Drivers.Tests.OpenStack;

/// <summary>Somebody else who works by the services, without the driver's code.</summary>
internal sealed class SomebodyElse : IAsyncDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false });
    private readonly Uri _compute;

    private SomebodyElse(Uri identity) => _compute = new(identity, "/compute/v2.1/");

    public static async Task<SomebodyElse> SignInAsync(Uri identity, CancellationToken cancellationToken)
    {
        var one = new SomebodyElse(identity);
        var user = new JsonObject
        {
            ["name"] = "admin",
            ["domain"] = new JsonObject { ["id"] = "default" },
            ["password"] = OpenStackWorld.Password,
        };
        var auth = new JsonObject
        {
            ["auth"] = new JsonObject
            {
                ["identity"] = new JsonObject
                {
                    ["methods"] = new JsonArray("password"),
                    ["password"] = new JsonObject { ["user"] = user },
                },
            },
        };
        using var answer = await one._http.PostAsJsonAsync($"{identity}/auth/tokens", auth, cancellationToken);
        answer.EnsureSuccessStatusCode();
        one._http.DefaultRequestHeaders.Add("X-Auth-Token", answer.Headers.GetValues("X-Subject-Token"));
        one._http.DefaultRequestHeaders.Add("OpenStack-API-Version", "compute 2.79");
        return one;
    }

    /// <summary>Makes a server like one that is there, as a create that arrives twice does.</summary>
    public async Task CopyAsync(string id, CancellationToken cancellationToken)
    {
        var original = (await _http.GetFromJsonAsync<JsonNode>(new Uri(_compute, $"servers/{id}"), cancellationToken))!
            ["server"]!;
        var flavors = await _http.GetFromJsonAsync<JsonNode>(new Uri(_compute, "flavors"), cancellationToken);
        var metadata = original["metadata"]!.DeepClone();
        metadata["hcos-making"] = "true";
        var copy = new JsonObject
        {
            ["name"] = $"{original["name"]}",
            ["imageRef"] = $"{original["image"]!["id"]}",
            ["flavorRef"] = $"{flavors!["flavors"]![0]!["id"]}",
            ["networks"] = "none",
            ["tags"] = original["tags"]!.DeepClone(),
            ["metadata"] = metadata,
        };
        using var answer = await _http.PostAsJsonAsync(
            new Uri(_compute, "servers"), new JsonObject { ["server"] = copy }, cancellationToken);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(cancellationToken));
    }

    /// <summary>Posts to a service.</summary>
    public async Task PostAsync(string path, JsonObject body, CancellationToken cancellationToken)
    {
        using var answer = await _http.PostAsJsonAsync(new Uri(_compute, $"/{path}"), body, cancellationToken);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(cancellationToken));
    }

    /// <summary>Makes an image of a server and waits until Nova is at rest again.</summary>
    public async Task SnapshotAsync(string id, JsonObject properties, CancellationToken cancellationToken)
    {
        var body = new JsonObject
        {
            ["createImage"] = new JsonObject { ["name"] = "of-somebody", ["metadata"] = properties },
        };
        using var answer = await _http.PostAsJsonAsync(
            new Uri(_compute, $"servers/{id}/action"), body, cancellationToken);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(cancellationToken));
        JsonNode? server;
        do
        {
            server = (await _http.GetFromJsonAsync<JsonNode>(new Uri(_compute, $"servers/{id}"), cancellationToken))!
                ["server"];
        }
        while (server!["OS-EXT-STS:task_state"] is not null);
    }

    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return ValueTask.CompletedTask;
    }
}
