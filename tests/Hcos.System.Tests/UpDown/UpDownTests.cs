using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Hcos.System.Tests.Platform;
using Hcos.Testing;

namespace Hcos.System.Tests.UpDown;

/// <summary>The platform with its sample, brought up, looked at, taken down, and brought up again.</summary>
public sealed partial class UpDownTests
{
    private static readonly TimeSpan SecondUpWithin = TimeSpan.FromMinutes(2);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Up_ends_with_answering_guests_down_leaves_nothing_behind_and_up_again_finds_all_as_it_was()
    {
        await using var first = new UpDownCommand();
        var (output, firstTook) = await first.UpAsync([], Stop);
        var guests = await AnsweringAsync(output);
        Assert.Equal(2, guests.Count);
        await AssertSimulatedAnswerAsync(output);
        Assert.DoesNotContain(await TokenAsync(first), output, StringComparison.Ordinal);
        await AssertShownAsync(first);
        await AssertCommandLineShowsAsync(first);
        await AssertConsolesAsync(first);
        var servers = await ServersAsync(first);
        var bridge = $"/sys/class/net/hcos{first.Subnet}";
        Assert.True(Directory.Exists(bridge), "the bridge was looked for in the wrong place");

        await using (var second = new UpDownCommand())
        {
            await AssertSideBySideAsync(first, second, guests[0].Address);
        }

        await first.DownAsync(Stop);
        AssertNothingLeft(first, bridge);

        var (again, took) = await first.UpAsync([], Stop);
        Figures.Say(
            $"up took {firstTook.TotalSeconds:0.0} s the first time, {took.TotalSeconds:0.0} s the second time");
        Assert.True(took < SecondUpWithin, $"the second up took {took}");
        Assert.Equal(servers, await ServersAsync(first));
        await AssertSimulatedHostAsync(first);
        AssertWentOn(guests, await AnsweringAsync(again));
        await AssertSimulatedAnswerAsync(again);
        await first.DownAsync(Stop);
        AssertNothingLeft(first, bridge);
    }

    private static void AssertWentOn(List<Guest> before, List<Guest> after)
    {
        Assert.Equal(
            before.Select(guest => (guest.Name, guest.Address)), after.Select(guest => (guest.Name, guest.Address)));
        Assert.All(before.Zip(after), pair => Assert.True(
            pair.Second.UptimeSeconds > pair.First.UptimeSeconds,
            $"{pair.First.Name} was up for {pair.First.UptimeSeconds} s before "
            + $"and {pair.Second.UptimeSeconds} s after"));
    }

    /// <summary>
    /// Another folder with an estate file of its own comes and goes and the first one's guests do not notice.
    /// </summary>
    private static async Task AssertSideBySideAsync(UpDownCommand first, UpDownCommand second, string guest)
    {
        var estate = Path.Combine(Path.GetTempPath(), $"hcos-estate-{second.Port}.yaml");
        await File.WriteAllTextAsync(estate, """
            environments:
              - name: lab-kvm
                kind: libvirt
                endpoint: qemu+unix:///system?socket=${DATA}/libvirt/libvirt-sock
            """, Stop);
        await second.UpAsync(["--estate", estate], Stop);
        Assert.NotEqual(first.Subnet, second.Subnet);
        await second.Api.UntilAsync(
            "/v1/environments/lab-kvm", lab => lab.Word("reachability") == "reachable", Asking.Soon, Stop);
        Assert.Empty((await second.Api.ShownAsync("/v1/servers", Stop)).Items());
        var bridge = $"/sys/class/net/hcos{second.Subnet}";
        await second.DownAsync(Stop);
        AssertNothingLeft(second, bridge);
        File.Delete(estate);
        Assert.NotEqual("", (await Guest.AskAsync(guest, Stop)).Name);
        Assert.Equal("healthy", (await first.Api.ShownAsync("/v1/systems/hello", Stop)).Word("health"));
    }

    private static void AssertNothingLeft(UpDownCommand command, string bridge)
    {
        Assert.Empty(Processes.With(command.Data).Select(Processes.CommandLine));
        Assert.DoesNotContain(command.Data, File.ReadAllText("/proc/self/mountinfo"), StringComparison.Ordinal);
        Assert.False(Directory.Exists(bridge), $"{bridge} is left");
        Assert.True(Directory.Exists(Path.Combine(command.Data, "postgres")), "the data went away");
    }

