using System.Globalization;
using System.Text.Json.Nodes;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Ci2;
using Hcos.Contracts.Cie;
using Hcos.Kernel.Messages;
using Hcos.Kernel.Simulated.Stores;
using Hcos.Kernel.Stores;
using Hcos.Usl.Journal;
using Hcos.Usl.Tests.Platform;
using Hcos.Usl.Views;

namespace Hcos.Usl.Tests.Api;

public sealed class ReadTests
{
    private static readonly EnvironmentId Lab = new(DerivedId.From("lab"));

    [Fact]
    public async Task Pages_go_through_everything_once_as_of_the_first_page()
    {
        await using var platform = await SmallPlatform.StartAsync();
        await SeeServersAsync(platform, 7);
        var names = new List<string>();
        string? cursor = null;
        do
        {
            var page = await platform.GetAsync($"/v1/resources?limit=3{(cursor is null ? "" : $"&cursor={cursor}")}");
            names.AddRange(page.Items.Select(row => (string)row["name"]!));
            cursor = (string?)page.Body["next"];
            // What appears while somebody pages does not disturb the pages.
            await platform.TellAsync("ci2", Seen($"late-{names.Count}", ResourceState.Running));
        }
        while (cursor is not null);
        Assert.Equal(Enumerable.Range(1, 7).Select(i => $"vm-{i}"), names.Order());
    }

    [Fact]
    public async Task What_the_store_tells_of_a_moment_is_what_was_shown_from_memory_then()
    {
        await using var platform = await SmallPlatform.StartAsync();
        await SeeServersAsync(platform, 3);
        await platform.PostAsync("/v1/servers?wait=20", """{"name":"web-1"}""");
        string[] paths =
        [
            "/v1/resources", "/v1/resources?filter=kind=server,name=vm-2", "/v1/resources/vm-1", "/v1/servers",
            "/v1/environments", "/v1/hosts", "/v1/operations", "/v1/principals",
        ];
        foreach (var path in paths)
        {
            var shown = await platform.GetAsync(path);
            await platform.TellAsync("ci2", Seen("vm-1", ResourceState.Paused), Seen("vm-1", ResourceState.Running));
            await UntilAsync(platform, "/v1/resources?filter=state=running,name=vm-1", 1);
            var separator = path.Contains('?', StringComparison.Ordinal) ? '&' : '?';
            var stored = await platform.GetAsync($"{path}{separator}at={shown.Bookmark}");
            Assert.Equal(WithoutAge(shown.Body), WithoutAge(stored.Body));
        }
    }

    [Fact]
    public async Task The_past_is_read_by_bookmark_and_by_instant()
    {
        await using var platform = await SmallPlatform.StartAsync();
        await SeeServersAsync(platform, 1);
        var before = (await platform.GetAsync("/v1/resources")).Bookmark;
        var instant = TimeProvider.System.GetUtcNow().ToString("O", CultureInfo.InvariantCulture);
        await platform.TellAsync("ci2", Seen("vm-1", ResourceState.Stopped));
        await UntilAsync(platform, "/v1/resources?filter=state=stopped", 1);
        Assert.Equal("running", (string?)(await platform.GetAsync($"/v1/resources/vm-1?at={before}")).Body["state"]);
        var then = await platform.GetAsync($"/v1/resources/vm-1?at={Uri.EscapeDataString(instant)}");
        Assert.Equal("running", (string?)then.Body["state"]);
        var id = (string)then.Body["id"]!;
        var history = await platform.GetAsync($"/v1/resources/{id}/history");
        Assert.Equal(["running", "stopped"], history.Items.Select(version => (string?)version["value"]!["state"]));
    }

    [Fact]
    public async Task An_unreachable_environment_makes_its_resources_unknown_and_they_can_be_found_so()
    {
        await using var platform = await SmallPlatform.StartAsync();
        await SeeServersAsync(platform, 2);
        await platform.TellAsync("ci2", new EnvironmentUnreachable(Lab, "gone", TimeProvider.System.GetUtcNow()));
        await UntilAsync(platform, "/v1/resources?filter=state=unknown,environment=lab,kind=server", 2);
        Assert.Empty((await platform.GetAsync("/v1/resources?filter=state=running")).Items);
        var environment = await platform.GetAsync("/v1/environments/lab");
        Assert.Equal("unreachable", (string?)environment.Body["reachability"]);
    }

