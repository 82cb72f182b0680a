using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Hcos.Cie.Simulators.HyperV;

namespace Hcos.Cie.Tests.HyperV;

/// <summary>The control API, as a person with curl uses it.</summary>
public sealed class ControlApiTests : IAsyncLifetime
{
    private const string Secret = "token-of-the-test";

    private HyperVEndpoint _endpoint = null!;
    private HttpClient _http = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _endpoint = await HyperVEndpoint.StartAsync(
            new() { Password = "secret", ControlToken = Secret }, TimeProvider.System, Token);
        _http = new HttpClient { BaseAddress = new Uri(_endpoint.Address, "/") };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Secret);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _endpoint.DisposeAsync();
    }

    [Fact]
    public async Task The_first_page_tells_every_route_and_every_kind_of_mischief_and_no_secret()
    {
        var help = await _http.GetStringAsync("/", Token);

        Assert.All(
            ["/machines/NAME/CHANGE", "turn-off", "PATCH", "DELETE /mischief", "lose-answer", "slow-drip"],
            word => Assert.Contains(word, help, StringComparison.Ordinal));
        Assert.Contains(_endpoint.Address.AbsoluteUri, help, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, help, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("another")]
    public async Task Who_has_not_the_token_sees_and_changes_nothing(string? token)
    {
        using var stranger = new HttpClient { BaseAddress = _http.BaseAddress };
        if (token is not null) stranger.DefaultRequestHeaders.Authorization = new("Bearer", token);

        Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.GetAsync("/machines", Token)).StatusCode);
        using var body = Json("""{"name": "x"}""");
        Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.PostAsync("/machines", body, Token)).StatusCode);
        Assert.Empty(_endpoint.Outside.Machines);
    }

    [Fact]
    public async Task A_machine_is_made_started_paused_turned_off_renamed_and_removed()
    {
        var (status, made) = await SendAsync("POST", "/machines", """{"name": "web", "image": "hcos-guest"}""");
        Assert.Equal((201, "off"), (status, $"{made!["state"]}"));
        foreach (var (change, state) in new[] { ("start", "running"), ("pause", "paused"), ("start", "running"),
            ("save", "saved"), ("turn-off", "off") })
        {
            Assert.Equal((200, state), Read(await SendAsync("POST", $"/machines/web/{change}"), "state"));
        }

        Assert.Equal((200, "shop"), Read(await SendAsync("PATCH", "/machines/web", """{"name": "shop"}"""), "name"));
        Assert.Equal((200, "shop"), Read(await SendAsync("GET", $"/machines/{made["id"]}"), "name"));
        Assert.Single((await SendAsync("GET", "/machines")).Body!.AsArray());
        Assert.Equal(204, (await SendAsync("DELETE", "/machines/shop")).Status);
        Assert.Empty(_endpoint.Outside.Machines);
    }

    [Theory]
    [InlineData("POST", "/machines/none/start", null, 404)]
    [InlineData("POST", "/machines/twice/start", null, 409)]
    [InlineData("POST", "/machines/one/explode", null, 404)]
    [InlineData("POST", "/machines", "", 400)]
    [InlineData("POST", "/machines", "{", 400)]
    [InlineData("POST", "/machines", """{"name": ""}""", 409)]
    [InlineData("POST", "/machines", """{"name": "x", "image": "none"}""", 409)]
    [InlineData("PATCH", "/machines/one", "{}", 409)]
    [InlineData("POST", "/mischief", """{"verb": "Pull", "what": "nothing"}""", 400)]
    [InlineData("POST", "/mischief", """{"verb": "Pull", "what": "hang", "times": 1000000}""", 400)]
    [InlineData("POST", "/mischief", """{"what": "hang"}""", 400)]
    public async Task What_cannot_be_is_refused_with_a_reason_and_changes_nothing(
        string method, string path, string? body, int expected)
    {
        foreach (var name in new[] { "one", "twice", "twice" }) _endpoint.Outside.Create(name);
        var before = _endpoint.Outside.Look();

        var (status, answer) = await SendAsync(method, path, body);

        Assert.Equal(expected, status);
        Assert.NotEqual("", $"{answer!["error"]}");
        Assert.Equal(before, _endpoint.Outside.Look());
        Assert.Equal(0, _endpoint.Mischief.Calm());
    }

    [Fact]
    public async Task Mischief_is_planned_and_forgotten()
    {
        var (status, _) = await SendAsync(
            "POST", "/mischief", """{"verb": "Pull", "what": "lose-answer", "times": 3}""");

        Assert.Equal(200, status);
        Assert.Equal((200, "0"), Read(await SendAsync("GET", "/mischief"), "requests"));
        Assert.Equal((200, "3"), Read(await SendAsync("DELETE", "/mischief"), "forgotten"));
        Assert.Equal(0, _endpoint.Mischief.Calm());
    }

    [Fact]
    public async Task A_host_without_a_token_has_no_control_API()
    {
        await using var plain = await HyperVEndpoint.StartAsync(
            new() { Password = "secret" }, TimeProvider.System, Token);
        using var http = new HttpClient { BaseAddress = new Uri(plain.Address, "/") };

        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync("/", Token)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync("/machines", Token)).StatusCode);
    }

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    private static (int Status, string Value) Read((int Status, JsonNode? Body) answer, string member) =>
        (answer.Status, $"{answer.Body?[member]}");

    private async Task<(int Status, JsonNode? Body)> SendAsync(string method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null) request.Content = Json(body);
        using var response = await _http.SendAsync(request, Token);
        var text = await response.Content.ReadAsStringAsync(Token);
        return ((int)response.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text));
    }
}
