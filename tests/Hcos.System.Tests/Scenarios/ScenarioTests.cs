using System.Text.Json.Nodes;
using Hcos.System.Tests.Platform;
using Hcos.Testing.Platform;

namespace Hcos.System.Tests.Scenarios;

/// <summary>What must hold whatever the shape: all layers in one process, or each in its own.</summary>
public abstract partial class ScenarioTests<TPlatform>(TPlatform platform)
    where TPlatform : class, IPlatformUnderTest
{
    private const string Simulated = "simulated://lab?hosts=2&vcpus=16&memoryGiB=32&images=hcos-guest";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_sample_is_deployed_over_the_simulated_driver()
    {
        await platform.Api.RegisteredAsync("simulated", "simulated", Simulated, "manage", Stop);
        var manifest = await File.ReadAllTextAsync(
            Repository.File("deploy", "samples", "hello-simulated.yaml"), Stop);
        await platform.Api.DeployedAsync(manifest, Stop);

        await platform.Api.UntilAsync(
            "/v1/systems/hello", system => system.Word("health") == "healthy", Asking.Soon, Stop);
        var servers = await platform.Api.ShownAsync("/v1/servers?limit=100", Stop);
        Assert.Equal(
            ["hello-front-1 running", "hello-web-1 running", "hello-web-2 running"],
            servers.Items().Where(server => server.Word("name").StartsWith("hello-", StringComparison.Ordinal))
                .Select(server => $"{server.Word("name")} {server.Word("state")}").Order(StringComparer.Ordinal));
        var console = await platform.Api.ShownAsync("/v1/servers/hello-web-1/console", Stop);
        Assert.Contains("hello-web-1 login:", console.Word("text"), StringComparison.Ordinal);
        // A simulated guest ends with CI2's process; kept, the system would be healed elsewhere once that is killed.
        var deleted = await platform.Api.DeleteAsync("/v1/systems/hello?wait=300", Stop);
        Assert.Equal("done", deleted.Body.Word("outcome"));
    }

    [Fact]
    public async Task The_sample_boots_over_libvirt_and_every_guest_answers()
    {
        const string where = "environments: [lab-kvm]";
        var sample = await File.ReadAllTextAsync(Repository.File("deploy", "samples", "hello-kvm.yaml"), Stop);
        var manifest = sample.Replace("name: hello\n", "name: booted\n", StringComparison.Ordinal)
            .Replace(where, "environments: [lab]", StringComparison.Ordinal);
        await platform.Api.DeployedAsync(manifest, Stop);

        await platform.Api.UntilAsync(
            "/v1/systems/booted", system => system.Word("health") == "healthy", TimeSpan.FromMinutes(3), Stop);
        var servers = (await platform.Api.ShownAsync("/v1/servers?limit=100", Stop)).Items()
            .Where(server => server.Word("name").StartsWith("booted-", StringComparison.Ordinal)).ToList();
        var guests = await Task.WhenAll(servers.Select(
            server => Guest.AskAsync($"http://{server["addresses"]![0]}", Stop)));
        Assert.Equal(
            ["booted-front-1", "booted-web-1", "booted-web-2"],
            guests.Select(guest => guest.Name).Order(StringComparer.Ordinal));
        var deleted = await platform.Api.DeleteAsync("/v1/systems/booted?wait=300", Stop);
        Assert.Equal("done", deleted.Body.Word("outcome"));
        Assert.Empty(await OutsideAsync("booted-"));
    }

    [Fact]
    public async Task A_system_over_libvirt_is_deployed_scaled_and_deleted_and_the_outside_agrees()
    {
        await platform.Api.DeployedAsync(Asking.LeastSystem("shop", 2, "lab"), Stop);
        Assert.Equal(["shop-part-1 running", "shop-part-2 running"], await OutsideAsync("shop-"));

        var wider = new JsonObject { ["component"] = "part", ["count"] = 3 };
        await platform.Api.DoneAsync("/v1/systems/shop/scale", wider, Stop);
        Assert.Equal(
            ["shop-part-1 running", "shop-part-2 running", "shop-part-3 running"], await OutsideAsync("shop-"));

        var deleted = await platform.Api.DeleteAsync("/v1/systems/shop?wait=300", Stop);
        Assert.Equal("done", deleted.Body.Word("outcome"));
        Assert.Empty(await OutsideAsync("shop-"));
    }

    [Fact]
    public async Task The_sample_over_three_platforms_heals_what_somebody_stops_on_two_of_them()
    {
        await using var hyperV = await SimulatedInfrastructure.HyperVAsync(Stop);
        await using var cloud = await SimulatedInfrastructure.OpenStackAsync(Stop);
        await platform.Api.RegisteredAsync("hyper-v", "hyperv", hyperV.Endpoint, hyperV.Account, Stop);
        await platform.Api.RegisteredAsync("openstack-simulated", "openstack", cloud.Endpoint, cloud.Account, Stop);
        var sample = await File.ReadAllTextAsync(Repository.File("deploy", "samples", "hello.yaml"), Stop);
        await platform.Api.DeployedAsync(
            sample.Replace("lab-kvm", "lab", StringComparison.Ordinal)
                .Replace("name: hello\n", "name: wide\n", StringComparison.Ordinal),
            Stop);
        await HealthyAsync("wide");
        Assert.Equal(["wide-web-1 running", "wide-web-2 running"], await OutsideAsync("wide-"));

        await HealedAsync(hyperV, "wide-service-1", "turn-off", "wide-service-1 running");
        await HealedAsync(cloud, "wide-front-1", "stop", "wide-front-1 active");
        await HealthyAsync("wide");

        var deleted = await platform.Api.DeleteAsync("/v1/systems/wide?wait=300", Stop);
        Assert.Equal("done", deleted.Body.Word("outcome"));
        Assert.Equal("", await hyperV.MachinesAsync(Stop));
        Assert.Equal("", await cloud.MachinesAsync(Stop));
        foreach (var environment in new[] { "hyper-v", "openstack-simulated" })
        {
            var removed = await platform.Api.DeleteAsync($"/v1/environments/{environment}?wait=300", Stop);
            Assert.Equal("done", removed.Body.Word("outcome"));
        }
    }

    [Fact]
    public async Task A_credential_reaches_the_store_and_its_secret_is_in_no_event_and_no_log()
    {
        const string secret = "not-to-be-seen-4711";
        var from = await platform.Api.NowAsync(Stop);
        var body = new JsonObject { ["name"] = "vault", ["userName"] = "ann", ["secret"] = secret };
        Assert.Equal(201, (int)(await platform.Api.PostAsync("/v1/credentials", body, Stop)).Status);

        var stored = await platform.Api.FirstAsync(from, "name=ci2.credential-stored.v1", _ => true, Stop);
        Assert.Equal("vault", stored["data"].Word("name"));
        Assert.DoesNotContain(secret, stored.ToJsonString(), StringComparison.Ordinal);
        Assert.All(LogFiles(), log => Assert.DoesNotContain(secret, File.ReadAllText(log), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_plan_asks_the_layer_that_would_place_and_changes_nothing()
    {
        var plan = await platform.Api.PostAsync("/v1/servers?plan=true", Asking.LeastServer("planned"), Stop);

        Assert.True((int)plan.Status == 200, $"{plan.Status}: {plan.Body?.ToJsonString()}");
        Assert.Contains("host", plan.Body!.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(404, (int)(await platform.Api.GetAsync("/v1/servers/planned", Stop)).Status);
    }

    [Fact]
    public async Task Views_that_are_built_anew_from_the_log_equal_the_live_ones()
    {
        await platform.Api.DoneAsync("/v1/servers", Asking.LeastServer("rebuilt"), Stop);
        var rebuilt = await platform.Api.PostAsync("/v1/views/rebuild", new JsonObject(), Stop);

        Assert.True((bool?)rebuilt.Body?["areEqual"], $"{rebuilt.Status}: {rebuilt.Body?.ToJsonString()}");
        Assert.NotEqual(0, (long)rebuilt.Body!["position"]!);
        Assert.Equal(rebuilt.Body.Word("live"), rebuilt.Body.Word("rebuilt"));
        await platform.Api.DeleteAsync("/v1/servers/rebuilt?wait=60", Stop);
    }

    /// <summary>The log of every process.</summary>
    protected abstract IEnumerable<string> LogFiles();

    private Task HealthyAsync(string system) => platform.Api.UntilAsync(
        $"/v1/systems/{system}", shown => shown.Word("health") == "healthy", TimeSpan.FromMinutes(5), Stop);

    /// <summary>Somebody stops what answers; it is seen as an event of its platform, and it answers again.</summary>
    private async Task HealedAsync(SimulatedInfrastructure where, string server, string change, string after)
    {
        var address = (await platform.Api.ShownAsync($"/v1/servers/{server}", Stop))["addresses"]![0];
        Assert.Equal(server, await NameAsync($"{address}"));
        var from = await platform.Api.NowAsync(Stop);

        await where.ChangeAsync(server, change, Stop);

        var seen = await platform.Api.FirstAsync(
            from,
            "name=ci2.resource-state-observed.v1",
            happened => happened["data"].Word("state") == "stopped",
            Stop);
        Assert.Equal("event", seen["data"]!["evidence"].Word("source"));
        await Until.AsWantedAsync(where.MachinesAsync, machines => machines == after, Asking.Soon, Stop);
        await Until.AsWantedAsync(_ => AnswerAsync($"{address}"), name => name == server, Asking.Soon, Stop);
    }

    private static async Task<string> AnswerAsync(string address)
    {
        try
        {
            return await NameAsync(address);
        }
        catch (HttpRequestException)
        {
            return "";
        }
    }

    /// <summary>What the guest at an address calls itself.</summary>
    private static async Task<string> NameAsync(string address)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        return (await client.GetStringAsync(new Uri($"http://{address}/cgi-bin/index.cgi"), Stop)).Trim();
    }

    private async Task<IEnumerable<string>> OutsideAsync(string prefix) =>
        (await OutsideView.OfAsync(platform.Libvirt, Stop)).Domains
            .Where(domain => domain.Name.StartsWith(prefix, StringComparison.Ordinal))
            .Select(domain => $"{domain.Name} {domain.State}").Order(StringComparer.Ordinal);
}
