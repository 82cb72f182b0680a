using System.Text;
using Hcos.System.Tests.Platform;
using Hcos.Testing.Platform;

namespace Hcos.System.Tests.BadInput;

/// <summary>Bad input gets a clear answer and changes nothing.</summary>
public sealed class BadInputTests(ServingPlatform platform) : IClassFixture<ServingPlatform>
{
    public static TheoryData<BadRequest> Requests => [.. BadRequests.All];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task A_bad_request_is_answered_with_what_is_wrong_and_changes_nothing(BadRequest bad)
    {
        var before = await platform.PictureAsync(Stop);
        var body = new StringContent(bad.Body, Encoding.UTF8, bad.ContentType);
        var answer = await platform.Api.SendAsync(HttpMethod.Post, bad.Path, body, null, Stop);
        AssertProblem(answer, bad.Status, bad.Code);
        Assert.Contains(bad.Detail, answer.Body.Word("detail"), StringComparison.Ordinal);
        Assert.Equal(before, await platform.PictureAsync(Stop));
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_refused()
    {
        var before = await platform.PictureAsync(Stop);
        var body = new StringContent(
            $$"""{"name":"{{new string('a', 2 << 20)}}"}""", Encoding.UTF8, "application/json");
        var answer = await platform.Api.SendAsync(HttpMethod.Post, "/v1/servers", body, null, Stop);
        AssertProblem(answer, 413, "body-too-large");
        Assert.Equal(before, await platform.PictureAsync(Stop));
    }

    [Fact]
    public async Task A_body_that_does_not_come_whole_is_refused()
    {
        var before = await platform.PictureAsync(Stop);
        var token = await File.ReadAllTextAsync(platform.TokenFile, Stop);
        Task<string> SendAsync(string length, string part) => RawHttp.SendAsync(
            platform.Process.Port,
            $"POST /v1/servers HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n"
            + $"Content-Type: application/json\r\nConnection: close\r\n{length}\r\n\r\n{part}",
            Stop);
        var answers = await Task.WhenAll(
            SendAsync("Content-Length: 400", "{\"name\":\"half\","),
            SendAsync("Transfer-Encoding: chunked", "f\r\n{\"name\":\"half\",\r\n"),
            SendAsync("Transfer-Encoding: chunked", "not a chunk\r\n"));
        Assert.All(answers, answer =>
        {
            Assert.Matches(@"\AHTTP/1\.1 (400|408) ", answer);
            Assert.Contains("\"code\":\"bad-request\"", answer, StringComparison.Ordinal);
        });
        Assert.Equal(before, await platform.PictureAsync(Stop));
    }

    [Fact]
    public async Task A_client_that_goes_away_in_the_middle_of_its_body_has_changed_nothing()
    {
        var before = await platform.PictureAsync(Stop);
        var token = await File.ReadAllTextAsync(platform.TokenFile, Stop);
        await RawHttp.BreakOffAsync(
            platform.Process.Port,
            $"POST /v1/servers HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n"
            + "Content-Type: application/json\r\nContent-Length: 14\r\n\r\n{\"name\":\"half\"",
            Stop);
        Assert.Equal(before, await platform.PictureAsync(Stop));
        Assert.True(await platform.Api.IsReadyAsync(Stop));
    }

    [Theory]
    [InlineData(null, "missing-token")]
    [InlineData("Basic YWRtaW46YWRtaW4=", "missing-token")]
    [InlineData("Bearer wrong", "wrong-token")]
    [InlineData("Bearer ", "missing-token")]
    public async Task Without_the_right_token_nothing_is_shown_and_nothing_is_done(string? authorization, string code)
    {
        var before = await platform.PictureAsync(Stop);
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{platform.Process.Port}") };
        foreach (var (method, path) in new[] { ("GET", "/v1/servers"), ("DELETE", "/v1/servers/taken"), ("GET",
            "/metrics") })
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            if (authorization is not null) request.Headers.TryAddWithoutValidation("Authorization", authorization);
            using var answer = await client.SendAsync(request, Stop);
            Assert.Equal(401, (int)answer.StatusCode);
            var text = await answer.Content.ReadAsStringAsync(Stop);
            Assert.Contains($"\"code\":\"{code}\"", text, StringComparison.Ordinal);
            Assert.Contains("Bearer", $"{answer.Headers.WwwAuthenticate}", StringComparison.Ordinal);
        }

        Assert.Equal(before, await platform.PictureAsync(Stop));
    }

    [Fact]
    public async Task The_same_key_with_another_body_is_refused()
    {
        var first = await platform.Api.PostAsync("/v1/servers", Asking.LeastServer("taken"), Stop, "same-key");
        var second = await platform.Api.PostAsync("/v1/servers", Asking.LeastServer("other"), Stop, "same-key");
        Assert.NotNull(first.Body);
        AssertProblem(second, 422, "idempotency-key-reused");
    }

    [Theory]
    [InlineData("run")]
    [InlineData("up")]
    public async Task A_second_process_on_the_same_port_says_so_and_ends(string command)
    {
        var data = Directory.CreateTempSubdirectory("hcos-second-");
        try
        {
            string[] more = command == "run" ? ["--postgres", platform.Postgres.ConnectionString] : ["--detach"];
            var (code, output, errors) = await HostProgram.RunAsync(
                [command, "--data", data.FullName, "--port", $"{platform.Process.Port}", .. more], Stop);
            Assert.Equal(1, code);
            Assert.Contains($"port {platform.Process.Port} is in use", errors, StringComparison.Ordinal);
            Assert.DoesNotContain("Exception", output + errors, StringComparison.Ordinal);
            Assert.Equal(200, (int)(await platform.Api.GetAsync("/v1/servers", Stop)).Status);
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    private static void AssertProblem(ApiAnswer answer, int status, string code)
    {
        Assert.True(
            (int)answer.Status == status && answer.Body.Word("code") == code,
            $"{status} {code} expected: {(int)answer.Status} {answer.Body?.ToJsonString()}");
        Assert.NotEqual("", answer.Body.Word("detail"));
        Assert.Equal($"{status}", answer.Body.Word("status"));
    }
}
