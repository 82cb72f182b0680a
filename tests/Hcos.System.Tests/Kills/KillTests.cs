using System.Globalization;
using System.Text.Json.Nodes;
using Hcos.System.Tests.Platform;

namespace Hcos.System.Tests.Kills;

/// <summary>The platform is killed while it works; <c>HCOS_KILL_INSTANTS</c> says how often (10).</summary>
public sealed class KillTests(ManagedPlatform platform) : IClassFixture<ManagedPlatform>
{
    private const double GoldenRatio = 0.6180339887498949;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Killed_at_any_instant_every_acknowledged_operation_ends_and_nothing_is_doubled_or_orphaned()
    {
        var instants = int.Parse(
            Environment.GetEnvironmentVariable("HCOS_KILL_INSTANTS") ?? "10", CultureInfo.InvariantCulture);
        var undisturbed = await MeasureAsync();
        var killed = 0;
        for (var life = 0; killed < instants; life++)
        {
            var phases = Phase.LifeOf($"life-{life}");
            for (var step = 0; step < phases.Count; step++)
            {
                // The last life is lived to its end, whether it is killed again or not.
                var share = killed * GoldenRatio % 1;
                int? instant = killed < instants ? (int)(share * undisturbed[step]) : null;
                await LiveAsync(phases[step], $"{life}-{step}", instant);
                if (instant is not null) killed++;
            }
        }

        Assert.Equal(instants, killed);
        Assert.Empty((await platform.Api.ShownAsync("/v1/servers", Stop)).Items());
    }

    /// <summary>How many events each phase takes when nobody disturbs it.</summary>
    private async Task<IReadOnlyList<int>> MeasureAsync()
    {
        var counts = new List<int>();
        foreach (var phase in Phase.LifeOf("undisturbed"))
        {
            var from = await platform.Api.NowAsync(Stop);
            var operation = await platform.Api.AcknowledgedAsync(phase, $"undisturbed-{counts.Count}", Stop);
            counts.Add(await CountAsync(from, happened => IsEnd(happened, operation)));
            await AssertAsWantedAsync(phase, operation);
        }

        return counts;
    }

    /// <summary>One phase, killed when the given number of events was seen; at once for none.</summary>
    private async Task LiveAsync(Phase phase, string key, int? instant)
    {
        var from = await platform.Api.NowAsync(Stop);
        var writing = platform.Api.AcknowledgedAsync(phase, key, Stop);
        if (instant is { } wanted)
        {
            if (wanted > 0) await CountAsync(from, IsNumber(wanted));
            await platform.Process.KillAsync(Stop);
            await platform.Process.StartAsync(Stop);
        }

        await AssertAsWantedAsync(phase, await writing);
    }

    private async Task AssertAsWantedAsync(Phase phase, string operation)
    {
        var ended = await platform.Api.UntilAsync(
            $"/v1/operations/{operation}", shown => shown.Word("status") == "ended", Patience, Stop);
        Assert.True(ended.Word("outcome") == "done", $"{phase.Name}: {ended.ToJsonString()}");
        var both = await Until.AsWantedAsync(
            stop => BothViews.OfAsync(platform.Api, platform.Libvirt, _ => true, stop),
            views => views.Agree,
            Patience,
            Stop);
        Assert.Equal(phase.Wanted, both.Inside.Count(line => line.EndsWith(" running", StringComparison.Ordinal)));
        Assert.Equal(2 * phase.Wanted, both.Inside.Count);
    }

    private async Task<int> CountAsync(string from, Func<JsonObject, int, bool> isLast)
    {
        var count = 0;
        await platform.Api.FirstAsync(from, "", happened => isLast(happened, ++count), Stop);
        return count;
    }

    private Task<int> CountAsync(string from, Func<JsonObject, bool> isLast) =>
        CountAsync(from, (happened, _) => isLast(happened));

    // Should there be fewer events this time, the end of the operation is the instant.
    private static Func<JsonObject, int, bool> IsNumber(int wanted) =>
        (happened, number) => number >= wanted || happened.Word("name") == "usl.operation-ended.v1";

    private static bool IsEnd(JsonObject happened, string operation) =>
        happened.Word("name") == "usl.operation-ended.v1" && happened["data"].Word("operation") == operation;
}
