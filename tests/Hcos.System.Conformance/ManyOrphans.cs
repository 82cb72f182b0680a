using System.Text.Json.Nodes;
using Hcos.Testing.Platform;

namespace Hcos.System.Conformance;

/// <summary>
/// A hundred servers at each place that say they are HCOS's and that nobody owns, beside some that are somebody's.
/// </summary>
/// <param name="api">A platform without any server.</param>
/// <param name="places">Some of its environments.</param>
public sealed class ManyOrphans(HcosApi api, IReadOnlyList<IPlace> places)
{
    private const int Ended = 34;
    private const int Doubles = 33;
    private const int Strange = 33;
    private const int Others = 5;
    private const int AtOnce = 4;
    private static readonly TimeSpan Sweeps = TimeSpan.FromMinutes(5);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>All are found, each with its cause; the young are kept, the others reaped, and nothing else.</summary>
    public async Task FindAndReapAsync()
    {
        foreach (var place in places) await SeedAsync(place);

        var found = await api.UntilAsync(
            "/v1/orphans?limit=1000", rows => rows.Items().Count() >= 100 * places.Count, Sweeps, Stop);
        foreach (var place in places) await FoundAsync(place, [.. found.Items()]);
        foreach (var place in places) await ReapAsync(place);
        await api.UntilAsync("/v1/orphans", rows => !rows.Items().Any(), Asking.Soon, Stop);
    }

    private async Task SeedAsync(IPlace place)
    {
        var live = await MadeAsync(place, Live(place));
        var late = await MadeAsync(place, $"late-{place.Environment}");
        var deleted = await api.DeleteAsync($"/v1/servers/late-{place.Environment}?wait=300", Stop);
        Assert.Equal("done", deleted.Body.Word("outcome"));
        IEnumerable<Guid?> madeFor =
        [
            .. Enumerable.Repeat<Guid?>(late, Ended),
            .. Enumerable.Repeat<Guid?>(live, Doubles),
            .. Enumerable.Range(1, Strange).Select(_ => (Guid?)Guid.CreateVersion7()),
        ];
        var wishes = madeFor.Select((server, number) => ($"orphan-{number}", server))
            .Concat(Enumerable.Range(1, Others).Select(other => ($"other-{other}", (Guid?)null)));
        await Parallel.ForEachAsync(
            wishes,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = Stop },
            async (wish, stop) => await place.MakeAsync(wish.Item1, wish.Item2, stop));
    }

    private async Task<Guid> MadeAsync(IPlace place, string name)
    {
        await api.DoneAsync("/v1/servers", Asking.StoppedServer(name, place), Stop);
        return Guid.Parse((await api.ShownAsync($"/v1/servers/{name}", Stop)).Word("resource"));
    }

    /// <summary>Each with its cause, and none that is young is reaped.</summary>
    private async Task FoundAsync(IPlace place, IReadOnlyList<JsonNode> orphans)
    {
        var shown = await api.ShownAsync($"/v1/environments/{place.Environment}", Stop);
        string[] names = [place.Environment, shown.Word("id")];
        var here = orphans.Where(row => names.Contains(row.Word("environment"))).ToList();
        Assert.Equal(
            [$"claim-ended {Ended}", $"double {Doubles}", $"never-claimed {Strange}"],
            here.GroupBy(row => row.Word("cause"))
                .Select(same => $"{same.Key} {same.Count()}").Order(StringComparer.Ordinal));
        Assert.Equal(100, here.Select(row => row.Word("nativeId")).Distinct().Count());
        var young = await PlanAsync(Asking.Reap(place.Environment, 3600));
        Assert.Equal(100, young["keeps"]!.AsArray().Count);
        Assert.All(young["keeps"]!.AsArray(), kept => Assert.Equal("too-young", kept.Word("code")));
        Assert.Empty(young["reaps"]!.AsArray());
    }

    /// <summary>First what is certain, then the rest; what is somebody's stays.</summary>
    private async Task ReapAsync(IPlace place)
    {
        await Until.AsWantedAsync(
            _ => PlanAsync(Asking.Reap(place.Environment, 30)),
            plan => plan["reaps"]!.AsArray().Count == Ended,
            Sweeps,
            Stop);
        await api.ReapedAsync(Asking.Reap(place.Environment, 30, doubtful: true), Stop);
        Assert.Equal(
            Enumerable.Range(1, Others).Select(other => $"other-{other}").Prepend(Live(place))
                .Order(StringComparer.Ordinal),
            (await place.ServersAsync(Stop)).Keys.Order(StringComparer.Ordinal));
    }

    private async Task<JsonNode> PlanAsync(JsonObject reap) =>
        (await api.PostAsync("/v1/orphans/reap?plan=true", reap, Stop)).Body!["plan"]!;

    private static string Live(IPlace place) => $"live-{place.Environment}";
}
