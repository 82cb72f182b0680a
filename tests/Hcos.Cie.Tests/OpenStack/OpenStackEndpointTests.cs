using System.Net;
using System.Text.Json.Nodes;
using Hcos.Cie.Simulators.OpenStack;

namespace Hcos.Cie.Tests.OpenStack;

/// <summary>The endpoint, as a client of the documented interfaces finds it. Time passes only when told.</summary>
public sealed class OpenStackEndpointTests : IAsyncLifetime
{
    private static readonly OpenStackAccount Tenant = new("ann", CloudWorld.TenantSecret, "shop", "member")
    {
        ApplicationSecret = "application-secret",
        MostServers = 2,
        MostProcessors = 3,
    };

    private CloudWorld _cloud = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _cloud = await CloudWorld.StartAsync(options =>
        options with { Accounts = [Tenant], MostItems = 3 });

    public ValueTask DisposeAsync() => _cloud.DisposeAsync();

    [Fact]
    public async Task A_token_names_project_roles_and_catalogue_and_is_good_until_it_expires_or_is_forgotten()
    {
        using var client = new CloudClient(_cloud.Endpoint.Identity);
        var (_, body) = await client.SignInAsync("ann", CloudWorld.TenantSecret);
        Assert.Equal("shop", $"{body!["token"]!["project"]!["name"]}");
        Assert.Equal("member", $"{body["token"]!["roles"]![0]!["name"]}");
        Assert.Equal(
            ["compute", "identity", "image", "network", "placement", "volumev3"],
            body["token"]!["catalog"]!.AsArray().Select(service => $"{service!["type"]}").Order());
        Assert.Equal(200, (await client.NovaAsync("GET", "/servers")).Status);

        _cloud.Time.Advance(TimeSpan.FromHours(2));
        using var expired = await client.RawAsync("GET", "compute", "/servers");
        Assert.Equal(HttpStatusCode.Unauthorized, expired.StatusCode);
        Assert.StartsWith("Keystone uri=", $"{expired.Headers.WwwAuthenticate}", StringComparison.Ordinal);

        await client.SignInAsync("ann", CloudWorld.TenantSecret);
        Assert.Equal(200, (await client.SendAsync("GET", "network", "/v2.0/networks")).Status);
        _cloud.Endpoint.Outside.ForgetTokens();
        Assert.Equal(401, (await client.SendAsync("GET", "network", "/v2.0/networks")).Status);
    }

    [Fact]
    public async Task Nobody_is_let_in_with_a_wrong_secret_and_an_application_credential_has_its_project()
    {
        using var client = new CloudClient(_cloud.Endpoint.Identity);
        var (status, body) = await client.SignInAsync("ann", CloudWorld.Secret);
        Assert.Equal((401, "Unauthorized"), (status, $"{body!["error"]!["title"]}"));
        Assert.Equal(401, (await client.SignInAsync(Application("other"))).Status);

        var (good, token) = await client.SignInAsync(Application(Tenant.ApplicationSecret!));
        Assert.Equal((201, "shop"), (good, $"{token!["token"]!["project"]!["name"]}"));
    }

    [Fact]
    public async Task A_server_is_scheduled_built_stopped_and_deleted_and_each_takes_its_time()
    {
        var id = await _cloud.Admin.CreateAsync("web");
        Assert.Equal(("BUILD", "scheduling"), await StatusAsync(id));
        Assert.Null((await _cloud.Admin.ServerAsync(id))["OS-EXT-SRV-ATTR:host"]);
        Assert.Equal(409, (await ActAsync(id, """{"os-stop": null}""")).Status);
        _cloud.Time.Advance(TimeSpan.FromMilliseconds(150));
        Assert.Equal(("BUILD", "spawning"), await StatusAsync(id));
        _cloud.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(("ACTIVE", ""), await StatusAsync(id));

        Assert.Equal(202, (await ActAsync(id, """{"os-stop": null}""")).Status);
        Assert.Equal(("ACTIVE", "powering-off"), await StatusAsync(id));
        _cloud.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(("SHUTOFF", ""), await StatusAsync(id));
        var (status, body) = await ActAsync(id, """{"os-stop": null}""");
        Assert.Equal(409, status);
        Assert.Contains("vm_state stopped", $"{body!["conflictingRequest"]!["message"]}", StringComparison.Ordinal);

        Assert.Equal(204, (await _cloud.Admin.NovaAsync("DELETE", $"/servers/{id}")).Status);
        _cloud.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(404, (await _cloud.Admin.NovaAsync("GET", $"/servers/{id}")).Status);
        Assert.Empty(_cloud.Endpoint.Outside.Look());
    }

