using System.Text.Json.Nodes;

namespace Hcos.Cie.Tests.OpenStack;

/// <summary>The endpoint's Placement, as a client of the documented interface finds it.</summary>
public sealed class CloudPlacementTests : IAsyncLifetime
{
    private const string Candidates = "/allocation_candidates?resources=VCPU:1,MEMORY_MB:512";

    private CloudWorld _cloud = null!;

    public async ValueTask InitializeAsync() => _cloud = await CloudWorld.StartAsync(options =>
        options with { Hypervisors = ["only"], Processors = 1, ProcessorRatio = 2 });

    public ValueTask DisposeAsync() => _cloud.DisposeAsync();

    [Fact]
    public async Task A_hypervisor_is_a_provider_with_what_it_has_and_what_of_that_is_taken()
    {
        var provider = Assert.Single(
            (await GetAsync("/resource_providers?name=only")).Body!["resource_providers"]!.AsArray())!;
        var id = $"{provider["uuid"]}";
        Assert.Equal($"{(await _cloud.Admin.NovaAsync("GET", "/os-hypervisors")).Body!["hypervisors"]![0]!["id"]}", id);
        var has = (await GetAsync($"/resource_providers/{id}/inventories")).Body!["inventories"]!;
        Assert.Equal((1, 2.0), ((int)has["VCPU"]!["total"]!, (double)has["VCPU"]!["allocation_ratio"]!));
        Assert.Equal(512, (int)has["MEMORY_MB"]!["reserved"]!);

        await _cloud.Admin.CreateAsync("web");
        _cloud.Time.Advance(TimeSpan.FromSeconds(1));
        var used = (await GetAsync($"/resource_providers/{id}/usages")).Body!["usages"]!;
        Assert.Equal((1, 512), ((int)used["VCPU"]!, (int)used["MEMORY_MB"]!));
        Assert.Equal(404, (await GetAsync("/resource_providers/none/usages")).Status);
    }

    [Fact]
    public async Task Who_has_nothing_left_is_no_candidate_and_gets_no_server()
    {
        Assert.Single((await GetAsync(Candidates)).Body!["provider_summaries"]!.AsObject());
        await _cloud.Admin.CreateAsync("one");
        await _cloud.Admin.CreateAsync("two");
        _cloud.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Empty((await GetAsync(Candidates)).Body!["provider_summaries"]!.AsObject());

        var third = await _cloud.Admin.CreateAsync("three");
        _cloud.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("ERROR", $"{(await _cloud.Admin.ServerAsync(third))["status"]}");
    }

    [Fact]
    public async Task Nobody_but_an_administrator_is_answered_and_errors_have_Placements_form()
    {
        using var tenant = new CloudClient(_cloud.Endpoint.Identity) { Version = "1.29" };
        await tenant.SignInAsync("ann", CloudWorld.TenantSecret);
        var (status, body) = await tenant.SendAsync("GET", "placement", "/resource_providers");

        Assert.Equal((403, 403), (status, (int)body!["errors"]![0]!["status"]!));
        Assert.Equal(200, (await tenant.SendAsync("GET", "placement", "/")).Status);
        _cloud.Admin.Version = "1.10";
        Assert.Equal(400, (await _cloud.Admin.SendAsync("GET", "placement", Candidates)).Status);
    }

    private async Task<(int Status, JsonNode? Body)> GetAsync(string path)
    {
        _cloud.Admin.Version = "1.29";
        try
        {
            return await _cloud.Admin.SendAsync("GET", "placement", path);
        }
        finally
        {
            _cloud.Admin.Version = "2.79";
        }
    }
}
