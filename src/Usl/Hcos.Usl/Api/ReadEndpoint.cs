using System.Text.Json;
using System.Text.Json.Nodes;
using Hcos.Kernel.Stores;
using Hcos.Usl.Views;
using Microsoft.AspNetCore.Http;

namespace Hcos.Usl.Api;

/// <summary>The one endpoint of all reads of views: lists and single rows, now or as they were.</summary>
internal sealed class ReadEndpoint(ApiDesk desk)
{
    private const int DefaultLimit = 100;
    private readonly NameResolver _resolver = new(desk);

    /// <summary>A page of rows.</summary>
    public async Task ListAsync(HttpContext context, string noun, CancellationToken aborted)
    {
        var query = new Query(context, "filter", "limit", "cursor", "at", "after");
        var limit = (int)(query.Integer("limit", 1, desk.Options.LargestPage) ?? DefaultLimit);
        var filter = ListFilter.Parse(query.Text("filter"), Nouns.RowOf(noun));
        var moment = await Moment.ReadAsync(desk, query.Text("at"), query.Text("after"), aborted).ConfigureAwait(false);
        var cursor = query.Text("cursor") is { } text ? Cursor.Parse(text, desk.Projector.Position) : null;
        var at = cursor?.Position ?? moment.Position ?? Math.Max(desk.Projector.Position, 0);
        var (view, _) = Nouns.ViewOf(noun);
        var enricher = await EnricherAsync(view, null, at, moment.Time, aborted).ConfigureAwait(false);
        var wanted = await ResolveEnvironmentAsync(filter, at, aborted).ConfigureAwait(false);
        var (items, next) = await CollectAsync(noun, wanted, limit, cursor?.Key, at, enricher, aborted)
            .ConfigureAwait(false);
        var answer = new JsonObject { ["items"] = items };
        if (next is not null) answer["next"] = new Cursor(at, next).ToString();
        await AnswerAsync(context, answer, at, aborted).ConfigureAwait(false);
    }

    /// <summary>One row.</summary>
    public async Task ShowAsync(
        HttpContext context, string noun, Func<JsonObject, long, Task>? extend, CancellationToken aborted)
    {
        var query = new Query(context, noun == "placements" ? ["at", "after", "not"] : ["at", "after"]);
        var moment = await Moment.ReadAsync(desk, query.Text("at"), query.Text("after"), aborted).ConfigureAwait(false);
        var at = moment.Position ?? Math.Max(desk.Projector.Position, 0);
        var named = (string)context.Request.RouteValues["id"]!;
        var key = await _resolver.KeyAsync(noun, named, at, aborted).ConfigureAwait(false);
        var (view, _) = Nouns.ViewOf(noun);
        var row = await _resolver.GetAsync(view, key, at, aborted).ConfigureAwait(false)
            ?? throw Problems.NotFound(noun, named);
        var enricher = await EnricherAsync(view, row, at, moment.Time, aborted).ConfigureAwait(false);
        var shown = enricher.Show(view, row);
        if (extend is not null) await extend(shown, at).ConfigureAwait(false);
        await AnswerAsync(context, shown, at, aborted).ConfigureAwait(false);
    }

    /// <summary>All versions of a row.</summary>
    public async Task HistoryAsync(HttpContext context, string noun, CancellationToken aborted)
    {
        var query = new Query(context, "limit");
        var limit = (int)(query.Integer("limit", 1, desk.Options.LargestPage) ?? DefaultLimit);
        var named = (string)context.Request.RouteValues["id"]!;
        var bookmarks = await desk.BookmarksAsync(aborted).ConfigureAwait(false);
        var at = Math.Max(desk.Projector.Position, 0);
        var (view, _) = Nouns.ViewOf(noun);
        // What is gone has a history too; then only its id leads there.
        var key = Guid.TryParse(named, out var id)
            ? id.ToString()
            : await _resolver.KeyAsync(noun, named, at, aborted).ConfigureAwait(false);
        var versions = await desk.Seams.Views
            .HistoryAsync(ViewNames.Set, view, key, limit, aborted).ConfigureAwait(false);
        if (versions.Count == 0) throw Problems.NotFound(noun, named);
        var items = new JsonArray([.. versions.Select(version => (JsonNode)new JsonObject
        {
            ["from"] = bookmarks.Of(version.From),
            ["to"] = version.To is { } to ? bookmarks.Of(to) : null,
            ["value"] = version.Value.DeepClone(),
        })]);
        await AnswerAsync(context, new JsonObject { ["items"] = items }, at, aborted).ConfigureAwait(false);
    }

