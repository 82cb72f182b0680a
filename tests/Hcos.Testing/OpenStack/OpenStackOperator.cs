using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;

namespace Hcos.Testing.OpenStack;

/// <summary>Somebody else who works on the cloud, past the wire and without the driver's code.</summary>
public sealed class OpenStackOperator : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false });
    private readonly OpenStackLab _lab;
    private JsonNode _token = null!;

    private OpenStackOperator(OpenStackLab lab) => _lab = lab;

    /// <summary>Signs the administrator in.</summary>
    public static Task<OpenStackOperator> SignInAsync(OpenStackLab lab, CancellationToken cancellationToken) =>
        SignInAsync(lab, lab.UserName, lab.Password, lab.Project, cancellationToken);

    /// <summary>Signs somebody in.</summary>
    public static async Task<OpenStackOperator> SignInAsync(
        OpenStackLab lab, string userName, string password, string project, CancellationToken cancellationToken)
    {
        var one = new OpenStackOperator(lab);
        var user = new JsonObject
        {
            ["name"] = userName,
            ["domain"] = new JsonObject { ["name"] = "Default" },
            ["password"] = password,
        };
        var auth = new JsonObject
        {
            ["identity"] = new JsonObject
            {
                ["methods"] = new JsonArray("password"),
                ["password"] = new JsonObject { ["user"] = user },
            },
            ["scope"] = new JsonObject
            {
                ["project"] = new JsonObject
                {
                    ["name"] = project,
                    ["domain"] = new JsonObject { ["name"] = "Default" },
                },
            },
        };
        using var reply = await one._http.PostAsync(
            $"{lab.Identity}/auth/tokens", Body(new JsonObject { ["auth"] = auth }), cancellationToken);
        reply.EnsureSuccessStatusCode();
        one._token = (await reply.Content.ReadFromJsonAsync<JsonNode>(cancellationToken))!["token"]!;
        one._http.DefaultRequestHeaders.Add("X-Auth-Token", reply.Headers.GetValues("X-Subject-Token").Single());
        one._http.DefaultRequestHeaders.Add("OpenStack-API-Version", "compute 2.79");
        return one;
    }

    /// <summary>The services of the lab's region: their types, identities and public addresses.</summary>
    public IEnumerable<(string Type, string Id, Uri Url)> Services() => _token["catalog"]!.AsArray().Select(
        service => (
            service!["type"]!.GetValue<string>(),
            service["id"]!.GetValue<string>(),
            new Uri(service["endpoints"]!.AsArray().First(
                one => one!["interface"]!.GetValue<string>() == "public"
                    && one["region_id"]!.GetValue<string>() == _lab.Region)!["url"]!.GetValue<string>())));

    /// <summary>Sends a request to a service; the answer, or null without one.</summary>
    public async Task<JsonNode?> SendAsync(
        HttpMethod method, string service, string path, JsonNode? body, CancellationToken cancellationToken)
    {
        var url = Services().Single(one => one.Type == service).Url;
        using var request = new HttpRequestMessage(method, $"{url.AbsoluteUri.TrimEnd('/')}{path}");
        if (body is not null) request.Content = Body(body);
        using var reply = await _http.SendAsync(request, cancellationToken);
        var text = await reply.Content.ReadAsStringAsync(cancellationToken);
        return reply.IsSuccessStatusCode
            ? text.Length == 0 ? null : JsonNode.Parse(text)
            : throw new InvalidOperationException($"{method} {path}: {(int)reply.StatusCode} {text}");
    }

    /// <summary>Reads from a service.</summary>
    public Task<JsonNode?> GetAsync(string service, string path, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, service, path, null, cancellationToken);

    /// <summary>Posts to a service.</summary>
    public Task<JsonNode?> PostAsync(
        string service, string path, JsonNode body, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, service, path, body, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    // With its length: not every service reads a body in chunks.
    private static StringContent Body(JsonNode body) => new(body.ToJsonString(), Encoding.UTF8, "application/json");
}
