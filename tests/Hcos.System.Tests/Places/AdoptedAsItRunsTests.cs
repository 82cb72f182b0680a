using System.Globalization;
using System.Text.Json.Nodes;
using Hcos.System.Tests.Platform;

namespace Hcos.System.Tests.Places;

/// <summary>
/// Servers that somebody made and started on our own endpoints of Hyper-V and OpenStack: adoption leaves what runs
/// there running. The same for a real libvirt stands in <see cref="OutsideChanges.AdoptionTests"/>.
/// </summary>
public sealed class AdoptedAsItRunsTests(ManagedPlatform platform) : IClassFixture<ManagedPlatform>
{
    private const string Name = "runs-by-hand";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("hyper-v")]
    [InlineData("openstack")]
    public async Task A_server_that_runs_is_adopted_with_the_same_process_whose_uptime_grows_on(string where)
    {
        await using var place = (SimulatedPlace)(where == "hyper-v"
            ? await SimulatedPlace.HyperVAsync(platform.Api, Stop)
            : await SimulatedPlace.OpenStackAsync(platform.Api, Stop));
        var address = await place.RunAsync(Name, Stop);
        var process = await Until.AsWantedAsync(
            _ => Task.FromResult(ByHand.ProcessAt(address)), found => found != "none", Asking.Soon, Stop);
        var uptime = Uptime(address);
        await platform.Api.UntilAsync("/v1/resources?limit=500", IsSeenRunning, Asking.Soon, Stop);
        var from = await platform.Api.NowAsync(Stop);
        var adopted = new JsonObject { ["environment"] = place.Environment, ["server"] = Name };
        await platform.Api.DoneAsync("/v1/servers/adopt", adopted, Stop);

        Assert.Equal(process, ByHand.ProcessAt(address));
        Assert.True(Uptime(address) > uptime);
        Assert.Equal("running", (await place.ServersAsync(Stop))[Name]);
        Assert.Equal("running", (await platform.Api.ShownAsync($"/v1/servers/{Name}", Stop)).Word("state"));
        var tasks = (await platform.Api.DriverEventsSinceAsync(from, Stop)).Named("ci2.driver-task-begun.v1");
        Assert.Equal("look", Assert.Single(tasks)["data"].Word("action"));
        await LetGoAsync(address, process);
    }

    /// <summary>Now it is ours: what is wanted of it reaches that very process.</summary>
    private async Task LetGoAsync(string address, string process)
    {
        await platform.Api.DoneAsync($"/v1/servers/{Name}/pause", [], Stop);
        await platform.Api.DoneAsync($"/v1/servers/{Name}/resume", [], Stop);
        Assert.Equal(process, ByHand.ProcessAt(address));
        var deleted = await platform.Api.DeleteAsync($"/v1/servers/{Name}?wait=300", Stop);
        Assert.Equal("done", deleted.Body.Word("outcome"));
        await Until.AsWantedAsync(
            _ => Task.FromResult(ByHand.ProcessAt(address)), left => left == "none", Asking.Soon, Stop);
    }

    private static bool IsSeenRunning(JsonNode rows) =>
        rows.Items().Any(row => row.Word("name") == Name && row.Word("state") == "running");

    /// <summary>In hundredths of a second, by the kernel's account.</summary>
    private static long Uptime(string address)
    {
        var now = File.ReadAllText("/proc/uptime").Split(' ')[0];
        var since = ByHand.ProcessAt(address).Split(' ')[^1];
        return (long)(decimal.Parse(now, CultureInfo.InvariantCulture) * 100) - long.Parse(since, null);
    }
}
