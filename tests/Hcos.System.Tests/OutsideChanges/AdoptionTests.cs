using System.Text.Json.Nodes;
using Hcos.System.Tests.Platform;

namespace Hcos.System.Tests.OutsideChanges;

/// <summary>Domains that were made by hand on a real libvirt: adopted while they run, then driven from here.</summary>
public sealed class AdoptionTests(ManagedPlatform platform) : IClassFixture<ManagedPlatform>
{
    private const string Precious = "precious.qcow2";
    private static readonly string[] Names = ["by_hand_1", "by_hand_2"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Domains_made_by_hand_are_adopted_with_the_same_process_and_then_driven()
    {
        await platform.Libvirt.VirshAsync(Stop, "vol-create-as", "default", Precious, "1M", "--format", "qcow2");
        foreach (var name in Names) await ByHand.DefineAsync(platform.Libvirt, name, Disk(name), null, Stop);
        foreach (var name in Names) await platform.Libvirt.VirshAsync(Stop, "start", name);
        var before = await ProcessesAsync();
        foreach (var uuid in before.Keys) await SeenAsync(uuid);
        var from = await platform.Api.NowAsync(Stop);

        var body = new JsonObject { ["environment"] = "lab" };
        var plan = await platform.Api.PostAsync("/v1/servers/adopt?plan=true", body.DeepClone().AsObject(), Stop);
        Assert.Equal(
            ["by-hand-1", "by-hand-2"],
            plan.Body!["plan"]!["adopts"]!.AsArray()
                .Select(server => server.Word("name")).Order(StringComparer.Ordinal));
        Assert.Empty((await platform.Api.ShownAsync("/v1/servers", Stop)).Items());
        await platform.Api.DoneAsync("/v1/servers/adopt", body, Stop);

        Assert.Equal(before, await ProcessesAsync());
        var tasks = (await platform.Api.DriverEventsSinceAsync(from, Stop)).Named("ci2.driver-task-begun.v1");
        Assert.Equal(["look", "look"], tasks.Select(task => task["data"].Word("action")));
        foreach (var uuid in before.Keys)
        {
            var server = (await platform.Api.ShownAsync("/v1/servers", Stop)).Items()
                .Single(row => row.Word("adoptedAs") == uuid);
            Assert.Equal("running", server.Word("state"));
        }

        await DriveAsync();
        await DeleteAsync();
    }

    private async Task DriveAsync()
    {
        await platform.Api.DoneAsync("/v1/servers/by-hand-1/stop", new JsonObject { ["force"] = true }, Stop);
        Assert.Equal("shut off", await StateAsync(Names[0]));
        await platform.Api.DoneAsync("/v1/servers/by-hand-1/start", [], Stop);
        Assert.Equal("running", await StateAsync(Names[0]));
        await platform.Api.DoneAsync("/v1/servers/by-hand-2/pause", [], Stop);
        Assert.Equal("paused", await StateAsync(Names[1]));
    }

    private async Task DeleteAsync()
    {
        var plan = await platform.Api.DeleteAsync("/v1/servers/by-hand-2?plan=true", Stop);
        Assert.Equal($"default/{Precious}", plan.Body!["plan"]!["stays"]!.AsArray().Single()!.ToString());
        Assert.Equal("paused", await StateAsync(Names[1]));
        var deleted = await platform.Api.DeleteAsync("/v1/servers/by-hand-2?wait=90", Stop);
        Assert.Equal("done", deleted.Body.Word("outcome"));

        var outside = await OutsideView.OfAsync(platform.Libvirt, Stop);
        Assert.Equal(Names[0], Assert.Single(outside.Domains).Name);
        Assert.Contains(Precious, outside.Files);
    }

    private Task SeenAsync(string uuid) => platform.Api.UntilAsync(
        "/v1/resources?limit=500", rows => rows.Items().Any(row => row.Word("nativeId") == uuid), Asking.Soon, Stop);

    private async Task<string> StateAsync(string domain) =>
        (await platform.Libvirt.VirshAsync(Stop, "domstate", domain)).Trim();

    /// <summary>Process id and start of each domain's emulator, by the domain's UUID.</summary>
    private async Task<SortedDictionary<string, string>> ProcessesAsync()
    {
        var found = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in Names)
        {
            var uuid = (await platform.Libvirt.VirshAsync(Stop, "domuuid", name)).Trim();
            found[uuid] = ByHand.ProcessOf(uuid);
        }

        return found;
    }

    private string? Disk(string name) =>
        name == Names[1] ? Path.Combine(platform.Libvirt.Disks, Precious) : null;
}
