using System.Globalization;
using Hcos.Testing;

namespace Hcos.System.Tests.BadInput;

/// <summary>
/// Nothing that a client sends may produce an error of the server's. <c>HCOS_FUZZ_SEED</c> chooses others.
/// </summary>
public sealed class FuzzTests(ServingPlatform platform) : IClassFixture<ServingPlatform>
{
    private const int Requests = 600;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_request_is_answered_with_an_error_of_the_server()
    {
        var seed = int.Parse(Environment.GetEnvironmentVariable("HCOS_FUZZ_SEED") ?? "1", CultureInfo.InvariantCulture);
        var requests = new RandomRequest(seed);
        var token = await File.ReadAllTextAsync(platform.TokenFile, Stop);
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false })
        {
            BaseAddress = new Uri($"http://127.0.0.1:{platform.Process.Port}"),
            Timeout = TimeSpan.FromMinutes(2),
        };
        var wrong = new List<string>();
        var codes = new SortedDictionary<int, int>();
        for (var number = 0; number < Requests; number++)
        {
            using var request = requests.Next(token.Trim());
            // A stream of events never ends: its beginning is enough.
            using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Stop);
            codes[(int)answer.StatusCode] = codes.GetValueOrDefault((int)answer.StatusCode) + 1;
            if ((int)answer.StatusCode >= 500) wrong.Add(await LineAsync(request, answer));
        }

        Figures.Say(
            $"answers: {string.Join(", ", codes.Select(pair => $"{pair.Key} {pair.Value}"))}");
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.DoesNotContain(
            "\"Code\":\"defect\"", await File.ReadAllTextAsync(platform.Process.Log, Stop), StringComparison.Ordinal);
        Assert.True(await platform.Api.IsReadyAsync(Stop));
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\n\r\n")]
    [InlineData("GET /v1/servers\r\n\r\n")]
    [InlineData("NONSENSE\r\n\r\n")]
    [InlineData("GET * HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")]
    [InlineData("GET /\0 HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("CONNECT a:1 HTTP/1.1\r\nHost: a:1\r\nConnection: close\r\n\r\n")]
    [InlineData("GET http://elsewhere/v1/servers HTTP/1.1\r\nHost: elsewhere\r\nConnection: close\r\n\r\n")]
    [InlineData("POST /v1/servers HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n")]
    [InlineData("POST /v1/servers HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\n")]
    [InlineData("POST /v1/servers HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\nx")]
    [InlineData("POST /v1/servers HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: nonsense\r\n\r\nx")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nno colon\r\n\r\n")]
    public async Task No_bytes_are_answered_with_an_error_of_the_server(string bytes)
    {
        var answer = await RawHttp.SendAsync(platform.Process.Port, bytes, Stop);
        Assert.Matches(@"\AHTTP/1\.1 4\d\d ", answer);
        Assert.True(await platform.Api.IsReadyAsync(Stop));
    }

    [Fact]
    public async Task Headers_without_end_are_refused()
    {
        var header = $"X-Long: {new string('a', 200_000)}\r\n";
        var answer = await RawHttp.SendAsync(
            platform.Process.Port, $"GET /v1/servers HTTP/1.1\r\nHost: a\r\n{header}\r\n", Stop);
        Assert.DoesNotMatch(@"\AHTTP/1\.1 [^4]", answer);
        Assert.True(await platform.Api.IsReadyAsync(Stop));
    }

    private static async Task<string> LineAsync(HttpRequestMessage request, HttpResponseMessage answer)
    {
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(Stop);
        var told = await answer.Content.ReadAsStringAsync(Stop);
        return $"{request.Method} {request.RequestUri} [{request.Content?.Headers.ContentType}] {body} -> {told}";
    }
}
