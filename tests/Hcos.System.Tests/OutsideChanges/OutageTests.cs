using System.Text.Json.Nodes;
using Hcos.System.Tests.Platform;
using Hcos.Testing.Platform;

namespace Hcos.System.Tests.OutsideChanges;

/// <summary>The daemon goes away and returns, while its guests run on.</summary>
public sealed class OutageTests(ManagedPlatform platform) : IClassFixture<ManagedPlatform>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task While_libvirtd_is_down_all_is_unknown_with_age_and_nothing_is_done_and_afterwards_all_is_right()
    {
        try
        {
            await BreakAndReturnAsync();
        }
        finally
        {
            // The other classes need it.
            await platform.Libvirt.StartAsync(CancellationToken.None);
        }
    }

    private async Task BreakAndReturnAsync()
    {
        await platform.Api.DeployedAsync(Asking.LeastSystem("kept", 2), Stop);
        await platform.Api.CreateAsync(["lone-1", "lone-2"], Stop);
        var before = await OutsideView.OfAsync(platform.Libvirt, Stop);
        var process = platform.Process.Id;
        var from = await platform.Api.NowAsync(Stop);

        await platform.Libvirt.StopDaemonAsync(Stop);
        await platform.Api.UntilAsync(
            "/v1/environments/lab", lab => lab.Word("reachability") == "unreachable", Asking.Soon, Stop);
        await AssertUnknownAsync("/v1/servers?limit=100", 4);
        await AssertUnknownAsync("/v1/resources?limit=100", 4);
        await EndGuestAsync("lone-1");
        await EndGuestAsync("kept-part-1");
        await AssertAgesGrowAsync();
        Assert.Empty((await platform.Api.DriverEventsSinceAsync(from, Stop)).Named("ci2.driver-task-begun.v1"));
        Assert.NotEmpty(Processes.With("guest=lone-2,"));
        Assert.NotEmpty(Processes.With("guest=kept-part-2,"));

        await platform.Libvirt.StartAsync(Stop);
        await platform.Api.UntilAsync(
            "/v1/environments/lab", lab => lab.Word("reachability") == "reachable", Asking.Soon, Stop);
        await platform.Api.UntilAsync(
            "/v1/servers/lone-1", server => server.Word("state") == "stopped", Asking.Soon, Stop);
        await platform.Api.UntilAsync(
            "/v1/servers/lone-2", server => server.Word("state") == "running", Asking.Soon, Stop);
        await platform.Api.UntilAsync(
            "/v1/servers/kept-part-1", server => server.Word("state") == "running", Asking.Soon, Stop);
        await platform.Api.UntilAsync(
            "/v1/systems/kept", system => system.Word("health") == "healthy", Asking.Soon, Stop);
        await AssertOutsideAsync(before);
        Assert.Equal(process, platform.Process.Id);
        AssertDone((await platform.Api.DriverEventsSinceAsync(from, Stop)).Named("ci2.driver-task-begun.v1"));
    }

    private static void AssertDone(IReadOnlyList<JsonObject> tasks)
    {
        // The instance that had ended was started; nothing else was touched.
        Assert.Equal("power", Assert.Single(tasks)["data"].Word("action"));
    }

    private async Task AssertUnknownAsync(string path, int least)
    {
        var items = (await platform.Api.ShownAsync(path, Stop)).Items().ToList();
        Assert.True(items.Count >= least, $"{path} has {items.Count}");
        Assert.All(items, item =>
        {
            Assert.Equal("unknown", item.Word("state"));
            Assert.NotEqual("", item.Word("reason"));
            Assert.True(item["ageSeconds"]!.GetValue<double>() > 0);
        });
    }

    private async Task AssertAgesGrowAsync()
    {
        var first = (await platform.Api.ShownAsync("/v1/servers/lone-2", Stop))["ageSeconds"]!.GetValue<double>();
        await platform.Api.UntilAsync(
            "/v1/servers/lone-2", server => server["ageSeconds"]!.GetValue<double>() > first + 2, Asking.Soon, Stop);
    }

    /// <summary>Ends a guest as its machine would, with nobody there to tell of it.</summary>
    private static async Task EndGuestAsync(string name)
    {
        var id = Assert.Single(Processes.With($"guest={name},"));
        await Tool.RunAsync("kill", ["-KILL", $"{id}"], Stop);
        await Until.AsWantedAsync(
            _ => Task.FromResult(Processes.With($"guest={name},")), ids => ids.Count == 0, Asking.Soon, Stop);
    }

    private async Task AssertOutsideAsync(OutsideView before)
    {
        var after = await OutsideView.OfAsync(platform.Libvirt, Stop);
        Assert.Equal(before.Files, after.Files);
        Assert.Equal(
            before.Domains.Select(domain => domain.Name == "lone-1" ? domain with { State = "shut off" } : domain),
            after.Domains);
    }
}
