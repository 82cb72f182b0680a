using Hcos.Usl.Tests.Platform;

namespace Hcos.Usl.Tests.Api;

public sealed class WriteTests
{
    private const string Manifest = """
        apiVersion: hcos/v1
        kind: BusinessSystem
        metadata:
          name: hello
        spec:
          components:
            - name: web
              image: hcos-guest
              count: 2
              size: {vcpus: 1, memory: 128MiB}
              health: {path: /, port: 80}
            - name: front
              dependsOn: [web]
        """;

    [Fact]
    public async Task What_is_too_much_at_a_time_is_refused_and_told_when_to_come_again()
    {
        await using var noWrites = await SmallPlatform.StartAsync(new UslOptions { MostWritesAtOnce = 0 });
        await using var noneOpen = await SmallPlatform.StartAsync(new UslOptions { MostOpenOperations = 0 });
        await using var noWaits = await SmallPlatform.StartAsync(new UslOptions { MostWaits = 0 });
        var write = await noWrites.PostAsync("/v1/servers", """{"name":"web-1"}""");
        var open = await noneOpen.PostAsync("/v1/servers", """{"name":"web-1"}""");
        var wait = await noWaits.PostAsync("/v1/servers?wait=300", """{"name":"web-1"}""");
        Assert.Equal((429, "too-many-writes"), (write.Code, write.Problem));
        Assert.Equal((429, "too-many-operations"), (open.Code, open.Problem));
        Assert.NotNull(write.Response.Headers.RetryAfter);
        Assert.NotNull(open.Response.Headers.RetryAfter);
        Assert.True(wait.Code is 200 or 202);
        Assert.Equal(200, (await noWrites.GetAsync("/v1/servers")).Code);
    }

    [Fact]
    public async Task A_repetition_under_the_same_key_meets_the_first_and_another_body_is_refused()
    {
        await using var platform = await SmallPlatform.StartAsync();
        var first = await platform.PostAsync("/v1/servers", """{"name":"web-1"}""", "key-1");
        var second = await platform.PostAsync("/v1/servers?wait=20", """{"name":"web-1"}""", "key-1");
        Assert.Equal((string?)first.Body["id"], (string?)second.Body["id"]);
        Assert.Equal(200, second.Code);
        var other = await platform.PostAsync("/v1/servers", """{"name":"web-2"}""", "key-1");
        Assert.Equal((422, "idempotency-key-reused"), (other.Code, other.Problem));
        Assert.Single((await platform.GetAsync("/v1/operations")).Items);
    }

    [Fact]
    public async Task A_repeated_delete_meets_the_first_although_the_name_is_gone()
    {
        await using var platform = await SmallPlatform.StartAsync();
        await platform.PostAsync("/v1/servers?wait=20", """{"name":"web-1"}""");
        var first = await platform.SendAsync(HttpMethod.Delete, "/v1/servers/web-1?wait=20", null, "key-2");
        var second = await platform.SendAsync(HttpMethod.Delete, "/v1/servers/web-1?wait=20", null, "key-2");
        Assert.Equal((200, 200), (first.Code, second.Code));
        Assert.Equal((string?)first.Body["id"], (string?)second.Body["id"]);
    }

    [Fact]
    public async Task Names_and_ids_lead_to_the_same_subject_even_when_it_is_brand_new()
    {
        await using var platform = await SmallPlatform.StartAsync();
        var created = await platform.PostAsync("/v1/servers", """{"name":"web-1"}""");
        var subject = (string)created.Body["subject"]!;
        var stopped = await platform.PostAsync($"/v1/{subject}/stop?wait=20", """{"force":true}""");
        Assert.Equal((200, "done"), (stopped.Code, (string?)stopped.Body["outcome"]));
        Assert.Equal(subject, (string?)stopped.Body["subject"]);
        Assert.Equal("stopped", (string?)(await platform.GetAsync($"/v1/{subject}")).Body["state"]);
    }

    [Fact]
    public async Task A_wait_that_is_too_short_answers_with_the_operation_as_it_is()
    {
        await using var platform = await SmallPlatform.StartAsync();
        var held = await platform.PostAsync("/v1/servers?wait=1", """{"name":"web-1","userData":"hold"}""");
        Assert.Equal((202, "running"), (held.Code, (string?)held.Body["status"]));
    }

