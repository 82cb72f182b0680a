using System.Net;
using Hcos.System.Tests.Platform;

namespace Hcos.System.Tests.BadInput;

/// <summary>PostgreSQL goes away under load and returns.</summary>
public sealed class StoreOutageTests(StoreOutagePlatform platform) : IClassFixture<StoreOutagePlatform>
{
    private const int Writers = 4;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Writes_wait_or_are_refused_with_a_reason_go_on_by_themselves_and_nothing_acknowledged_is_lost()
    {
        var load = new Load(platform.Api);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var writing = Task.WhenAll(
            Enumerable.Range(0, Writers).Select(writer => load.WriteAsync(writer, enough.Token, Stop)));

        await load.UntilAcknowledgedAsync(2 * Writers, Stop);
        await platform.Postgres.StopServerAsync(Stop);
        await load.UntilRefusedAsync(Writers, Stop);
        var during = load.Acknowledged.Count;
        var process = platform.Process.Id;
        await platform.Postgres.StartServerAsync(Stop);
        await load.UntilAcknowledgedAsync(during + (2 * Writers), Stop);
        await enough.CancelAsync();
        await writing;

        Assert.Equal(process, platform.Process.Id);
        Assert.All(load.Refused, answer =>
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.Status);
            Assert.Contains(answer.Body.Word("code"), (string[])["store-unavailable", "views-behind", "not-ready"]);
            Assert.NotEqual("", answer.Body.Word("detail"));
        });
        foreach (var (name, operation) in load.Acknowledged) await AssertEndedAsync(name, operation);
        var names = (await platform.Api.ShownAsync("/v1/environments?limit=1000", Stop)).Items()
            .Select(environment => environment.Word("name")).ToList();
        Assert.Equal(names.Distinct().Count(), names.Count);
        Assert.All(load.Acknowledged.Keys, name => Assert.Contains(name, names));
    }

    private async Task AssertEndedAsync(string name, string operation)
    {
        var ended = await platform.Api.UntilAsync(
            $"/v1/operations/{operation}", shown => shown.Word("status") == "ended", Asking.Soon, Stop);
        Assert.True(ended.Word("outcome") == "done", $"{name}: {ended.ToJsonString()}");
    }
}
