using System.Text.Json.Nodes;
using Hcos.System.Tests.Platform;

namespace Hcos.System.Tests.Places;

/// <summary>
/// A hundred servers that say they are HCOS's and that nobody owns, on a real libvirt and on each of our own endpoints,
/// beside some that are somebody's.
/// </summary>
public sealed class ManyOrphansTests(ManagedPlatform platform) : IClassFixture<ManagedPlatform>
{
    private const int Ended = 34;
    private const int Doubles = 33;
    private const int Strange = 33;
    private const int Others = 5;
    private static readonly TimeSpan Sweeps = TimeSpan.FromMinutes(5);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_hundred_orphans_on_each_platform_are_found_and_reaped_and_nothing_else_is()
    {
        await using var hyperV = await SimulatedPlace.HyperVAsync(platform.Api, Stop);
        await using var cloud = await SimulatedPlace.OpenStackAsync(platform.Api, Stop);
        IPlace[] places = [new LibvirtPlace(platform.Libvirt), hyperV, cloud];
        foreach (var place in places) await SeedAsync(place);

        var found = await platform.Api.UntilAsync(
            "/v1/orphans?limit=1000", rows => rows.Items().Count() >= 100 * places.Length, Sweeps, Stop);
        foreach (var place in places) await FoundAsync(place, [.. found.Items()]);
        foreach (var place in places) await ReapAsync(place);
        await platform.Api.UntilAsync("/v1/orphans", rows => !rows.Items().Any(), Asking.Soon, Stop);
    }

    private async Task SeedAsync(IPlace place)
    {
        var live = await MadeAsync(place, Live(place));
        var late = await MadeAsync(place, $"late-{place.Environment}");
        var deleted = await platform.Api.DeleteAsync($"/v1/servers/late-{place.Environment}?wait=300", Stop);
        Assert.Equal("done", deleted.Body.Word("outcome"));
        var number = 0;
        for (; number < Ended; number++) await OrphanAsync(late);
        for (; number < Ended + Doubles; number++) await OrphanAsync(live);
        for (; number < Ended + Doubles + Strange; number++) await OrphanAsync(Guid.CreateVersion7());
        for (var other = 1; other <= Others; other++) await place.MakeAsync($"other-{other}", null, Stop);

        Task OrphanAsync(Guid madeFor) => place.MakeAsync($"orphan-{number}", madeFor, Stop);
    }

    private async Task<Guid> MadeAsync(IPlace place, string name)
    {
        await platform.Api.DoneAsync("/v1/servers", Asking.StoppedServer(name, place.Environment), Stop);
        return Guid.Parse((await platform.Api.ShownAsync($"/v1/servers/{name}", Stop)).Word("resource"));
    }

    /// <summary>Each with its cause, and none that is young is reaped.</summary>
    private async Task FoundAsync(IPlace place, IReadOnlyList<JsonNode> orphans)
    {
        var shown = await platform.Api.ShownAsync($"/v1/environments/{place.Environment}", Stop);
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
        await platform.Api.ReapedAsync(Asking.Reap(place.Environment, 30, doubtful: true), Stop);
        Assert.Equal(
            Enumerable.Range(1, Others).Select(other => $"other-{other}").Prepend(Live(place))
                .Order(StringComparer.Ordinal),
            (await place.ServersAsync(Stop)).Keys.Order(StringComparer.Ordinal));
    }

    private async Task<JsonNode> PlanAsync(JsonObject reap) =>
        (await platform.Api.PostAsync("/v1/orphans/reap?plan=true", reap, Stop)).Body!["plan"]!;

    private static string Live(IPlace place) => $"live-{place.Environment}";
}
