using System.Text.Json.Nodes;
using Hcos.System.Tests.Platform;

namespace Hcos.System.Tests.OutsideChanges;

/// <summary>Servers of a business system: counts are restored, and it can be seen why.</summary>
public sealed class HealingTests(ManagedPlatform platform) : IClassFixture<ManagedPlatform>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_instance_destroyed_outside_comes_back_and_one_correlation_leads_from_event_to_start()
    {
        await platform.Api.DeployedAsync(Asking.LeastSystem("shop", 2), Stop);
        var server = await platform.Api.ShownAsync("/v1/servers/shop-part-1", Stop);
        var from = await platform.Api.NowAsync(Stop);

        await platform.Libvirt.VirshAsync(Stop, "destroy", "shop-part-1");

        var seen = await platform.Api.FirstAsync(
            from,
            "name=ci2.resource-state-observed.v1",
            happened => IsStop(happened, server.Word("resource")),
            Stop);
        var correlation = seen.Word("correlation");
        Assert.Equal("event", seen["data"]!["evidence"].Word("source"));
        var begun = await platform.Api.FirstAsync(
            from,
            $"name=bsl.server-task-begun.v1,correlation={correlation}",
            happened => happened["data"].Word("server") == server.Word("id"),
            Stop);
        Assert.Equal("start", begun["data"].Word("kind"));
        var ended = await platform.Api.FirstAsync(
            from, $"name=bsl.server-task-ended.v1,correlation={correlation}", _ => true, Stop);
        Assert.Equal("done", ended["data"].Word("outcome"));
        await AssertTraceAsync(correlation);
        await platform.Api.UntilAsync(
            "/v1/systems/shop", system => system.Word("health") == "healthy", Asking.Soon, Stop);
        Assert.Equal(
            ["shop-part-1 running", "shop-part-2 running"],
            (await OutsideView.OfAsync(platform.Libvirt, Stop)).Domains
                .Where(domain => domain.Name.StartsWith("shop-", StringComparison.Ordinal))
                .Select(domain => $"{domain.Name} {domain.State}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task An_instance_paused_outside_is_shown_and_not_cured()
    {
        await platform.Api.DeployedAsync(Asking.LeastSystem("calm", 1), Stop);
        var from = await platform.Api.NowAsync(Stop);

        await platform.Libvirt.VirshAsync(Stop, "suspend", "calm-part-1");

        await platform.Api.UntilAsync(
            "/v1/servers/calm-part-1", server => server.Word("state") == "paused", Asking.Soon, Stop);
        await platform.Api.UntilAsync(
            "/v1/systems/calm", system => system.Word("health") == "degraded", Asking.Soon, Stop);
        var swept = await SweptAtAsync();
        await platform.Api.UntilAsync(
            "/v1/environments/lab", lab => lab["sweep"].Word("startedAt") != swept, Asking.Soon, Stop);
        Assert.Empty((await platform.Api.DriverEventsSinceAsync(from, Stop)).Named("ci2.driver-task-begun.v1"));
        Assert.Equal("paused", (await platform.Libvirt.VirshAsync(Stop, "domstate", "calm-part-1")).Trim());
    }

    private async Task<string> SweptAtAsync() =>
        (await platform.Api.ShownAsync("/v1/environments/lab", Stop))["sweep"].Word("startedAt");

    private static bool IsStop(JsonObject happened, string resource) =>
        happened["data"].Word("state") == "stopped"
        && happened["data"]!["key"]!.ToJsonString().Contains(resource, StringComparison.Ordinal);

    private async Task AssertTraceAsync(string correlation)
    {
        var trace = (await platform.Api.ShownAsync($"/v1/operations/{correlation}/trace", Stop)).ToJsonString();
        Assert.Contains("ci2.resource-state-observed.v1", trace, StringComparison.Ordinal);
        Assert.Contains("esl.instance-healing.v1", trace, StringComparison.Ordinal);
        Assert.Contains("bsl.server-task-begun.v1", trace, StringComparison.Ordinal);
        Assert.Contains("ci2.driver-task-ended.v1", trace, StringComparison.Ordinal);
    }
}
