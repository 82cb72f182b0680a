using System.Net.Sockets;
using System.Text;
using Hcos.Usl.Tests.Platform;

namespace Hcos.Usl.Tests.Api;

public sealed class BadInputTests
{
    private static readonly string Long = new('a', 10_000);

    private static readonly (string Method, string Path, string? Body, int Status, string Code)[] Table =
    [
        ("POST", "/v1/servers", "{", 400, "malformed-body"),
        ("POST", "/v1/servers", "[]", 400, "malformed-body"),
        ("POST", "/v1/servers", """{"name":"a","name":"b"}""", 400, "malformed-body"),
        ("POST", "/v1/servers", null, 400, "missing-member"),
        ("POST", "/v1/servers", """{"name":"a","colour":"red"}""", 400, "unknown-member"),
        ("POST", "/v1/servers", """{"name":"a","owner":"systems/1"}""", 400, "unknown-member"),
        ("POST", "/v1/servers", """{"name":7}""", 400, "invalid-value"),
        ("POST", "/v1/servers", """{"name":"a;rm -rf"}""", 400, "invalid-name"),
        ("POST", "/v1/servers", $$"""{"name":"{{Long}}"}""", 400, "invalid-value"),
        ("POST", "/v1/servers", """{"name":"a\u0000b"}""", 400, "invalid-value"),
        ("POST", "/v1/servers", """{"name":"\ud800"}""", 400, "malformed-body"),
        ("POST", "/v1/servers", """{"name":"a","image":"\uDC00x"}""", 400, "malformed-body"),
        ("POST", "/v1/servers", """{"name":"a","vcpus":["\ud800"]}""", 400, "malformed-body"),
        ("POST", "/v1/servers", """{"\ud800":"a"}""", 400, "malformed-body"),
        ("POST", "/v1/servers", """{"name":"\ud83d\ude00"}""", 400, "invalid-name"),
        ("POST", "/v1/servers/nobody/stop", """{"force":"\ud800"}""", 400, "malformed-body"),
        ("POST", "/v1/systems", """{"apiVersion":"\ud800"}""", 400, "invalid-manifest"),
        ("POST", "/v1/servers", """{"name":"a","memoryBytes":-1}""", 400, "invalid-value"),
        ("POST", "/v1/servers", """{"name":"a","memoryBytes":"much"}""", 400, "invalid-value"),
        ("POST", "/v1/servers", """{"name":"a","memoryBytes":1e400}""", 400, "invalid-value"),
        ("POST", "/v1/servers", """{"name":"a","vcpus":10000}""", 400, "invalid-value"),
        ("POST", "/v1/servers", """{"name":"a","vcpus":99999999999}""", 400, "invalid-value"),
        ("POST", "/v1/servers", """{"name":"a","vcpus":1.5}""", 400, "invalid-value"),
        ("POST", "/v1/servers", """{"name":"a","start":"yes"}""", 400, "invalid-value"),
        ("POST", "/v1/servers", """{"name":"a","environment":"nowhere"}""", 404, "not-found"),
        ("POST", "/v1/servers?wait=99999", """{"name":"a"}""", 400, "invalid-parameter"),
        ("POST", "/v1/servers?wait=x", """{"name":"a"}""", 400, "invalid-parameter"),
        ("POST", "/v1/servers?hurry=1", """{"name":"a"}""", 400, "unknown-parameter"),
        ("POST", "/v1/servers/nobody/start", null, 404, "not-found"),
        ("POST", "/v1/servers/11111111-1111-8111-8111-111111111111/start", null, 404, "not-found"),
        ("POST", "/v1/environments", """{"name":"a","kind":"x","endpoint":"y","access":"all"}""", 400, "invalid-value"),
        ("POST", "/v1/systems", """{"name":"a"}""", 400, "invalid-manifest"),
        ("GET", "/v1/servers?limit=0", null, 400, "invalid-parameter"),
        ("GET", "/v1/servers?limit=1001", null, 400, "invalid-parameter"),
        ("GET", "/v1/servers?filter=colour=red", null, 400, "unknown-field"),
        ("GET", "/v1/servers?filter=state", null, 400, "invalid-filter"),
        ("GET", "/v1/resources?filter=server.addresses.0=x", null, 400, "unknown-field"),
        ("GET", "/v1/servers?cursor=zzz", null, 400, "invalid-cursor"),
        ("GET", "/v1/servers?at=yesterday", null, 400, "invalid-bookmark"),
        ("GET", "/v1/servers?at=25:00", null, 400, "invalid-instant"),
        ("GET", "/v1/servers?at=2999-01-01T00:00:00Z", null, 400, "instant-ahead"),
        ("GET", "/v1/servers?after=0000000000.1", null, 409, "foreign-bookmark"),
        ("GET", "/v1/servers/nobody", null, 404, "not-found"),
        ("GET", "/v1/servers?limit=1&limit=2", null, 400, "invalid-parameter"),
        ("GET", "/v1/nothing", null, 404, "no-such-route"),
        ("PATCH", "/v1/servers", "{}", 405, "method-not-allowed"),
        ("GET", "/v1/events?filter=colour=red", null, 400, "unknown-field"),
        ("GET", "/v1/events?from=nonsense", null, 400, "invalid-bookmark"),
        ("GET", "/v1/operations/nonsense/trace", null, 404, "not-found"),
        ("POST", "/v1/credentials", """{"name":"a","secret":"s"}""", 503, "no-credential-store"),
    ];