    /// <summary>What a guest wrote while nobody looked is read, and what it writes is followed as it comes.</summary>
    private static async Task AssertConsolesAsync(UpDownCommand command)
    {
        var booted = await command.AskAsync(["servers", "console", "hello-web-1"], Stop);
        Assert.Contains("READY hello-web-1", booted, StringComparison.Ordinal);
        var create = new JsonObject
        {
            ["name"] = "talks-1",
            ["image"] = "hcos-guest",
            ["vcpus"] = 1,
            ["memoryBytes"] = 192 << 20,
            ["network"] = "default",
            ["environment"] = "lab-kvm",
            ["userData"] = "#!/bin/sh\nfor n in $(seq 100); do echo tick $n; sleep 1; done\n",
        };
        await command.Api.DoneAsync("/v1/servers", create, Stop);
        var followed = await command.FirstConsoleLinesAsync("talks-1", 20, Stop);
        var ticks = followed.Where(line => line.StartsWith("tick ", StringComparison.Ordinal)).ToList();
        Assert.InRange(ticks.Count, 5, 20);
        Assert.Equal(Enumerable.Range(1, ticks.Count).Select(tick => $"tick {tick}"), ticks);
        var deleted = await command.Api.DeleteAsync("/v1/servers/talks-1?wait=90", Stop);
        Assert.Equal("done", deleted.Body.Word("outcome"));
    }

    private static async Task AssertShownAsync(UpDownCommand command)
    {
        await AssertSimulatedHostAsync(command);
        var servers = (await command.Api.ShownAsync("/v1/servers", Stop)).Items().ToList();
        Assert.Equal(
            ["hello-front-1", "hello-service-1", "hello-web-1", "hello-web-2"],
            servers.Select(server => server.Word("name")).Order(StringComparer.Ordinal));
        Assert.All(servers, server => Assert.Equal("running", server.Word("state")));
        var system = await command.Api.ShownAsync("/v1/systems/hello", Stop);
        Assert.Equal("healthy", system.Word("health"));
        var resource = await command.Api.ShownAsync($"/v1/resources/{servers[0].Word("name")}", Stop);
        Assert.NotEqual("", resource["evidence"].Word("source"));
        Assert.True(resource["ageSeconds"]!.GetValue<double>() >= 0);
        var healthy = await command.Api.FirstAsync(
            "beginning", "name=esl.system-health-changed.v1", happened =>
                happened["data"].Word("health") == "healthy", Stop);
        Assert.Equal(system.Word("id"), healthy["data"].Word("system"));
    }

    /// <summary>What is simulated is there, and the command line shows it.</summary>
    private static async Task AssertSimulatedHostAsync(UpDownCommand command)
    {
        foreach (var name in new[] { "hyper-v", "openstack-simulated" })
        {
            await command.Api.UntilAsync(
                $"/v1/environments/{name}", one => one.Word("reachability") == "reachable", Asking.Soon, Stop);
            var status = await command.AskAsync(["status"], Stop);
            Assert.Contains($"environment {name}: reachable", status, StringComparison.Ordinal);
        }
    }

    /// <summary>The parts on simulated platforms answer by their names.</summary>
    private static async Task AssertSimulatedAnswerAsync(string output)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        var names = new List<string>();
        foreach (Match match in Simulated().Matches(output))
        {
            names.Add((await http.GetStringAsync(new Uri(match.Groups[1].Value), Stop)).Trim());
        }

        Assert.Equal(["hello-front-1", "hello-service-1"], names.Order(StringComparer.Ordinal));
    }

    private static async Task AssertCommandLineShowsAsync(UpDownCommand command)
    {
        foreach (var arguments in new string[][] { ["servers", "list"], ["systems", "show", "hello"] })
        {
            var shown = await command.AskAsync(arguments, Stop);
            Assert.Contains("hello-web-1", shown, StringComparison.Ordinal);
            Assert.Contains("hello-web-2", shown, StringComparison.Ordinal);
            Assert.Contains("hello-service-1", shown, StringComparison.Ordinal);
            Assert.Contains("hello-front-1", shown, StringComparison.Ordinal);
        }

        var resource = await command.AskAsync(["resources", "show", "hello-web-1", "--output", "json"], Stop);
        Assert.Equal("running", JsonNode.Parse(resource).Word("state"));
        var events = await command.FirstEventsAsync(5, Stop);
        Assert.Equal(5, events.Count);
        Assert.All(events, line => Assert.NotEqual("", JsonNode.Parse(line).Word("name")));
    }

    private static async Task<List<string>> ServersAsync(UpDownCommand command)
    {
        var servers = await command.Api.UntilAsync(
            "/v1/servers", list => list.Items().All(server => server.Word("state") == "running"), Asking.Soon, Stop);
        return
        [
            .. servers.Items()
                .Select(server => $"{server.Word("name")} {server.Word("id")} {server.Word("resource")}")
                .Order(StringComparer.Ordinal),
        ];
    }

    private static Task<string> TokenAsync(UpDownCommand command) =>
        File.ReadAllTextAsync(Path.Combine(command.Data, "admin-token"), Stop);

    /// <summary>Asks each printed address what the guest there says of itself.</summary>
    private static async Task<List<Guest>> AnsweringAsync(string output)
    {
        var guests = new List<Guest>();
        foreach (var address in Printed().Matches(output).Select(match => match.Groups[1].Value))
        {
            guests.Add(await Guest.AskAsync(address, Stop));
        }

        return guests;
    }

    [GeneratedRegex(@"(http://127\.66\.\d+\.\d+/\S+)")]
    private static partial Regex Simulated();

    [GeneratedRegex(@"(http://192\.168\.\d+\.\d+)/")]
    private static partial Regex Printed();
}
