using System.Net;
using Hcos.System.Tests.Platform;

namespace Hcos.System.Tests.Limits;

/// <summary>The file system that PostgreSQL writes to has no room left, and has room again.</summary>
public sealed class FullDiskTests(SmallDiskPlatform platform) : IClassFixture<SmallDiskPlatform>
{
    private const int Writers = 4;
    private const int Megabyte = 1 << 20;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_full_disk_stops_writes_with_the_reason_loses_nothing_and_all_goes_on_when_there_is_room()
    {
        var load = new Load(platform.Api);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var writing = Task.WhenAll(
            Enumerable.Range(0, Writers).Select(writer => load.WriteAsync(writer, enough.Token, Stop)));
        await load.UntilAcknowledgedAsync(2 * Writers, Stop);
        var ballast = Fill();
        await load.UntilRefusedAsync(2 * Writers, Stop);
        var reasons = await ReasonsAsync(load);
        Assert.Equal(HttpStatusCode.OK, (await platform.Api.GetAsync("/v1/environments", Stop)).Status);
        var during = load.Acknowledged.Count;
        var process = platform.Process.Id;

        File.Delete(ballast);
        // A server that could not even write its log has ended, and whoever runs it starts it again.
        await platform.Postgres.StartServerAsync(Stop);
        await load.UntilAcknowledgedAsync(during + (2 * Writers), Stop);
        await enough.CancelAsync();
        await writing;

        Assert.Equal(process, platform.Process.Id);
        Assert.Contains(reasons, reason => reason.Contains("disk is full", StringComparison.Ordinal));
        Assert.All(load.Refused, answer => Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.Status));
        foreach (var (name, operation) in load.Acknowledged) await AssertEndedAsync(name, operation);
    }

    /// <summary>Takes all the room there is.</summary>
    private string Fill()
    {
        var path = Path.Combine(platform.Postgres.Folder, "ballast");
        using var ballast = File.Create(path);
        var block = new byte[Megabyte];
        try
        {
            while (true) ballast.Write(block);
        }
        catch (IOException)
        {
            return path;
        }
    }

    private static async Task<IReadOnlyList<string>> ReasonsAsync(Load load)
    {
        IReadOnlyList<string> Reasons() => [.. load.Refused.Select(answer => answer.Body.Word("detail")).Distinct()];
        return await Until.AsWantedAsync(
            _ => Task.FromResult(Reasons()),
            reasons => reasons.Any(reason => reason.Contains("disk is full", StringComparison.Ordinal)),
            Asking.Soon,
            Stop);
    }

    private async Task AssertEndedAsync(string name, string operation)
    {
        var ended = await platform.Api.UntilAsync(
            $"/v1/operations/{operation}", shown => shown.Word("status") == "ended", Asking.Soon, Stop);
        Assert.True(ended.Word("outcome") == "done", $"{name}: {ended.ToJsonString()}");
    }
}
