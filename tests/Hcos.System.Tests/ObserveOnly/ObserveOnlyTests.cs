using System.Text.Json.Nodes;
using Hcos.System.Tests.Platform;

namespace Hcos.System.Tests.ObserveOnly;

/// <summary>An environment that may be observed and nothing else.</summary>
public sealed class ObserveOnlyTests(ObservedPlatform platform) : IClassFixture<ObservedPlatform>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("hosts", null)]
    [InlineData("images", "hcos-guest")]
    [InlineData("networks", "default")]
    [InlineData("resources", ObservedPlatform.Foreign)]
    public async Task Everything_is_shown_with_age_and_evidence(string noun, string? name)
    {
        var items = (await platform.Api.ShownAsync($"/v1/{noun}?limit=100", Stop)).Items().ToList();
        Assert.NotEmpty(items);
        if (name is not null) Assert.Contains(items, item => item.Word("name") == name);
        Assert.All(items, item =>
        {
            Assert.True(item["ageSeconds"]!.GetValue<double>() >= 0, item.ToJsonString());
            Assert.NotEqual("", item["evidence"].Word("source"));
        });
    }

    [Fact]
    public async Task A_server_of_somebody_else_is_shown_as_it_is_and_belongs_to_nobody()
    {
        var shown = await platform.Api.ShownAsync($"/v1/resources/{ObservedPlatform.Foreign}", Stop);
        Assert.Equal("running", shown.Word("state"));
        Assert.Equal("server", shown.Word("kind"));
        Assert.Null(shown["ownedBy"]);
        await platform.Libvirt.VirshAsync(Stop, "suspend", ObservedPlatform.Foreign);
        await platform.Api.UntilAsync(
            $"/v1/resources/{ObservedPlatform.Foreign}", seen => seen.Word("state") == "paused", Asking.Soon, Stop);
        await platform.Libvirt.VirshAsync(Stop, "resume", ObservedPlatform.Foreign);
        await platform.Api.UntilAsync(
            $"/v1/resources/{ObservedPlatform.Foreign}", seen => seen.Word("state") == "running", Asking.Soon, Stop);
    }

    [Fact]
    public async Task A_server_cannot_be_made_there_and_the_answer_says_why()
    {
        var before = await OutsideView.OfAsync(platform.Libvirt, Stop);
        var answer = await platform.Api.PostAsync("/v1/servers?wait=300", Asking.LeastServer("unwanted"), Stop);
        Assert.Equal(409, (int)answer.Status);
        Assert.Equal("no-candidate", answer.Body.Word("code"));
        Assert.Contains("observe-only", answer.Body.Word("detail"), StringComparison.Ordinal);
        Assert.Equal($"{before}", $"{await OutsideView.OfAsync(platform.Libvirt, Stop)}");
        Assert.DoesNotContain(
            (await platform.Api.ShownAsync("/v1/servers", Stop)).Items(), server => server.Word("name") == "unwanted");
    }

    [Theory]
    [InlineData("stop", "POST", "/v1/servers/{0}/stop?wait=300")]
    [InlineData("pause", "POST", "/v1/servers/{0}/pause?wait=300")]
    [InlineData("suspend", "POST", "/v1/servers/{0}/suspend?wait=300")]
    [InlineData("reboot", "POST", "/v1/servers/{0}/reboot?wait=300")]
    public async Task What_runs_there_cannot_be_changed_any_more(string what, string method, string path)
    {
        var name = $"mine-{what}";
        await SetAccessAsync("manage");
        try
        {
            // The access is in the books at once; placement learns of it through the layers.
            await Until.AsWantedAsync(
                stop => platform.Api.PostAsync("/v1/servers?plan=true", Asking.LeastServer(name), stop),
                answer => answer.Body?["plan"]?["decision"] is not null,
                Asking.Soon,
                Stop);
            await platform.Api.DoneAsync("/v1/servers", Asking.LeastServer(name), Stop);
        }
        finally
        {
            await SetAccessAsync("observe-only");
        }

        var before = await OutsideView.OfAsync(platform.Libvirt, Stop);
        var answer = await platform.Api.SendAsync(
            new HttpMethod(method), string.Format(null, path, name), null, null, Stop);
        var told = answer.Body!.ToJsonString();
        Assert.True((int)answer.Status is 403 or 409 || answer.Body.Word("outcome") == "failed", told);
        Assert.Contains("observe-only", told, StringComparison.Ordinal);
        Assert.Equal($"{before}", $"{await OutsideView.OfAsync(platform.Libvirt, Stop)}");
    }

    private async Task SetAccessAsync(string access)
    {
        var body = new StringContent(
            new JsonObject { ["access"] = access }.ToJsonString(), null, "application/json");
        var answer = await platform.Api.SendAsync(
            HttpMethod.Patch, "/v1/environments/lab?wait=300", body, null, Stop);
        Assert.True((int)answer.Status == 200, answer.Body?.ToJsonString());
    }
}
