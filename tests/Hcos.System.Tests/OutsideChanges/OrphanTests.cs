using Hcos.System.Tests.Platform;

namespace Hcos.System.Tests.OutsideChanges;

/// <summary>What HCOS made on a real libvirt and nobody owns: found, kept while young, reaped; nothing else.</summary>
public sealed class OrphanTests(ManagedPlatform platform) : IClassFixture<ManagedPlatform>
{
    private static readonly TimeSpan TwoSweeps = TimeSpan.FromSeconds(180);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Orphans_of_every_kind_are_found_with_no_false_one_and_the_young_are_kept()
    {
        await platform.Api.CreateAsync(["live", "late", "rest"], Stop);
        var (live, late, rest) = (await OfAsync("live"), await OfAsync("late"), await OfAsync("rest"));
        foreach (var gone in new[] { "late", "rest" })
        {
            var deleted = await platform.Api.DeleteAsync($"/v1/servers/{gone}?wait=90", Stop);
            Assert.Equal("done", deleted.Body.Word("outcome"));
        }

        var seeded = await SeedAsync(live, late, rest);
        var found = await platform.Api.UntilAsync(
            "/v1/orphans?limit=100", rows => rows.Items().Count() >= seeded.Length, TwoSweeps, Stop);
        Assert.Equal(
            seeded.Order(StringComparer.Ordinal),
            found.Items().Select(row => $"{row.Word("nativeId")} {row.Word("cause")}").Order(StringComparer.Ordinal));

        var young = await platform.Api.PostAsync("/v1/orphans/reap?plan=true", Asking.Reap("lab", 3600), Stop);
        Assert.All(young.Body!["plan"]!["keeps"]!.AsArray(), kept => Assert.Equal("too-young", kept.Word("code")));
        var certain = await platform.Api.PostAsync("/v1/orphans/reap?plan=true", Asking.Reap("lab", 30), Stop);
        Assert.Equal(
            new[] { late, $"default/{rest}-seed.iso", $"default/{rest}.qcow2" }.Order(StringComparer.Ordinal),
            certain.Body!["plan"]!["reaps"]!.AsArray()
                .Select(orphan => orphan!["key"].Word("nativeId")).Order(StringComparer.Ordinal));

        await platform.Api.ReapedAsync(Asking.Reap("lab", 30, doubtful: true), Stop);
        var outside = await OutsideView.OfAsync(platform.Libvirt, Stop);
        Assert.Equal(["live", "other"], outside.Domains.Select(domain => domain.Name).Order(StringComparer.Ordinal));
        Assert.Contains("other.qcow2", outside.Files);
        Assert.DoesNotContain(outside.Files, file => file.StartsWith(rest, StringComparison.Ordinal));
        await platform.Api.UntilAsync("/v1/orphans", rows => !rows.Items().Any(), Asking.Soon, Stop);
    }

    /// <summary>What nobody owns, and what only stands beside it.</summary>
    private async Task<string[]> SeedAsync(string live, string late, string rest)
    {
        var (copy, strange) = (Guid.CreateVersion7().ToString(), Guid.CreateVersion7().ToString());
        var lab = platform.Libvirt;
        await ByHand.DefineAsync(lab, "late", null, ByHand.Marked(late, late), Stop);
        await ByHand.DefineAsync(lab, "copy", null, ByHand.Marked(copy, live), Stop);
        await ByHand.DefineAsync(lab, "strange", null, ByHand.Marked(strange, strange), Stop);
        await ByHand.DefineAsync(lab, "other", null, null, Stop);
        foreach (var file in new[] { $"{rest}.qcow2", $"{rest}-seed.iso", $"{strange}-seed.iso.bak", "other.qcow2" })
        {
            await lab.VirshAsync(Stop, "vol-create-as", "default", file, "1M");
        }

        return
        [
            $"{late} claim-ended", $"{copy} double", $"{strange} never-claimed",
            $"default/{rest}.qcow2 claim-ended", $"default/{rest}-seed.iso claim-ended",
        ];
    }

    private async Task<string> OfAsync(string name) =>
        (await platform.Api.ShownAsync($"/v1/servers/{name}", Stop)).Word("resource");
}
