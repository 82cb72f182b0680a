using System.Net;
using Hcos.Usl.Tests.Platform;

namespace Hcos.Usl.Tests.Api;

public sealed class ServerApiTests
{
    [Fact]
    public async Task A_server_that_is_created_and_waited_for_is_listed_and_shown()
    {
        await using var platform = await SmallPlatform.StartAsync();
        var created = await platform.PostAsync(
            "/v1/servers?wait=20", """{"name":"web-1","vcpus":2,"memoryBytes":"256MiB"}""");
        Assert.Equal(HttpStatusCode.OK, created.Status);
        Assert.Equal("done", (string?)created.Body["outcome"]);
        Assert.StartsWith("servers/", (string?)created.Body["subject"], StringComparison.Ordinal);

        var listed = await platform.GetAsync("/v1/servers");
        var row = Assert.Single(listed.Items);
        Assert.Equal("web-1", (string?)row["name"]);
        Assert.Equal("running", (string?)row["state"]);
        Assert.Equal(256L * 1024 * 1024, (long)row["memoryBytes"]!);
        Assert.Equal("effect", (string?)row["evidence"]!["source"]);
        Assert.InRange((double)row["ageSeconds"]!, 0, 60);

        var shown = await platform.GetAsync("/v1/servers/web-1");
        Assert.Equal((string?)row["id"], (string?)shown.Body["id"]);
        var byId = await platform.GetAsync($"/v1/servers/{(string?)row["id"]}");
        Assert.Equal("web-1", (string?)byId.Body["name"]);

        foreach (var identity in new[] { "resource", "resourceRow" })
        {
            var resource = await platform.GetAsync($"/v1/resources/{(string?)shown.Body[identity]}");
            Assert.Equal((string?)shown.Body["resourceRow"], (string?)resource.Body["id"]);
        }
    }

    [Fact]
    public async Task What_a_guest_wrote_is_asked_of_its_environment_and_stands_in_no_event()
    {
        await using var platform = await SmallPlatform.StartAsync();
        await MadeServer.MakeAsync(platform, "web-1");
        var shown = await platform.GetAsync("/v1/servers/web-1");
        var read = await platform.GetAsync("/v1/servers/web-1/console");
        Assert.Equal(HttpStatusCode.OK, read.Status);
        Assert.StartsWith("hello of ", (string?)read.Body["text"], StringComparison.Ordinal);
        Assert.Equal((string?)shown.Body["id"], (string?)read.Body["server"]);
        Assert.True((bool)read.Body["isCut"]!);

        await foreach (var happened in platform.Store.ReadAsync(
            "usl", 1, int.MaxValue, TestContext.Current.CancellationToken))
        {
            Assert.DoesNotContain("hello of", happened.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_a_server_uses_is_shown_with_the_instant_of_the_reading()
    {
        await using var platform = await SmallPlatform.StartAsync();
        await MadeServer.MakeAsync(platform, "web-1");
        var read = await platform.GetAsync("/v1/servers/web-1/metrics");
        Assert.Equal(HttpStatusCode.OK, read.Status);
        Assert.Equal(("running", 12.5, 1 << 20), (
            (string?)read.Body["state"], (double)read.Body["processorPercent"]!, (int)read.Body["memoryBytes"]!));
        Assert.Null(read.Body["uptimeSeconds"]);
        Assert.NotNull(read.Body["readAt"]);
        Assert.Equal((404, "not-found"), await ProblemAsync("/v1/servers/web-2/metrics"));
        Assert.Equal((400, "unknown-parameter"), await ProblemAsync("/v1/servers/web-1/metrics?bytes=1"));
        async Task<(int, string?)> ProblemAsync(string path)
        {
            var answer = await platform.GetAsync(path);
            return (answer.Code, answer.Problem);
        }
    }

    [Fact]
    public async Task A_console_that_cannot_be_read_says_why()
    {
        await using var platform = await SmallPlatform.StartAsync();
        await MadeServer.MakeAsync(platform, "web-1");
        var impossible = await platform.GetAsync("/v1/servers/web-1/console?bytes=1");
        Assert.Equal((409, "impossible"), (impossible.Code, impossible.Problem));
        var tooMuch = await platform.GetAsync("/v1/servers/web-1/console?bytes=262145");
        Assert.Equal((400, "invalid-parameter"), (tooMuch.Code, tooMuch.Problem));
        await platform.PostAsync("/v1/servers?wait=20", """{"name":"wanted"}""");
        var notMade = await platform.GetAsync("/v1/servers/wanted/console");
        Assert.Equal((409, "not-made"), (notMade.Code, notMade.Problem));
        var nobody = await platform.GetAsync("/v1/servers/web-2/console");
        Assert.Equal((404, "not-found"), (nobody.Code, nobody.Problem));
    }

    [Fact]
    public async Task A_write_is_acknowledged_with_an_operation_whose_bookmark_shows_it()
    {
        await using var platform = await SmallPlatform.StartAsync();
        var created = await platform.PostAsync("/v1/servers", """{"name":"web-1"}""");
        Assert.Equal(HttpStatusCode.Accepted, created.Status);
        var location = created.Response.Headers.Location!.ToString();
        Assert.StartsWith("/v1/operations/", location, StringComparison.Ordinal);
        var operation = await platform.GetAsync($"{location}?after={created.Bookmark}");
        Assert.Equal("servers.create", (string?)operation.Body["name"]);
        Assert.Equal("admin", (string?)operation.Body["principal"]);
    }

    [Fact]
    public async Task A_refusal_that_is_waited_for_is_a_problem_with_the_layers_own_word()
    {
        await using var platform = await SmallPlatform.StartAsync();
        await platform.PostAsync("/v1/servers?wait=20", """{"name":"web-1"}""");
        var second = await platform.PostAsync("/v1/servers?wait=20", """{"name":"web-1"}""");
        Assert.Equal(HttpStatusCode.Conflict, second.Status);
        Assert.Equal("duplicate-name", second.Problem);
        Assert.Equal("refused", (string?)second.Body["operation"]!["outcome"]);
        Assert.Equal("application/problem+json", second.Response.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Without_the_right_token_nothing_is_told()
    {
        await using var platform = await SmallPlatform.StartAsync();
        using var nobody = platform.ClientWith(null);
        using var stranger = platform.ClientWith("wrong");
        var missing = await platform.GetAsync("/v1/servers", nobody);
        var wrong = await platform.GetAsync("/v1/servers", stranger);
        Assert.Equal((401, "missing-token"), (missing.Code, missing.Problem));
        Assert.Equal((401, "wrong-token"), (wrong.Code, wrong.Problem));
        Assert.Contains("Bearer", missing.Response.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
        Assert.Equal(404, (await platform.GetAsync("/healthz", nobody)).Code);
    }
}
