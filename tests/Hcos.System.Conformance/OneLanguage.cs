using System.Text.Json.Nodes;
using Hcos.System.Tests.Platform;

namespace Hcos.System.Tests.Places;

/// <summary>
/// One life of a server, in the same words wherever it is: on a real libvirt, and on our own endpoints of Hyper-V and
/// OpenStack, which prove nothing about those platforms.
/// </summary>
public sealed class OneLanguageTests(ManagedPlatform platform) : IClassFixture<ManagedPlatform>
{
    private const string Name = "one-1";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("libvirt")]
    [InlineData("hyper-v")]
    [InlineData("openstack")]
    public async Task A_server_is_made_driven_resized_kept_taken_back_and_removed_and_another_adopted(string where)
    {
        await using var place = where switch
        {
            "libvirt" => new LibvirtPlace(platform.Libvirt),
            "hyper-v" => await SimulatedPlace.HyperVAsync(platform.Api, Stop),
            _ => await SimulatedPlace.OpenStackAsync(platform.Api, Stop),
        };
        await MakeAsync(place);
        await DriveAsync(place);
        await ResizeAsync();
        await GoBackAsync(place);
        await RemoveAsync(place, Name);
        var byHand = $"{place.Environment}-by-hand";
        await AdoptAsync(place, byHand);
        await RemoveAsync(place, byHand);
    }

    private async Task MakeAsync(IPlace place)
    {
        await platform.Api.DoneAsync("/v1/servers", Asking.StoppedServer(Name, place.Environment), Stop);
        var listed = (await platform.Api.ShownAsync("/v1/servers", Stop)).Items().Single();
        Assert.Equal((Name, "stopped"), (listed.Word("name"), listed.Word("state")));
        await IsAsync(place, Name, "off");
    }

    private async Task DriveAsync(IPlace place)
    {
        await DoAsync(Name, "start", []);
        await IsAsync(place, Name, "running");
        await DoAsync(Name, "pause", []);
        await IsAsync(place, Name, "paused");
        await DoAsync(Name, "resume", []);
        await IsAsync(place, Name, "running");
        await DoAsync(Name, "stop", new() { ["force"] = true });
        await IsAsync(place, Name, "off");
    }

    private async Task ResizeAsync()
    {
        await DoAsync(Name, "resize", new() { ["vcpus"] = 2, ["memoryBytes"] = "256MiB" });
        await HasSizeAsync();
    }

    private async Task GoBackAsync(IPlace place)
    {
        await DoAsync(Name, "snapshot", new() { ["name"] = "before" });
        var kept = await platform.Api.ShownAsync($"/v1/servers/{Name}", Stop);
        Assert.Equal("before", kept["snapshots"]!.AsArray().Single().Word("name"));
        await DoAsync(Name, "revert", new() { ["to"] = "before" });
        await HasSizeAsync();
        await DoAsync(Name, "delete-snapshot", new() { ["name"] = "before" });
        Assert.Null((await platform.Api.ShownAsync($"/v1/servers/{Name}", Stop))["snapshots"]);
        await DoAsync(Name, "start", []);
        await IsAsync(place, Name, "running");
    }

    private async Task AdoptAsync(IPlace place, string name)
    {
        await place.MakeAsync(name, null, Stop);
        await platform.Api.UntilAsync(
            "/v1/resources?limit=500", rows => rows.Items().Any(row => row.Word("name") == name), Asking.Soon, Stop);
        var adopted = new JsonObject { ["environment"] = place.Environment, ["server"] = name };
        await platform.Api.DoneAsync("/v1/servers/adopt", adopted, Stop);
        await IsAsync(place, name, "off");
        await DoAsync(name, "start", []);
        await IsAsync(place, name, "running");
    }

    private async Task RemoveAsync(IPlace place, string name)
    {
        var deleted = await platform.Api.DeleteAsync($"/v1/servers/{name}?wait=300", Stop);
        Assert.True(deleted.Body.Word("outcome") == "done", deleted.Body?.ToJsonString());
        Assert.DoesNotContain(name, (await place.ServersAsync(Stop)).Keys);
        Assert.Empty((await platform.Api.ShownAsync("/v1/servers", Stop)).Items());
    }

    private async Task HasSizeAsync()
    {
        var shown = await platform.Api.ShownAsync($"/v1/servers/{Name}", Stop);
        Assert.Equal(("2", $"{256 << 20}"), (shown.Word("vcpus"), shown.Word("memoryBytes")));
    }

    private Task DoAsync(string name, string verb, JsonObject body) =>
        platform.Api.DoneAsync($"/v1/servers/{name}/{verb}", body, Stop);

    /// <summary>An operation that is done is true at once: here and where the server is.</summary>
    private async Task IsAsync(IPlace place, string name, string state)
    {
        Assert.Equal(state, (await place.ServersAsync(Stop)).GetValueOrDefault(name));
        var shown = await platform.Api.ShownAsync($"/v1/servers/{name}", Stop);
        Assert.Equal(state == "off" ? "stopped" : state, shown.Word("state"));
    }
}