    [Fact]
    public async Task A_listing_is_filtered_paged_and_tells_what_changed_since_deletions_too()
    {
        var ids = new List<string>();
        foreach (var name in new[] { "a-1", "a-2", "a-3", "b-1" })
        {
            var labels = $$""", "tags": ["t-{{name}}", "all"], "metadata": {"k": "v"}""";
            ids.Add(await _cloud.Admin.CreateAsync(name, labels));
            _cloud.Time.Advance(TimeSpan.FromSeconds(5));
        }

        Assert.Equal(["b-1", "a-3", "a-2"], await NamesAsync("?"));
        var first = (await _cloud.Admin.NovaAsync("GET", "/servers/detail?limit=2&tags=all")).Body!;
        var next = new Uri($"{first["servers_links"]![0]!["href"]}").Query;
        Assert.Equal(["a-2", "a-1"], await NamesAsync(next));
        Assert.Equal(["a-2"], await NamesAsync("?name=%5Ea-2%24"));
        Assert.Equal(["a-3"], await NamesAsync("?tags=t-a-3,all"));
        Assert.Equal(400, (await _cloud.Admin.NovaAsync("GET", "/servers/detail?name=%5B")).Status);

        var since = _cloud.Time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", null);
        _cloud.Time.Advance(TimeSpan.FromSeconds(1));
        await _cloud.Admin.NovaAsync("DELETE", $"/servers/{ids[0]}");
        await _cloud.Admin.NovaAsync("DELETE", $"/servers/{ids[1]}/metadata/k");
        _cloud.Time.Advance(TimeSpan.FromSeconds(1));
        var changed = (await _cloud.Admin.NovaAsync("GET", $"/servers/detail?changes-since={since}")).Body!;
        Assert.Equal(
            ["a-1 DELETED", "a-2 ACTIVE"],
            changed["servers"]!.AsArray().Select(one => $"{one!["name"]} {one["status"]}").Order());
    }

    [Fact]
    public async Task A_port_has_a_hardware_address_once_and_goes_to_one_server()
    {
        var network = (await _cloud.Admin.SendAsync("GET", "network", "/v2.0/networks?name=default")).Body!;
        var wanted = JsonNode.Parse($$"""
            {"port": {"network_id": "{{network["networks"]![0]!["id"]}}", "name": "p",
                      "mac_address": "02:00:00:00:00:01"} }
            """);
        var (made, port) = await _cloud.Admin.SendAsync("POST", "network", "/v2.0/ports", wanted);
        Assert.Equal(201, made);
        var (again, refused) = await _cloud.Admin.SendAsync("POST", "network", "/v2.0/ports", wanted);
        Assert.Equal((409, "MacAddressInUse"), (again, $"{refused!["NeutronError"]!["type"]}"));

        var id = $"{port!["port"]!["id"]}";
        var with = $$""", "networks": [{"port": "{{id}}"}]""";
        var server = await _cloud.Admin.CreateAsync("web", with, networks: "");
        _cloud.Time.Advance(TimeSpan.FromSeconds(1));
        var shown = (await _cloud.Admin.ServerAsync(server))["addresses"]!["default"]![0]!;
        Assert.StartsWith("127.66.", $"{shown["addr"]}", StringComparison.Ordinal);
        Assert.Equal("02:00:00:00:00:01", $"{shown["OS-EXT-IPS-MAC:mac_addr"]}");
        Assert.Equal(409, await CreateStatusAsync(with));

        await _cloud.Admin.NovaAsync("DELETE", $"/servers/{server}");
        _cloud.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(204, (await _cloud.Admin.SendAsync("DELETE", "network", $"/v2.0/ports/{id}")).Status);
        Assert.Equal(400, await CreateStatusAsync(with));
    }

