using System.Text;
using System.Text.Json.Nodes;

namespace Hcos.Cie.Tests.OpenStack;

/// <summary>A client of the documented interfaces that is nobody's driver.</summary>
internal sealed class CloudClient : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false });
    private readonly Uri _identity;
    private JsonNode? _token;

    public CloudClient(Uri identity) => _identity = identity;

    /// <summary>The microversion, Nova's or Placement's; null sends none.</summary>
    public string? Version { get; set; } = "2.79";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Signs in with a password, in the account's own project.</summary>
    public Task<(int Status, JsonNode? Body)> SignInAsync(string user, string password) => SignInAsync(new JsonObject
    {
        ["methods"] = new JsonArray("password"),
        ["password"] = new JsonObject
        {
            ["user"] = new JsonObject
            {
                ["name"] = user,
                ["domain"] = new JsonObject { ["id"] = "default" },
                ["password"] = password,
            },
        },
    });

    /// <summary>Signs in.</summary>
    public async Task<(int Status, JsonNode? Body)> SignInAsync(JsonObject identity)
    {
        using var content = Content(new JsonObject { ["auth"] = new JsonObject { ["identity"] = identity } });
        using var answer = await _http.PostAsync(new Uri($"{_identity}/auth/tokens"), content, Stop);
        var body = JsonNode.Parse(await answer.Content.ReadAsStringAsync(Stop));
        if (answer.Headers.TryGetValues("X-Subject-Token", out var tokens))
        {
            _http.DefaultRequestHeaders.Remove("X-Auth-Token");
            _http.DefaultRequestHeaders.Add("X-Auth-Token", tokens);
            _token = body!["token"];
        }

        return ((int)answer.StatusCode, body);
    }

    /// <summary>Sends to a service of the catalogue; the whole answer.</summary>
    public async Task<HttpResponseMessage> RawAsync(string method, string service, string path, JsonNode? body = null)
    {
        var url = _token!["catalog"]!.AsArray().Single(one => $"{one!["type"]}" == service)!["endpoints"]![0]!["url"];
        using var request = new HttpRequestMessage(new HttpMethod(method), $"{url}{path}");
        if (Version is not null && service is "compute" or "placement")
        {
            request.Headers.Add("OpenStack-API-Version", $"{service} {Version}");
        }

        if (body is not null) request.Content = Content(body);
        return await _http.SendAsync(request, Stop);
    }

    /// <summary>Sends to a service of the catalogue.</summary>
    public async Task<(int Status, JsonNode? Body)> SendAsync(
        string method, string service, string path, JsonNode? body = null)
    {
        using var answer = await RawAsync(method, service, path, body);
        var text = await answer.Content.ReadAsStringAsync(Stop);
        return ((int)answer.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text));
    }

    /// <summary>Sends to Nova.</summary>
    public Task<(int Status, JsonNode? Body)> NovaAsync(string method, string path, string? body = null) =>
        SendAsync(method, "compute", path, body is null ? null : JsonNode.Parse(body));

    /// <summary>Makes a server without waiting for it; answers its id.</summary>
    public async Task<string> CreateAsync(
        string name, string more = "", string flavor = "1", string networks = """, "networks": "none" """)
    {
        var (status, body) = await TryCreateAsync(name, networks + more, flavor);
        Assert.True(status == 202, $"{body}");
        return $"{body!["server"]!["id"]}";
    }

    /// <summary>Asks for a server.</summary>
    public async Task<(int Status, JsonNode? Body)> TryCreateAsync(string name, string more, string flavor = "1")
    {
        var images = (await SendAsync("GET", "image", "/v2/images")).Body!;
        var image = images["images"]![0]!["id"];
        return await NovaAsync("POST", "/servers", $$"""
            {"server": {"name": "{{name}}", "imageRef": "{{image}}", "flavorRef": "{{flavor}}"{{more}} } }
            """);
    }

    /// <summary>A server.</summary>
    public async Task<JsonNode> ServerAsync(string id) =>
        (await NovaAsync("GET", $"/servers/{id}")).Body!["server"]!;

    public void Dispose() => _http.Dispose();

    private static StringContent Content(JsonNode body) =>
        new(body.ToJsonString(), Encoding.UTF8, "application/json");
}
