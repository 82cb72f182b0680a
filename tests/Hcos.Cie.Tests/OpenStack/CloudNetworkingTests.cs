using System.Text.Json.Nodes;

namespace Hcos.Cie.Tests.OpenStack;

/// <summary>Security groups and floating addresses, as a client of the documented interfaces finds them.</summary>
public sealed class CloudNetworkingTests : IAsyncLifetime
{
    private const string Groups = "/v2.0/security-groups";
    private const string Floating = "/v2.0/floatingips";

    private CloudWorld _cloud = null!;

    public async ValueTask InitializeAsync() => _cloud = await CloudWorld.StartAsync(options =>
        options with { ExternalNetworks = ["outside"], MostSecurityGroups = 3 });

    public ValueTask DisposeAsync() => _cloud.DisposeAsync();

    [Fact]
    public async Task A_create_that_names_a_group_is_refused_when_the_group_is_gone_also_without_a_network()
    {
        var (made, body) = await AddGroupAsync("one");
        var id = $"{body!["security_group"]!["id"]}";
        Assert.Equal(201, made);
        foreach (var name in new[] { id, "one", "default" })
        {
            Assert.Equal(202, await CreateStatusAsync(name));
        }

        Assert.Equal(204, (await _cloud.Admin.SendAsync("DELETE", "network", $"{Groups}/{id}")).Status);
        Assert.Equal(404, (await _cloud.Admin.SendAsync("GET", "network", $"{Groups}/{id}")).Status);
        Assert.Equal(400, await CreateStatusAsync(id));
        Assert.Equal(400, await CreateStatusAsync("one"));
    }

    [Fact]
    public async Task Every_project_keeps_its_first_group_and_has_no_more_than_its_quota()
    {
        using var tenant = new CloudClient(_cloud.Endpoint.Identity);
        await tenant.SignInAsync("ann", CloudWorld.TenantSecret);
        var first = Assert.Single(
            (await tenant.SendAsync("GET", "network", Groups)).Body!["security_groups"]!.AsArray())!;
        Assert.Equal("default", $"{first["name"]}");
        Assert.Equal(4, first["security_group_rules"]!.AsArray().Count);
        Assert.Equal(409, (await tenant.SendAsync("DELETE", "network", $"{Groups}/{first["id"]}")).Status);

        await AddGroupAsync("one");
        await AddGroupAsync("two");
        var (status, refused) = await AddGroupAsync("three");
        Assert.Equal((409, "OverQuota"), (status, $"{refused!["NeutronError"]!["type"]}"));
        Assert.Single((await _cloud.Admin.SendAsync("GET", "network", $"{Groups}?name=one")).Body!["security_groups"]!
            .AsArray());
    }

    [Fact]
    public async Task A_floating_address_is_of_an_external_network_and_leads_to_a_port_while_that_is_there()
    {
        var networks = (await _cloud.Admin.SendAsync("GET", "network", "/v2.0/networks")).Body!["networks"]!.AsArray();
        var (inside, outside) = ($"{networks[0]!["id"]}", $"{networks[1]!["id"]}");
        Assert.True((bool)networks[1]!["router:external"]!);
        Assert.Equal(400, (await AddAddressAsync(inside, null)).Status);
        var opened = await _cloud.Admin.SendAsync("POST", "network", "/v2.0/ports", Port(inside));
        var port = $"{opened.Body!["port"]!["id"]}";

        var (made, body) = await AddAddressAsync(outside, port);
        var address = body!["floatingip"]!;
        Assert.Equal((201, "ACTIVE"), (made, $"{address["status"]}"));
        Assert.Equal("203.0.113.1", $"{address["floating_ip_address"]}");
        await _cloud.Admin.SendAsync("DELETE", "network", $"/v2.0/ports/{port}");
        var left = await _cloud.Admin.SendAsync("GET", "network", $"{Floating}/{address["id"]}");
        var after = left.Body!["floatingip"]!;
        Assert.Equal(("DOWN", null), ($"{after["status"]}", after["port_id"]?.ToString()));
        Assert.Equal(204, (await _cloud.Admin.SendAsync("DELETE", "network", $"{Floating}/{address["id"]}")).Status);
    }

    private static JsonNode Port(string network) =>
        JsonNode.Parse($$"""{"port": {"network_id": "{{network}}", "name": "p"} }""")!;

    private Task<(int Status, JsonNode? Body)> AddGroupAsync(string name) => _cloud.Admin.SendAsync(
        "POST", "network", Groups, JsonNode.Parse($$"""{"security_group": {"name": "{{name}}"} }"""));

    private Task<(int Status, JsonNode? Body)> AddAddressAsync(string network, string? port) => _cloud.Admin.SendAsync(
        "POST",
        "network",
        Floating,
        new JsonObject
        {
            ["floatingip"] = new JsonObject { ["floating_network_id"] = network, ["port_id"] = port },
        });

    private async Task<int> CreateStatusAsync(string group) => (await _cloud.Admin.TryCreateAsync(
        "web", $$""", "networks": "none", "security_groups": [{"name": "{{group}}"}]""")).Status;
}