    /// <summary>Writes an answer with the bookmark it is true for.</summary>
    public async Task AnswerAsync(
        HttpContext context, JsonObject answer, long position, CancellationToken aborted)
    {
        var bookmarks = await desk.BookmarksAsync(aborted).ConfigureAwait(false);
        context.Response.Headers["Hcos-Bookmark"] = bookmarks.Of(position);
        await Json.WriteAsync(context, answer, aborted).ConfigureAwait(false);
    }

    private async Task<(JsonArray Items, string? Next)> CollectAsync(
        string noun,
        IReadOnlyList<KeyValuePair<string, string>> filter,
        int limit,
        string? after,
        long at,
        Enricher enricher,
        CancellationToken cancellationToken)
    {
        var (view, common) = Nouns.ViewOf(noun);
        var later = filter.Where(pair => ListFilter.IsDerived(pair.Key)).ToList();
        var query = new ViewQuery
        {
            At = at,
            Equal = [.. common, .. filter.Where(pair => !ListFilter.IsDerived(pair.Key))],
            Limit = limit,
            After = after,
        };
        var items = new JsonArray();
        for (var pages = 0; pages < desk.Options.MostPagesPerRead; pages++)
        {
            var page = await desk.Seams.Views
                .ListAsync(ViewNames.Set, view, query, cancellationToken).ConfigureAwait(false);
            foreach (var row in page.Rows)
            {
                var shown = enricher.Show(view, row);
                shown.Remove("native");
                query = query with { After = row.Key };
                var element = JsonSerializer.SerializeToElement(shown);
                if (!later.TrueForAll(pair => ListFilter.Holds(element, pair))) continue;
                items.Add((JsonNode)shown);
                if (items.Count == limit) return (items, row == page.Rows[^1] ? page.Next : row.Key);
            }

            if (page.Next is null) return (items, null);
            query = query with { After = page.Next };
        }

        return (items, query.After);
    }

    private async Task<Enricher> EnricherAsync(
        string view, ViewRow? row, long at, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var query = new ViewQuery { At = at, Limit = desk.Options.LargestPage };
        var page = await desk.Seams.Views
            .ListAsync(ViewNames.Set, ViewNames.Environments, query, cancellationToken).ConfigureAwait(false);
        return new Enricher(
            page.Rows.ToDictionary(found => found.Key, found => found.Value, StringComparer.Ordinal),
            now,
            view == ViewNames.Servers
                ? await ResourceStatesAsync(row, at, cancellationToken).ConfigureAwait(false)
                : null);
    }

    /// <summary>The states of the resources of one server, or of all.</summary>
    private async Task<Dictionary<string, string>> ResourceStatesAsync(
        ViewRow? server, long at, CancellationToken cancellationToken)
    {
        var rows = new List<ViewRow>();
        if (server is null)
        {
            var query = new ViewQuery { At = at, Limit = desk.Options.LargestPage, Equal = [new("kind", "server")] };
            var page = await desk.Seams.Views
                .ListAsync(ViewNames.Set, ViewNames.Resources, query, cancellationToken).ConfigureAwait(false);
            rows.AddRange(page.Rows);
        }
        else if ((string?)server.Value["resourceRow"] is { } key)
        {
            var one = await _resolver.GetAsync(ViewNames.Resources, key, at, cancellationToken).ConfigureAwait(false);
            if (one is not null) rows.Add(one);
        }

        return rows.ToDictionary(row => row.Key, row => (string?)row.Value["state"] ?? "", StringComparer.Ordinal);
    }

    /// <summary>People filter by the name of an environment.</summary>
    private async Task<IReadOnlyList<KeyValuePair<string, string>>> ResolveEnvironmentAsync(
        IReadOnlyList<KeyValuePair<string, string>> filter, long at, CancellationToken cancellationToken)
    {
        var resolved = new List<KeyValuePair<string, string>>();
        foreach (var pair in filter)
        {
            resolved.Add(pair.Key == "environment" && !Guid.TryParse(pair.Value, out _)
                ? KeyValuePair.Create(
                    pair.Key,
                    await _resolver.KeyAsync("environments", pair.Value, at, cancellationToken).ConfigureAwait(false))
                : pair);
        }

        return resolved;
    }
}