    [Fact]
    public async Task A_tenant_sees_its_project_only_and_has_its_quota()
    {
        using var tenant = new CloudClient(_cloud.Endpoint.Identity);
        await tenant.SignInAsync("ann", CloudWorld.TenantSecret);
        var foreign = await _cloud.Admin.CreateAsync("foreign");
        await tenant.CreateAsync("own", flavor: "3");

        Assert.Equal(404, (await tenant.NovaAsync("GET", $"/servers/{foreign}")).Status);
        Assert.Equal(403, (await tenant.NovaAsync("GET", "/os-hypervisors/detail")).Status);
        Assert.Equal(403, (await tenant.NovaAsync("GET", "/servers?all_tenants=true")).Status);
        Assert.Single((await tenant.NovaAsync("GET", "/servers")).Body!["servers"]!.AsArray());
        var limits = (await tenant.NovaAsync("GET", "/limits")).Body!["limits"]!["absolute"]!;
        Assert.Equal((3, 2), ((int)limits["maxTotalCores"]!, (int)limits["totalCoresUsed"]!));
        var (status, refused) = await tenant.TryCreateAsync("x", """, "networks": "none" """, "3");
        Assert.Equal(403, status);
        Assert.StartsWith(
            "Quota exceeded for cores", $"{refused!["forbidden"]!["message"]}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "2.1")]
    [InlineData("2.53", "2.53")]
    [InlineData("latest", "2.79")]
    public async Task Nova_answers_in_the_microversion_that_was_asked_for(string? asked, string answered)
    {
        var id = await _cloud.Admin.CreateAsync("web");
        _cloud.Admin.Version = asked;
        using var answer = await _cloud.Admin.RawAsync("GET", "compute", $"/servers/{id}");
        var server = JsonNode.Parse(await answer.Content.ReadAsStringAsync(Token))!["server"]!;

        Assert.Equal([$"compute {answered}"], answer.Headers.GetValues("OpenStack-API-Version"));
        Assert.Equal(asked is not null, server["tags"] is not null);
        Assert.Equal(asked is null, server["flavor"]!["id"] is not null);
    }

    [Theory]
    [InlineData("2.80", 406)]
    [InlineData("3.1", 400)]
    public async Task A_microversion_that_is_not_understood_is_refused(string asked, int status)
    {
        _cloud.Admin.Version = asked;
        Assert.Equal(status, (await _cloud.Admin.NovaAsync("GET", "/servers")).Status);
    }

    [Fact]
    public async Task A_resize_is_confirmed_or_reverted()
    {
        var id = await StoppedAsync("web");
        Assert.Equal(400, (await ActAsync(id, """{"resize": {"flavorRef": "1"}}""")).Status);
        foreach (var (end, flavor) in new[] { ("revertResize", "m1.tiny"), ("confirmResize", "m1.small") })
        {
            Assert.Equal(202, (await ActAsync(id, """{"resize": {"flavorRef": "2"}}""")).Status);
            _cloud.Time.Advance(TimeSpan.FromSeconds(1));
            Assert.Equal(("VERIFY_RESIZE", ""), await StatusAsync(id));
            Assert.True((await ActAsync(id, $$"""{"{{end}}": null}""")).Status is 202 or 204);
            Assert.True((await ActAsync(id, """{"confirmResize": null}""")).Status is 400 or 409);
            _cloud.Time.Advance(TimeSpan.FromSeconds(1));
            Assert.Equal(("SHUTOFF", ""), await StatusAsync(id));
            Assert.Equal(flavor, $"{(await _cloud.Admin.ServerAsync(id))["flavor"]!["original_name"]}");
        }
    }

    [Fact]
    public async Task An_image_is_made_of_a_server_and_the_server_anew_from_it()
    {
        var id = await StoppedAsync("web");
        var (status, body) = await ActAsync(id, """{"createImage": {"name": "before", "metadata": {"of": "web"}}}""");
        var image = $"{body!["image_id"]}";
        Assert.Equal((202, "queued"), (status, await ImageStatusAsync(image)));
        Assert.Equal(400, (await ActAsync(id, $$"""{"rebuild": {"imageRef": "{{image}}"} }""")).Status);
        _cloud.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("active", await ImageStatusAsync(image));

        Assert.Equal(202, (await ActAsync(id, $$"""{"rebuild": {"imageRef": "{{image}}"} }""")).Status);
        Assert.Equal(("REBUILD", "rebuilding"), await StatusAsync(id));
        _cloud.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(("SHUTOFF", ""), await StatusAsync(id));
        Assert.Equal(image, $"{(await _cloud.Admin.ServerAsync(id))["image"]!["id"]}");
        Assert.Equal(204, (await _cloud.Admin.SendAsync("DELETE", "image", $"/v2/images/{image}")).Status);
        Assert.DoesNotContain("before", _cloud.Endpoint.Outside.Images);
    }

    [Fact]
    public async Task The_console_says_that_there_is_no_system()
    {
        var id = await StoppedAsync("web");
        var (_, body) = await ActAsync(id, """{"os-getConsoleOutput": {"length": 2}}""");
        Assert.Equal(
            "[    0.100000] this is a process that answers HTTP, and no system\nweb login:\n", $"{body!["output"]}");
    }

    [Fact]
    public async Task A_server_that_fits_nowhere_is_in_error_and_says_why()
    {
        var huge = """{"flavor": {"name": "huge", "vcpus": 1, "ram": 10000000, "disk": 1}}""";
        var flavor = (await _cloud.Admin.NovaAsync("POST", "/flavors", huge)).Body!["flavor"]!["id"];
        Assert.Equal(409, (await _cloud.Admin.NovaAsync("POST", "/flavors", huge)).Status);
        var id = await _cloud.Admin.CreateAsync("web", flavor: $"{flavor}");
        _cloud.Time.Advance(TimeSpan.FromSeconds(1));

        var server = await _cloud.Admin.ServerAsync(id);
        Assert.Equal("ERROR", $"{server["status"]}");
        Assert.StartsWith("No valid host", $"{server["fault"]!["message"]}", StringComparison.Ordinal);
    }

    private static JsonObject Application(string secret) => new()
    {
        ["methods"] = new JsonArray("application_credential"),
        ["application_credential"] = new JsonObject { ["id"] = Tenant.ApplicationId, ["secret"] = secret },
    };

    private async Task<string> StoppedAsync(string name)
    {
        var id = await _cloud.Admin.CreateAsync(name);
        _cloud.Time.Advance(TimeSpan.FromSeconds(1));
        await ActAsync(id, """{"os-stop": null}""");
        _cloud.Time.Advance(TimeSpan.FromSeconds(1));
        return id;
    }

    private async Task<int> CreateStatusAsync(string more) => (await _cloud.Admin.TryCreateAsync("late", more)).Status;

    private async Task<string> ImageStatusAsync(string id) =>
        $"{(await _cloud.Admin.SendAsync("GET", "image", $"/v2/images/{id}")).Body!["status"]}";

    private Task<(int Status, JsonNode? Body)> ActAsync(string id, string action) =>
        _cloud.Admin.NovaAsync("POST", $"/servers/{id}/action", action);

    private async Task<(string Status, string Task)> StatusAsync(string id)
    {
        var server = await _cloud.Admin.ServerAsync(id);
        return ($"{server["status"]}", $"{server["OS-EXT-STS:task_state"]}");
    }

    private async Task<IEnumerable<string>> NamesAsync(string query) =>
        (await _cloud.Admin.NovaAsync("GET", $"/servers/detail{query}")).Body!["servers"]!.AsArray()
            .Select(server => $"{server!["name"]}");
}
