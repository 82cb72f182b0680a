using System.Text.Json.Nodes;
using Hcos.System.Tests.Platform;
using Hcos.Testing.Platform;

namespace Hcos.System.Tests.Scenarios;

public abstract partial class ScenarioTests<TPlatform>
{
    [Fact]
    public async Task A_stopped_server_on_libvirt_is_resized_kept_and_taken_back_to_what_its_disk_said()
    {
        const string name = "kept-1";
        var create = new JsonObject
        {
            ["name"] = name,
            ["image"] = "hcos-guest",
            ["vcpus"] = 1,
            ["memoryBytes"] = 64 << 20,
            ["environment"] = "lab",
            ["start"] = false,
        };
        await platform.Api.DoneAsync("/v1/servers", create, Stop);
        var resource = (await platform.Api.ShownAsync($"/v1/servers/{name}", Stop)).Word("resource");
        await WriteAsync(resource, 'a');

        var snapshot = new JsonObject { ["name"] = "before" };
        await platform.Api.DoneAsync($"/v1/servers/{name}/snapshot", snapshot, Stop);
        await WriteAsync(resource, 'b');
        var size = new JsonObject { ["vcpus"] = 2, ["memoryBytes"] = "128MiB", ["diskBytes"] = "3GiB" };
        await platform.Api.DoneAsync($"/v1/servers/{name}/resize", size, Stop);
        Assert.Equal('b', await ReadAsync(resource));
        await platform.Api.DoneAsync($"/v1/servers/{name}/revert", new JsonObject { ["to"] = "before" }, Stop);

        Assert.Equal('a', await ReadAsync(resource));
        var shown = await platform.Api.ShownAsync($"/v1/servers/{name}", Stop);
        Assert.Equal(("2", "before"), (shown.Word("vcpus"), shown["snapshots"]![0].Word("name")));
        var outside = await VirshAsync("dominfo", resource);
        Assert.Matches(@"CPU\(s\):\s+2\n", outside);
        Assert.Matches(@"Max memory:\s+131072 KiB", outside);

        await platform.Api.DoneAsync($"/v1/servers/{name}/start", [], Stop);
        var refused = await platform.Api.PostAsync($"/v1/servers/{name}/snapshot?wait=60", snapshot, Stop);
        Assert.Equal("impossible", refused.Body.Word("code"));
        var deleted = await platform.Api.DeleteAsync($"/v1/servers/{name}?wait=90", Stop);
        Assert.Equal("done", deleted.Body.Word("outcome"));
        Assert.Empty(await OutsideAsync(name));
        Assert.DoesNotContain(
            (await OutsideView.OfAsync(platform.Libvirt, Stop)).Files,
            file => file.Contains(resource, StringComparison.Ordinal));
    }

    /// <summary>Somebody writes a letter on a server's disk, past HCOS.</summary>
    private async Task WriteAsync(string resource, char letter) => await Tool.RunAsync(
        "qemu-io", ["-c", $"write -P {(int)letter} 1M 64k", await DiskAsync(resource)], Stop);

    /// <summary>The letter that is written there.</summary>
    private async Task<char> ReadAsync(string resource)
    {
        var dump = await Tool.RunAsync("qemu-io", ["-r", "-c", "read -v 1M 1", await DiskAsync(resource)], Stop);
        return (char)Convert.ToInt32(dump.Split(':', 3)[1].Trim()[..2], 16);
    }

    private async Task<string> DiskAsync(string resource)
    {
        var line = (await VirshAsync("domblklist", resource)).Split('\n').Single(line => line.Contains("vda"));
        return line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];
    }

    private Task<string> VirshAsync(params string[] words) =>
        platform.Libvirt.VirshAsync(Stop, words);
}
