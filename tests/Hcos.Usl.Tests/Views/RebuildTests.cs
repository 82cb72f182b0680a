using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Ci2;
using Hcos.Contracts.Cie;
using Hcos.Kernel.Messages;
using Hcos.Kernel.Stores;
using Hcos.Usl.Tests.Platform;
using Hcos.Usl.Views;

namespace Hcos.Usl.Tests.Views;

/// <summary>Views come from the journal and from nothing else.</summary>
public sealed class RebuildTests
{
    private static readonly EnvironmentId Lab = new(DerivedId.From("lab"));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Views_that_are_built_once_more_equal_the_live_ones_by_hash()
    {
        await using var platform = await SmallPlatform.StartAsync();
        await SeeAsync(platform);
        var rebuilt = await platform.SendAsync(HttpMethod.Post, "/v1/views/rebuild", null);
        Assert.Equal(200, rebuilt.Code);
        Assert.True((bool)rebuilt.Body["areEqual"]!, rebuilt.Body.ToJsonString());
        Assert.Equal((string?)rebuilt.Body["live"], (string?)rebuilt.Body["rebuilt"]);
        Assert.Equal([ViewNames.Set], await platform.Views.SetsAsync(Token));
    }

    [Fact]
    public async Task Views_that_differ_from_the_journal_are_found_and_replaced()
    {
        await using var platform = await SmallPlatform.StartAsync();
        await SeeAsync(platform);
        await SpoilAsync(platform.Views);
        var first = await platform.SendAsync(HttpMethod.Post, "/v1/views/rebuild", null);
        Assert.False((bool)first.Body["areEqual"]!);
        await platform.TellAsync("ci2", Seen("vm-9"));
        await Eventually.TrueAsync(
            async () => await platform.Views.PositionAsync(ViewNames.Set, Token) > 0, "the views are built again");
        var second = await platform.SendAsync(HttpMethod.Post, "/v1/views/rebuild", null);
        Assert.True((bool)second.Body["areEqual"]!, second.Body.ToJsonString());
    }

    [Fact]
    public async Task Views_of_former_code_go_when_those_of_the_present_code_are_there()
    {
        await using var platform = await SmallPlatform.StartAsync(before: views => views.WriteAsync(
            "usl-0", 0, 7, [new ViewChange(ViewNames.Servers, "a", 1, "{}")], Token));
        await Eventually.TrueAsync(
            async () => !(await platform.Views.SetsAsync(Token)).Contains("usl-0"), "the former views are gone");
        Assert.Equal(200, (await platform.GetAsync("/v1/servers")).Code);
    }

    private static async Task SeeAsync(SmallPlatform platform)
    {
        await platform.TellAsync("ci2", [.. Enumerable.Range(1, 5).Select(number => Seen($"vm-{number}"))]);
        await Eventually.TrueAsync(
            async () => (await platform.GetAsync("/v1/resources")).Items.Count == 5, "all are seen");
        await Eventually.TrueAsync(
            async () => (await platform.Views.ListAsync(ViewNames.Set, ViewNames.Resources, new ViewQuery(), Token))
                .Rows.Count == 5,
            "all are stored");
    }

    private static async Task SpoilAsync(IViewStore views)
    {
        for (var isSpoilt = false; !isSpoilt;)
        {
            try
            {
                var position = await views.PositionAsync(ViewNames.Set, Token);
                var change = new ViewChange(ViewNames.Resources, "nobody's", position, """{"id":"x"}""");
                await views.WriteAsync(ViewNames.Set, position, position, [change], Token);
                isSpoilt = true;
            }
            catch (ViewConflictException)
            {
                // The projector was quicker.
            }
        }
    }

    private static ResourceObserved Seen(string name)
    {
        var key = new ResourceKey(ResourceKind.Server, name);
        var evidence = new Evidence(TimeProvider.System.GetUtcNow(), EvidenceSource.Event, "seen");
        return new ResourceObserved(Lab, key, new ResourceObject(key, name, ResourceState.Running), evidence);
    }
}