    [Fact]
    public async Task Views_rebuilt_from_the_journal_equal_the_live_ones()
    {
        await using var platform = await SmallPlatform.StartAsync();
        await SeeServersAsync(platform, 3);
        await platform.PostAsync("/v1/servers?wait=20", """{"name":"web-1"}""");
        await platform.SendAsync(HttpMethod.Delete, "/v1/servers/web-1?wait=20", null);
        var token = TestContext.Current.CancellationToken;
        var (position, live) = await StandingAsync(platform.Views, token);
        var rebuilt = new SimulatedViewStore(
            NoStoreFaults.Instance, TimeProvider.System);
        var fold = new ViewFold(platform.Catalog);
        var at = 0L;
        await foreach (var recorded in platform.Store.ReadAsync("usl", 1, (int)position, token))
        {
            var changes = new List<ViewChange>();
            fold.Apply(JournalEntry.Of(recorded), changes);
            await rebuilt.WriteAsync(ViewNames.Set, at, recorded.Position, changes, token);
            at = recorded.Position;
        }

        Assert.Equal(live, await rebuilt.HashAsync(ViewNames.Set, token));
    }

    /// <summary>A position of the views and their hash there: what comes late may still be written.</summary>
    private static async Task<(long Position, string Hash)> StandingAsync(
        SimulatedViewStore views, CancellationToken cancellationToken)
    {
        while (true)
        {
            var position = await views.PositionAsync(ViewNames.Set, cancellationToken);
            var hash = await views.HashAsync(ViewNames.Set, cancellationToken);
            if (await views.PositionAsync(ViewNames.Set, cancellationToken) == position) return (position, hash);
        }
    }

    [Fact]
    public async Task Nothing_secret_is_shown_of_principals_and_operations()
    {
        await using var platform = await SmallPlatform.StartAsync();
        await platform.PostAsync("/v1/servers?wait=20", """{"name":"web-1"}""");
        var principal = Assert.Single((await platform.GetAsync("/v1/principals")).Items);
        Assert.Equal("admin", (string?)principal["name"]);
        Assert.Null(principal["tokenHash"]);
        Assert.Null(Assert.Single((await platform.GetAsync("/v1/operations")).Items)["requestHash"]);
    }

    [Fact]
    public async Task The_registry_and_the_openapi_document_hold_every_operation()
    {
        await using var platform = await SmallPlatform.StartAsync();
        var services = (await platform.GetAsync("/v1/services")).Items;
        using var nobody = platform.ClientWith(null);
        var document = (await platform.GetAsync("/openapi/v1.json", nobody)).Body;
        Assert.Equal("3.1.0", (string?)document["openapi"]);
        foreach (var service in services)
        {
            var path = document["paths"]![(string)service["route"]!]!;
            var described = path[((string)service["method"]!).ToLowerInvariant()]!;
            Assert.Equal((string?)service["name"], (string?)described["operationId"]);
        }

        var shown = await platform.GetAsync("/v1/services/servers.create");
        var memory = shown.Body["members"]!.AsArray().Single(m => (string?)m!["name"] == "memoryBytes")!;
        Assert.Equal("size", (string?)memory["kind"]);
        var schema = await platform.GetAsync("/v1/schemas/business-system");
        Assert.Equal("BusinessSystem", (string?)schema.Body["title"]);
    }

    private static async Task SeeServersAsync(SmallPlatform platform, int count)
    {
        var address = new EnvironmentAddress("simulated", "simulated://lab", null, null, EnvironmentAccess.Manage);
        await platform.TellAsync("cie", new EnvironmentRegistered(Lab, "lab", address));
        for (var index = 1; index <= count; index++)
        {
            await platform.TellAsync("ci2", Seen($"vm-{index}", ResourceState.Running));
        }

        await UntilAsync(platform, "/v1/resources?filter=state=running", count);
        await UntilAsync(platform, "/v1/environments", 1);
    }

    private static Task UntilAsync(SmallPlatform platform, string path, int count) => Eventually.TrueAsync(
        async () => (await platform.GetAsync(path)).Body["items"] is JsonArray items && items.Count == count,
        $"{count} at {path}");

    /// <summary>The age grows between two looks.</summary>
    private static string WithoutAge(JsonObject body)
    {
        var copy = (JsonObject)body.DeepClone();
        foreach (var row in (copy["items"] as JsonArray ?? [copy.DeepClone()]).OfType<JsonObject>())
        {
            row.Remove("ageSeconds");
        }

        copy.Remove("ageSeconds");
        return copy.ToJsonString();
    }

    private static ResourceObserved Seen(string name, ResourceState state)
    {
        var key = new ResourceKey(ResourceKind.Server, name);
        var evidence = new Evidence(TimeProvider.System.GetUtcNow(), EvidenceSource.Event, "seen");
        return new ResourceObserved(Lab, key, new ResourceObject(key, name, state), evidence);
    }
}