    [Fact]
    public async Task A_manifest_deploys_a_business_system_and_the_same_name_changes_it()
    {
        await using var platform = await SmallPlatform.StartAsync();
        var first = await platform.SendAsync(
            HttpMethod.Post, "/v1/systems?wait=20", Manifest, type: "application/yaml");
        var second = await platform.SendAsync(
            HttpMethod.Post, "/v1/systems?wait=20", Manifest.Replace("count: 2", "count: 3"), type: "application/yaml");
        Assert.Equal((200, 200), (first.Code, second.Code));
        Assert.Equal((string?)first.Body["subject"], (string?)second.Body["subject"]);
        var shown = await platform.GetAsync("/v1/systems/hello");
        Assert.Equal(3, (int)shown.Body["components"]![0]!["count"]!);
        Assert.Equal("healthy", (string?)shown.Body["health"]);
        var scaled = await platform.PostAsync("/v1/systems/hello/scale?wait=20", """{"component":"web","count":1}""");
        Assert.Equal((200, "already"), (scaled.Code, (string?)scaled.Body["code"]));
    }

    [Fact]
    public async Task Who_is_no_administrator_reads_and_changes_nothing()
    {
        await using var platform = await SmallPlatform.StartAsync();
        await platform.RegisterAsync("guest", "token-of-a-guest", false);
        using var guest = platform.ClientWith("token-of-a-guest");
        await Eventually.TrueAsync(
            async () => (await platform.GetAsync("/v1/servers", guest)).Code == 200, "the guest is let in");
        var request = new HttpRequestMessage(HttpMethod.Post, "/v1/servers") { Content = new StringContent("") };
        var write = await platform.SendAsync(request, guest);
        Assert.Equal((403, "forbidden"), (write.Code, write.Problem));
    }

    [Fact]
    public async Task A_secret_goes_to_the_store_and_nowhere_else()
    {
        var store = new SecretStore();
        await using var platform = await SmallPlatform.StartAsync(new UslOptions { Credentials = store });
        var stored = await platform.PostAsync(
            "/v1/credentials", """{"name":"lab-user","userName":"root","secret":"s3cret"}""");
        Assert.Equal(201, stored.Code);
        Assert.Equal(new IncomingSecret(SecretIntent.Add, "lab-user", "root", "s3cret", "admin"), store.Last);
        Assert.DoesNotContain("s3cret", $"{store.Last}", StringComparison.Ordinal);
        var wrong = await platform.PostAsync("/v1/credentials", """{"name":"lab-user","password":"s3cret"}""");
        Assert.Equal(400, wrong.Code);
        Assert.DoesNotContain("s3cret", wrong.Body.ToJsonString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PUT", "/v1/credentials/lab-user", SecretIntent.Put)]
    [InlineData("POST", "/v1/credentials/lab-user/rotate", SecretIntent.Rotate)]
    public async Task A_secret_that_the_route_names_is_rotated_or_put(string method, string path, SecretIntent intent)
    {
        var store = new SecretStore();
        await using var platform = await SmallPlatform.StartAsync(new UslOptions { Credentials = store });
        var stored = await platform.SendAsync(new HttpMethod(method), path, """{"secret":"s3cret"}""");
        Assert.Equal(200, stored.Code);
        Assert.Equal(new IncomingSecret(intent, "lab-user", null, "s3cret", "admin"), store.Last);
    }

    [Theory]
    [InlineData("duplicate-name", 409)]
    [InlineData("not-found", 404)]
    [InlineData("too-many-credentials", 409)]
    [InlineData(IntakeRefusal.Unavailable, 503)]
    public async Task A_secret_that_the_store_refuses_is_answered_with_the_reason(string code, int status)
    {
        var store = new SecretStore { Refusal = new IntakeRefusal(code, "so it is", "do that") };
        await using var platform = await SmallPlatform.StartAsync(new UslOptions { Credentials = store });
        var refused = await platform.PostAsync("/v1/credentials", """{"name":"lab-user","secret":"s3cret"}""");
        Assert.Equal((status, code), (refused.Code, refused.Problem));
        Assert.Equal("so it is", (string?)refused.Body["detail"]);
        Assert.Equal("do that", (string?)refused.Body["hint"]);
    }

    [Fact]
    public async Task An_operation_shows_its_progress_and_its_trace()
    {
        await using var platform = await SmallPlatform.StartAsync();
        var created = await platform.PostAsync("/v1/servers?wait=20", """{"name":"web-1"}""");
        var id = (string)created.Body["id"]!;
        var shown = await platform.GetAsync($"/v1/operations/{id}");
        var lines = shown.Body["progress"]!.AsArray().Select(line => (string?)line!["text"]).ToList();
        Assert.Contains("server web-1 is wanted", lines);
        var trace = await platform.GetAsync($"/v1/operations/{id}/trace");
        var root = Assert.Single(trace.Body["events"]!.AsArray())!;
        Assert.Equal("usl.operation-accepted.v1", (string?)root["name"]);
        Assert.Contains(root["children"]!.AsArray(), child => (string?)child!["name"] == "bsl.server-requested.v1");
    }
}
