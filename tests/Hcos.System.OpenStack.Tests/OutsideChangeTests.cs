using System.Diagnostics;
using System.Text.Json.Nodes;
using Hcos.Testing;
using Hcos.Testing.OpenStack;

namespace Hcos.System.OpenStack.Tests;

/// <summary>What somebody does with OpenStack's own command line is shown within the bound that HCOS tells.</summary>
[Trait("Needs", "openstack")]
public sealed class OutsideChangeTests(CloudPlatform platform) : IClassFixture<CloudPlatform>
{
    private const string Server = "by-the-client";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true, "events")]
    [InlineData(false, "polling")]
    public async Task A_change_by_the_openstack_client_is_shown_in_time(bool isTold, string path)
    {
        await using var place = await CloudPlace.RegisteredAsync(platform.Api, $"by-{path}", null, isTold, Stop);
        using var client = new OpenStackClient(OpenStackLab.Current);
        var rhythm = await platform.Api.UntilAsync(
            $"/v1/environments/{place.Environment}",
            shown => shown["rhythm"].Word("path") == path,
            Asking.Soon,
            Stop);
        // Nothing is told where the cloud tells of changes by itself: the benchmark has that.
        var bound = rhythm["rhythm"]!["seenWithinSeconds"] is { } told
            ? TimeSpan.FromSeconds((double)told)
            : Asking.Soon;

        string[] wanted = ["--image", "lab-image", "--flavor", "lab.tiny", "--nic", "none", "--wait"];
        await ShownAsync("running", "create", wanted);
        await ShownAsync("paused", "pause");
        await ShownAsync("running", "unpause");
        await ShownAsync("stopped", "stop");
        await ShownAsync("running", "start");
        await client.RunAsync(["server", "delete", "--wait", Server], Stop);
        await UntilAsync(rows => rows.Where(IsServer).All(row => row.Word("state") == "missing"));

        async Task ShownAsync(string state, string verb, params string[] more)
        {
            await client.RunAsync(["server", verb, .. more, Server], Stop);
            var expected = state == "stopped" ? "off" : state;
            await Until.AsWantedAsync(
                place.ServersAsync, now => now.GetValueOrDefault(Server) == expected, Asking.Soon, Stop);
            var began = Stopwatch.GetTimestamp();
            await UntilAsync(rows => rows.Any(row => IsServer(row) && row.Word("state") == state));
            var took = Stopwatch.GetElapsedTime(began);
            Figures.Say($"{verb} shown by {path} after {took.TotalSeconds:0.00} s of {bound.TotalSeconds:0} s");
            Assert.True(took <= bound, $"{verb} was shown after {took}, told was {bound}");
        }
    }

    private static bool IsServer(JsonNode row) => row.Word("name") == Server;

    private Task UntilAsync(Func<IEnumerable<JsonNode>, bool> isWanted) => platform.Api.UntilAsync(
        "/v1/resources?limit=500", rows => isWanted(rows.Items()), Asking.Soon, Stop);
}
