using System.Text.Json.Nodes;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Ci2;
using Hcos.Kernel.Messages;
using Hcos.Usl.Tests.Platform;

namespace Hcos.Usl.Tests.Api;

public sealed class EventStreamTests
{
    private static readonly string[] Names = ["vm-1", "vm-2", "vm-3", "vm-4", "vm-5"];

    [Fact]
    public async Task A_reader_that_resumes_sees_every_event_once_and_in_order()
    {
        await using var platform = await SmallPlatform.StartAsync();
        for (var index = 1; index <= 5; index++) await CreateAsync(platform, index);
        var all = await ReadAsync(platform, "/v1/events?from=beginning", null, e => e.Count(IsRequest) == 5);
        var first = await ReadAsync(platform, "/v1/events?from=beginning", null, e => e.Count == 4);
        var rest = await ReadAsync(
            platform, "/v1/events", first[^1].Id, e => first.Concat(e).Count(IsRequest) == 5);
        Assert.Equal(all.Select(e => e.Id), first.Concat(rest).Select(e => e.Id));
    }

    [Fact]
    public async Task Who_reads_everything_as_of_a_bookmark_and_follows_from_there_knows_the_present()
    {
        await using var platform = await SmallPlatform.StartAsync();
        foreach (var name in Names) await platform.TellAsync("ci2", Seen(name, ResourceState.Running));
        var hasRead = new TaskCompletionSource();
        var changing = ChangeUntilAsync(platform, hasRead.Task);
        var first = await platform.GetAsync("/v1/resources?limit=1000");
        hasRead.SetResult();
        var known = first.Items.ToDictionary(row => (string)row["name"]!, row => (string)row["state"]!);
        await changing;

        var since = await ReadAsync(
            platform, $"/v1/events?from={first.Bookmark}", null, events => events.Exists(IsLast));
        foreach (var seen in since.Where(e => e.Name == "ci2.resource-observed.v1"))
        {
            var server = seen.Data["data"]!["object"]!;
            known[(string)server["name"]!] = (string)server["state"]!;
        }

        var present = await platform.GetAsync($"/v1/resources?limit=1000&after={since[^1].Id}");
        Assert.NotEmpty(since);
        Assert.Equal(
            present.Items.Select(row => $"{row["name"]} {row["state"]}").Order(),
            known.Select(row => $"{row.Key} {row.Value}").Order());
    }

    [Fact]
    public async Task A_filter_leaves_what_is_wanted_and_each_event_tells_its_origin()
    {
        await using var platform = await SmallPlatform.StartAsync();
        await CreateAsync(platform, 1);
        var seen = await ReadAsync(
            platform, "/v1/events?from=beginning&filter=layer=bsl,name=bsl.server-*", null, e => e.Count == 3);
        Assert.All(seen, e => Assert.Equal("bsl", (string?)e.Data["origin"]!["log"]));
        Assert.Equal("bsl.server-requested.v1", seen[0].Name);
        Assert.StartsWith("servers/", (string?)seen[0].Data["subject"], StringComparison.Ordinal);
        Assert.Equal("usl", (string?)seen[0].Data["cause"]!["log"]);
        Assert.Equal("web-1", (string?)seen[0].Data["data"]!["name"]);
    }

    [Fact]
    public async Task What_happens_later_arrives_and_silence_is_broken_by_comments()
    {
        await using var platform = await SmallPlatform.StartAsync(
            new UslOptions { StreamKeepAlive = TimeSpan.FromMilliseconds(100) });
        var token = TestContext.Current.CancellationToken;
        using var response = await platform.Client.GetAsync(
            "/v1/events?filter=name=bsl.server-requested.v1", HttpCompletionOption.ResponseHeadersRead, token);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(token));
        string? line;
        do line = await reader.ReadLineAsync(token);
        while (line is not null and not ": alive");
        await CreateAsync(platform, 1);
        do line = await reader.ReadLineAsync(token);
        while (line?.StartsWith("data: ", StringComparison.Ordinal) == false);
        Assert.Contains("web-1", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_too_many_is_refused_and_told_when_to_come_back()
    {
        await using var platform = await SmallPlatform.StartAsync(new UslOptions { MostStreams = 1 });
        using var open = await platform.Client.GetAsync(
            "/v1/events", HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        var second = await platform.GetAsync("/v1/events");
        Assert.Equal((429, "too-many-streams"), (second.Code, second.Problem));
    }

    private static bool IsLast(Event happened) => (string?)happened.Data["data"]!["object"]?["name"] == "last";

    /// <summary>Changes before, during and after the read; the last event says that no more follows.</summary>
    private static async Task ChangeUntilAsync(SmallPlatform platform, Task hasRead)
    {
        for (var (round, last) = (0, int.MaxValue); round <= last; round++)
        {
            if (last is int.MaxValue && hasRead.IsCompleted) last = round + 2;
            var state = round % 3 == 0 ? ResourceState.Paused : ResourceState.Running;
            foreach (var name in Names) await platform.TellAsync("ci2", Seen(name, state));
        }

        await platform.TellAsync("ci2", Seen("last", ResourceState.Stopped));
    }

    private static ResourceObserved Seen(string name, ResourceState state)
    {
        var key = new ResourceKey(ResourceKind.Server, name);
        var evidence = new Evidence(TimeProvider.System.GetUtcNow(), EvidenceSource.Event);
        return new(new(DerivedId.From("lab")), key, new ResourceObject(key, name, state), evidence);
    }

    private static bool IsRequest(Event happened) => happened.Name == "bsl.server-requested.v1";

    private static Task<Answer> CreateAsync(SmallPlatform platform, int index) =>
        platform.PostAsync("/v1/servers?wait=20", $$"""{"name":"web-{{index}}"}""");

    private static async Task<List<Event>> ReadAsync(
        SmallPlatform platform, string path, string? last, Func<List<Event>, bool> isEnough)
    {
        var token = TestContext.Current.CancellationToken;
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (last is not null) request.Headers.Add("Last-Event-ID", last);
        using var response = await platform.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, token);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(token));
        var events = new List<Event>();
        var (id, name) = ("", "");
        while (!isEnough(events) && await reader.ReadLineAsync(token) is { } line)
        {
            if (line.StartsWith("id: ", StringComparison.Ordinal)) id = line[4..];
            if (line.StartsWith("event: ", StringComparison.Ordinal)) name = line[7..];
            if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                events.Add(new Event(id, name, (JsonObject)JsonNode.Parse(line[6..])!));
            }
        }

        return events;
    }

    private sealed record Event(string Id, string Name, JsonObject Data);
}
