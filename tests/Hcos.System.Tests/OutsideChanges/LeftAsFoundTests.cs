using System.Text.Json.Nodes;
using Hcos.System.Tests.Platform;

namespace Hcos.System.Tests.OutsideChanges;

/// <summary>Servers of no business system: what others do to them is shown, and never undone.</summary>
public sealed class LeftAsFoundTests(ManagedPlatform platform) : IClassFixture<ManagedPlatform>
{
    private static readonly TimeSpan TwoSweeps = TimeSpan.FromMinutes(4);
    private static readonly string[] Destroyed = ["cut-1", "cut-2", "cut-3", "cut-4"];
    private static readonly string[] Suspended = ["held-1", "held-2", "held-3", "held-4"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_others_change_is_shown_by_event_left_as_found_and_missing_only_after_two_sweeps()
    {
        await platform.Api.CreateAsync([.. Destroyed, .. Suspended, "gone"], Stop);
        var gone = (await platform.Api.ShownAsync("/v1/servers/gone", Stop)).Word("resource");
        var from = await platform.Api.NowAsync(Stop);

        // Nobody is there to be told of this one: only sweeps can tell that it is not there any more.
        await platform.Process.KillAsync(Stop);
        await platform.Libvirt.VirshAsync(Stop, "undefine", "gone");
        await platform.Libvirt.VirshAsync(Stop, "destroy", "gone");
        await platform.Process.StartAsync(Stop);

        foreach (var name in Destroyed) await ChangeAsync(name, "destroy", "stopped");
        foreach (var name in Suspended) await ChangeAsync(name, "suspend", "paused");

        var missing = await platform.Api.UntilAsync(
            "/v1/servers/gone", server => server.Word("state") is "missing" or "stopped", TwoSweeps, Stop);
        Assert.Equal("missing", missing.Word("state"));
        Assert.Equal("sweep", missing["evidence"].Word("source"));
        var events = await platform.Api.DriverEventsSinceAsync(from, Stop);
        AssertTwoSweeps(events, gone);
        Assert.Empty(events.Named("ci2.driver-task-begun.v1"));
        await AssertLeftAsFoundAsync();
    }

    private async Task ChangeAsync(string name, string what, string state)
    {
        await platform.Libvirt.VirshAsync(Stop, what, name);
        var shown = await platform.Api.UntilAsync(
            $"/v1/servers/{name}", server => server.Word("state") == state, Asking.Soon, Stop);
        Assert.Equal("event", shown["evidence"].Word("source"));
        Assert.NotEqual("", shown["evidence"].Word("detail"));
    }

    private static void AssertTwoSweeps(IReadOnlyList<JsonObject> events, string gone)
    {
        var told = events.Named("ci2.resource-missing.v1").Single(event_ => IsOf(event_["data"]!["key"], gone));
        var before = events.TakeWhile(happened => happened != told).ToList().Named("ci2.sweep-completed.v1")
            .Where(swept => swept["data"]!["lacking"]!.AsArray().Any(key => IsOf(key, gone)))
            .Select(swept => swept["data"]!["startedAt"]!.GetValue<DateTimeOffset>())
            .ToList();
        Assert.True(before.Count >= 2, $"{before.Count} sweeps lacked it before it was called missing");
        Assert.True(before[^1] - before[0] >= TimeSpan.FromSeconds(30), $"only {before[^1] - before[0]} between them");
    }

    private static bool IsOf(JsonNode? key, string resource) =>
        key!.ToJsonString().Contains(resource, StringComparison.Ordinal);

    private async Task AssertLeftAsFoundAsync()
    {
        var outside = await OutsideView.OfAsync(platform.Libvirt, Stop);
        var expected = Destroyed.Select(name => $"{name} shut off")
            .Concat(Suspended.Select(name => $"{name} paused")).Order(StringComparer.Ordinal);
        Assert.Equal(
            expected, outside.Domains.Select(domain => $"{domain.Name} {domain.State}").Order(StringComparer.Ordinal));
        var shown = await platform.Api.ShownAsync("/v1/servers?limit=100", Stop);
        Assert.Equal(
            ["missing", .. Enumerable.Repeat("paused", 4), .. Enumerable.Repeat("stopped", 4)],
            shown.Items().Select(server => server.Word("state")).Order(StringComparer.Ordinal));
    }
}