    [Fact]
    public async Task Bad_input_gets_a_clear_answer_and_changes_nothing()
    {
        await using var platform = await SmallPlatform.StartAsync();
        foreach (var (method, path, body, status, code) in Table)
        {
            var answer = await platform.SendAsync(new HttpMethod(method), path, body);
            Assert.True(
                (status, code) == (answer.Code, answer.Problem),
                $"{method} {path} {body}: {answer.Code} {answer.Body}");
            Assert.NotEmpty((string)answer.Body["detail"]!);
        }

        Assert.Empty((await platform.GetAsync("/v1/operations")).Items);
    }

    [Theory]
    [InlineData("""{"name":"\ud800","secret":"s"}""")]
    [InlineData("""{"name":"a","secret":"\ud800"}""")]
    [InlineData("""{"name":"a","secret":"s","userName":"x\udfff"}""")]
    [InlineData("""{"name":"a","secret":"s","\ud800":"x"}""")]
    public async Task A_secret_with_a_text_that_cannot_be_read_is_refused(string body)
    {
        var store = new SecretStore();
        await using var platform = await SmallPlatform.StartAsync(new UslOptions { Credentials = store });
        var answer = await platform.PostAsync("/v1/credentials", body);
        Assert.Equal((400, "malformed-body"), (answer.Code, answer.Problem));
        Assert.Null(store.Last);
    }

    [Fact]
    public async Task Bodies_of_other_types_and_sizes_are_refused()
    {
        await using var platform = await SmallPlatform.StartAsync();
        var text = await platform.SendAsync(HttpMethod.Post, "/v1/servers", "name=a", type: "text/plain");
        Assert.Equal((415, "unsupported-media-type"), (text.Code, text.Problem));
        var large = await platform.PostAsync("/v1/servers", $$"""{"name":"{{new string('a', 2_000_000)}}"}""");
        Assert.Equal((413, "body-too-large"), (large.Code, large.Problem));
        var broken = await platform.SendAsync(new HttpRequestMessage(HttpMethod.Post, "/v1/servers")
        {
            Content = new ByteArrayContent([0x7B, 0xFF, 0xFE])
            {
                Headers = { ContentType = new System.Net.Http.Headers.MediaTypeHeaderValue("application/json") },
            },
        });
        Assert.Equal((400, "malformed-body"), (broken.Code, broken.Problem));
    }

    [Fact]
    public async Task A_body_that_breaks_off_harms_nobody()
    {
        await using var platform = await SmallPlatform.StartAsync();
        using (var socket = new TcpClient())
        {
            await socket.ConnectAsync("127.0.0.1", platform.Url.Port, TestContext.Current.CancellationToken);
            var head = $"POST /v1/servers HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {SmallPlatform.Token}\r\n"
                + "Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"name\":";
            await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head), TestContext.Current.CancellationToken);
        }

        Assert.Equal(200, (await platform.GetAsync("/v1/operations")).Code);
        Assert.Empty((await platform.GetAsync("/v1/operations")).Items);
    }

    [Fact]
    public async Task A_store_that_is_down_is_told_as_such_and_all_goes_on_when_it_is_back()
    {
        await using var platform = await SmallPlatform.StartAsync(
            new UslOptions { LongestCommitWait = TimeSpan.FromMilliseconds(500) });
        platform.Faults.IsDown = true;
        var write = await platform.PostAsync("/v1/servers", """{"name":"web-1"}""", "key-1");
        var past = await platform.GetAsync($"/v1/resources/{Guid.Empty}/history");
        var present = await platform.GetAsync("/v1/servers");
        Assert.Equal((503, "store-unavailable"), (write.Code, write.Problem));
        Assert.Equal((503, "store-unavailable"), (past.Code, past.Problem));
        // What is committed stays readable; it only grows no further.
        Assert.Equal(200, present.Code);
        Assert.NotNull(write.Response.Headers.RetryAfter);
        platform.Faults.IsDown = false;
        await Eventually.TrueAsync(
            async () => (await platform.PostAsync("/v1/servers?wait=20", """{"name":"web-1"}""", "key-1")).Code == 200,
            "the write succeeds");
        Assert.Single((await platform.GetAsync("/v1/servers")).Items);
    }
}
