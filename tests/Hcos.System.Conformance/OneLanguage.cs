using System.Text.Json.Nodes;
using Hcos.Testing.Platform;

namespace Hcos.System.Conformance;

/// <summary>
/// One life of a server, in the same words wherever it is. Each operation that is done is true at once: for HCOS, and
/// for whoever looks at the place past it.
/// </summary>
/// <param name="api">A platform without any server.</param>
/// <param name="place">One of its environments.</param>
public sealed class OneLanguage(HcosApi api, IPlace place)
{
    private const string Name = "one-1";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>
    /// A server is made, driven, resized, kept, taken back and removed; another, made by hand, is adopted.
    /// </summary>
    public async Task LiveAsync()
    {
        await MakeAsync();
        await DriveAsync();
        await ResizeAsync();
        await GoBackAsync();
        await RemoveAsync(Name);
        var byHand = $"{place.Environment}-by-hand";
        await AdoptAsync(byHand);
        await RemoveAsync(byHand);
    }

    private async Task MakeAsync()
    {
        await api.DoneAsync("/v1/servers", Asking.StoppedServer(Name, place), Stop);
        var listed = (await api.ShownAsync("/v1/servers", Stop)).Items().Single();
        Assert.Equal((Name, "stopped"), (listed.Word("name"), listed.Word("state")));
        await IsAsync(Name, "off");
    }

    private async Task DriveAsync()
    {
        await DoAsync(Name, "start", []);
        await IsAsync(Name, "running");
        await DoAsync(Name, "pause", []);
        await IsAsync(Name, "paused");
        await DoAsync(Name, "resume", []);
        await IsAsync(Name, "running");
        await DoAsync(Name, "suspend", []);
        await IsAsync(Name, "suspended");
        await RefusedAsync(Name, "resize", new() { ["vcpus"] = 2 }, "resume it and then stop it");
        await DoAsync(Name, "resume", []);
        await IsAsync(Name, "running");
        await DoAsync(Name, "suspend", []);
        await DoAsync(Name, "start", []);
        await IsAsync(Name, "running");
        await DoAsync(Name, "stop", new() { ["force"] = true });
        await IsAsync(Name, "off");
    }

    private async Task ResizeAsync()
    {
        await DoAsync(Name, "resize", new() { ["vcpus"] = 2, ["memoryBytes"] = "256MiB" });
        await HasSizeAsync();
    }

    private async Task GoBackAsync()
    {
        await DoAsync(Name, "snapshot", new() { ["name"] = "before" });
        var kept = await api.ShownAsync($"/v1/servers/{Name}", Stop);
        Assert.Equal("before", kept["snapshots"]!.AsArray().Single().Word("name"));
        await DoAsync(Name, "revert", new() { ["to"] = "before" });
        await HasSizeAsync();
        await DoAsync(Name, "delete-snapshot", new() { ["name"] = "before" });
        Assert.Null((await api.ShownAsync($"/v1/servers/{Name}", Stop))["snapshots"]);
        await DoAsync(Name, "start", []);
        await IsAsync(Name, "running");
    }

    private async Task AdoptAsync(string name)
    {
        await place.MakeAsync(name, null, Stop);
        await api.UntilAsync(
            "/v1/resources?limit=500", rows => rows.Items().Any(row => row.Word("name") == name), Asking.Soon, Stop);
        var adopted = new JsonObject { ["environment"] = place.Environment, ["server"] = name };
        // It is shown as soon as it is seen; that it is nobody's, another layer learns a moment later.
        await Until.AsWantedAsync(
            stop => api.PostAsync("/v1/servers/adopt?wait=300", adopted, stop),
            answer => answer.Body.Word("code") != "missing",
            Asking.Soon,
            Stop);
        await IsAsync(name, "off");
        await DoAsync(name, "start", []);
        await IsAsync(name, "running");
    }

    private async Task RemoveAsync(string name)
    {
        var deleted = await api.DeleteAsync($"/v1/servers/{name}?wait=300", Stop);
        Assert.True(deleted.Body.Word("outcome") == "done", deleted.Body?.ToJsonString());
        Assert.DoesNotContain(name, (await place.ServersAsync(Stop)).Keys);
        Assert.Empty((await api.ShownAsync("/v1/servers", Stop)).Items());
    }

    private async Task HasSizeAsync()
    {
        var shown = await api.ShownAsync($"/v1/servers/{Name}", Stop);
        Assert.Equal(("2", $"{256 << 20}"), (shown.Word("vcpus"), shown.Word("memoryBytes")));
    }

    private Task DoAsync(string name, string verb, JsonObject body) =>
        api.DoneAsync($"/v1/servers/{name}/{verb}", body, Stop);

    private async Task RefusedAsync(string name, string verb, JsonObject body, string instead)
    {
        var answer = await api.PostAsync($"/v1/servers/{name}/{verb}?wait=300", body, Stop);
        Assert.Equal((409, "impossible"), ((int)answer.Status, answer.Body.Word("code")));
        Assert.Contains(instead, answer.Body.Word("detail"), StringComparison.Ordinal);
    }

    private async Task IsAsync(string name, string state)
    {
        Assert.Equal(state, (await place.ServersAsync(Stop)).GetValueOrDefault(name));
        var shown = await api.ShownAsync($"/v1/servers/{name}", Stop);
        Assert.Equal(state == "off" ? "stopped" : state, shown.Word("state"));
    }
}
