using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Hcos.Testing;

namespace Hcos.System.Tests.Limits;

/// <summary>Far more is asked than can be done, and somebody follows the events without reading them.</summary>
public sealed class FloodTests(FloodPlatform platform) : IClassFixture<FloodPlatform>
{
    private const int AtOnce = 1_000;
    private const double MostGrowth = 1.25;
    private const int Slack = 64;
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(15);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Token => File.ReadAllText(platform.TokenFile).Trim();

    [Fact]
    public async Task A_flood_is_pushed_back_memory_stays_flat_and_a_reader_that_does_not_read_resumes_without_a_gap()
    {
        var from = await platform.Api.NowAsync(Stop);
        using var slow = await EventReader.ConnectAsync(platform.Process.Port, Token, from, isSlow: true, Stop);
        var memory = new MemorySamples(platform.Process.Id);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var sampling = memory.RunAsync(enough.Token);
        var (accepted, pushedBack, others) = await FloodAsync(slow);
        await enough.CancelAsync();
        await sampling.ContinueWith(_ => { }, TaskScheduler.Default);

        Assert.Empty(others);
        Assert.NotEmpty(accepted);
        Assert.NotEmpty(pushedBack);
        Assert.All(pushedBack, seconds => Assert.True(seconds > TimeSpan.Zero));
        var (first, second) = memory.Halves();
        Figures.Say(
            $"accepted {accepted.Count}, pushed back {pushedBack.Count}, memory {first} and {second} MB");
        Assert.True(second <= (first * MostGrowth) + Slack, $"memory grew from {first} to {second} MB");
        foreach (var operation in accepted) await AssertEndedAsync(operation);
        await AssertNoGapAsync(slow, from);
    }

    /// <summary>What was accepted, the times after which others are to come again, and what should not be.</summary>
    /// <remarks>It goes on until so much has happened that the slow reader was cut off.</remarks>
    private async Task<Outcome> FloodAsync(EventReader slow)
    {
        var outcome = new Outcome([], [], []);
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false })
        {
            BaseAddress = new Uri($"http://127.0.0.1:{platform.Process.Port}"),
        };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        var (accepted, pushedBack, others) = outcome;
        var began = Stopwatch.GetTimestamp();
        using var enough = new CancellationTokenSource();
        var flood = Task.WhenAll(Enumerable.Range(0, AtOnce).Select(async sender =>
        {
            for (var number = 0; !enough.IsCancellationRequested; number++)
            {
                // There is no such image, so each of them is refused by its layer: much talk and no guests.
                var body = $$"""{"name":"flood-{{sender}}-{{number}}","image":"none"}""";
                using var content = new StringContent(body, Encoding.UTF8, "application/json");
                using var answer = await client.PostAsync("/v1/servers", content, Stop);
                if (answer.StatusCode == HttpStatusCode.Accepted) accepted.Add(answer.Headers.Location!.ToString());
                else if (answer.StatusCode == HttpStatusCode.TooManyRequests) pushedBack.Add(RetryAfter(answer));
                // It may be refused so soon that the answer tells it.
                else if (answer.StatusCode != HttpStatusCode.Conflict) others.Add($"{answer.StatusCode}");
            }
        }));
        try
        {
            await Until.AsWantedAsync(
                _ => Task.FromResult(Stopwatch.GetElapsedTime(began) > Least && slow.IsGivenUp()),
                isEnough => isEnough || flood.IsCompleted,
                Asking.Soon,
                Stop);
        }
        finally
        {
            await enough.CancelAsync();
        }

        await flood;
        return outcome;
    }

    private static TimeSpan RetryAfter(HttpResponseMessage answer) =>
        answer.Headers.RetryAfter?.Delta ?? TimeSpan.Zero;

    private async Task AssertEndedAsync(string operation)
    {
        var ended = await platform.Api.UntilAsync(
            operation, shown => shown.Word("status") == "ended", Asking.Soon, Stop);
        Assert.Equal("refused", ended.Word("outcome"));
    }

    /// <summary>It was cut off, and resumes behind the last event it got.</summary>
    private async Task AssertNoGapAsync(EventReader slow, string from)
    {
        var last = EventReader.PlaceOf(await platform.Api.NowAsync(Stop));
        var seen = await slow.ReadAsync(last, Stop);
        Assert.NotEmpty(seen);
        Assert.True(slow.WasCutOff);
        Assert.Contains("its reader is too slow", await LogAsync(), StringComparison.Ordinal);
        var all = await IdsAsync(from, last);
        Assert.Equal(all, [.. seen, .. await IdsAsync(seen[^1], last)]);
    }

    private Task<string> LogAsync() => File.ReadAllTextAsync(platform.Process.Log, Stop);

    /// <summary>All up to a place. Whoever is cut off, on a machine that stalls say, goes on behind the last.</summary>
    private async Task<IReadOnlyList<string>> IdsAsync(string from, long upTo)
    {
        var ids = new List<string>();
        while (true)
        {
            var behind = ids.Count == 0 ? from : ids[^1];
            using var reader = await EventReader.ConnectAsync(
                platform.Process.Port, Token, behind, isSlow: false, Stop);
            ids.AddRange(await reader.ReadAsync(upTo, Stop));
            if (!reader.WasCutOff) return ids;
        }
    }

    private sealed record Outcome(
        ConcurrentBag<string> Accepted, ConcurrentBag<TimeSpan> PushedBack, ConcurrentBag<string> Others);
}
