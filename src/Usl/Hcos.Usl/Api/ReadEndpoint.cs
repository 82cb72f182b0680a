using System.Text.Json.Nodes;
using Hcos.Contracts.Arml.Resources;
using Hcos.Kernel.Stores;
using Hcos.Usl.Views;
using Microsoft.AspNetCore.Http;

namespace Hcos.Usl.Api;

/// <summary>The one endpoint of all reads of views: lists and single rows, now or as they were.</summary>
internal sealed class ReadEndpoint(ApiDesk desk)
{
    private const int DefaultLimit = 100;

    /// <summary>A page of rows.</summary>
    public async Task ListAsync(HttpContext context, string noun, CancellationToken aborted)
    {
        var query = new Query(context, "filter", "limit", "cursor", "at", "after");
        var limit = (int)(query.Integer("limit", 1, desk.Options.LargestPage) ?? DefaultLimit);
        var filter = ListFilter.Parse(query.Text("filter"), Nouns.RowOf(noun));
        var moment = await Moment.ReadAsync(desk, query.Text("at"), query.Text("after"), aborted).ConfigureAwait(false);
        var cursor = query.Text("cursor") is { } text ? Cursor.Parse(text, desk.Projector.Position) : null;
        var rows = await desk.RowsAsync(cursor?.Position ?? moment.Position, aborted).ConfigureAwait(false);
        // Of operations that ended long ago only the store knows.
        if (noun == "operations") rows = await StoredAsync(rows.Position, aborted).ConfigureAwait(false);
        var (view, _) = Nouns.ViewOf(noun);
        var enricher = await EnricherAsync(view, null, rows, moment.Time, aborted).ConfigureAwait(false);
        var wanted = await ResolveEnvironmentAsync(filter, rows, aborted).ConfigureAwait(false);
        var answer = new RowAnswer();
        var next = await CollectAsync(answer, noun, wanted, limit, cursor?.Key, rows, enricher, aborted)
            .ConfigureAwait(false);
        var body = answer.End(next is null ? null : new Cursor(rows.Position, next).ToString());
        await NameAsync(context, rows.Position, aborted).ConfigureAwait(false);
        await Json.WriteAsync(context, body, aborted).ConfigureAwait(false);
    }

    /// <summary>One row.</summary>
    public async Task ShowAsync(
        HttpContext context, string noun, Func<JsonObject, long, Task>? extend, CancellationToken aborted)
    {
        var query = new Query(context, noun == "placements" ? ["at", "after", "not"] : ["at", "after"]);
        var moment = await Moment.ReadAsync(desk, query.Text("at"), query.Text("after"), aborted).ConfigureAwait(false);
        var rows = await desk.RowsAsync(moment.Position, aborted).ConfigureAwait(false);
        var named = (string)context.Request.RouteValues["id"]!;
        var row = await NameResolver.RowAsync(noun, named, rows, aborted).ConfigureAwait(false);
        var enricher = await EnricherAsync(Nouns.ViewOf(noun).View, row, rows, moment.Time, aborted)
            .ConfigureAwait(false);
        if (extend is null)
        {
            await NameAsync(context, rows.Position, aborted).ConfigureAwait(false);
            await Json.WriteAsync(context, RowAnswer.Of(row, enricher), aborted).ConfigureAwait(false);
            return;
        }

        var shown = enricher.Show(row);
        await extend(shown, rows.Position).ConfigureAwait(false);
        await AnswerAsync(context, shown, rows.Position, aborted).ConfigureAwait(false);
    }

    /// <summary>All versions of a row.</summary>
    public async Task HistoryAsync(HttpContext context, string noun, CancellationToken aborted)
    {
        var query = new Query(context, "limit");
        var limit = (int)(query.Integer("limit", 1, desk.Options.LargestPage) ?? DefaultLimit);
        var named = (string)context.Request.RouteValues["id"]!;
        var bookmarks = await desk.BookmarksAsync(aborted).ConfigureAwait(false);
        var rows = await desk.RowsAsync(null, aborted).ConfigureAwait(false);
        var at = rows.Position;
        var (view, _) = Nouns.ViewOf(noun);
        // What is gone has a history too; then only its id leads there.
        var key = Guid.TryParse(named, out var id)
            ? id.ToString()
            : await NameResolver.KeyAsync(noun, named, rows, aborted).ConfigureAwait(false);
        await desk.StoredAsync(at, aborted).ConfigureAwait(false);
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
        await NameAsync(context, position, aborted).ConfigureAwait(false);
        await Json.WriteAsync(context, answer, aborted).ConfigureAwait(false);
    }

    private async Task NameAsync(HttpContext context, long position, CancellationToken aborted)
    {
        var bookmarks = await desk.BookmarksAsync(aborted).ConfigureAwait(false);
        context.Response.Headers["Hcos-Bookmark"] = bookmarks.Of(position);
    }

    private async Task<IRowReader> StoredAsync(long position, CancellationToken cancellationToken)
    {
        await desk.StoredAsync(position, cancellationToken).ConfigureAwait(false);
        return desk.Projector.At(position);
    }

    /// <summary>Adds the rows that are wanted; answers the key to continue after.</summary>
    private async Task<string?> CollectAsync(
        RowAnswer answer,
        string noun,
        IReadOnlyList<KeyValuePair<string, string>> filter,
        int limit,
        string? after,
        IRowReader rows,
        Enricher enricher,
        CancellationToken cancellationToken)
    {
        var (view, common) = Nouns.ViewOf(noun);
        var later = filter.Where(pair => ListFilter.IsDerived(pair.Key)).ToList();
        var query = new ViewQuery
        {
            Equal = [.. common, .. filter.Where(pair => !ListFilter.IsDerived(pair.Key))],
            Limit = limit,
            After = after,
        };
        for (var pages = 0; pages < desk.Options.MostPagesPerRead; pages++)
        {
            var page = await rows.ListAsync(view, query, cancellationToken).ConfigureAwait(false);
            foreach (var row in page.Rows)
            {
                query = query with { After = row.Key };
                if (!later.TrueForAll(pair => enricher.Holds(row, pair))) continue;
                answer.Add(row, enricher);
                if (answer.Count == limit) return row == page.Rows[^1] ? page.Next : row.Key;
            }

            if (page.Next is null) return null;
            query = query with { After = page.Next };
        }

        return query.After;
    }

    /// <summary>What a view's rows are seen beside; the past is read first, the present is at hand.</summary>
    private async Task<Enricher> EnricherAsync(
        string view, PresentRow? row, IRowReader rows, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (rows is PresentRows present)
        {
            return new Enricher(
                id => (EnvironmentView?)present.Get(ViewNames.Environments, id.ToString())?.Value,
                now,
                key => ((ResourceView?)present.Get(ViewNames.Resources, key)?.Value)?.State);
        }

        var query = new ViewQuery { Limit = desk.Options.LargestPage };
        var page = await rows.ListAsync(ViewNames.Environments, query, cancellationToken).ConfigureAwait(false);
        var environments = page.Rows.Select(found => (EnvironmentView)found.Value).ToDictionary(found => found.Id);
        var states = view == ViewNames.Servers
            ? await ResourceStatesAsync(row, rows, cancellationToken).ConfigureAwait(false)
            : [];
        return new Enricher(
            environments.GetValueOrDefault,
            now,
            key => states.TryGetValue(key, out var state) ? state : null);
    }

    /// <summary>The states of the resources of one server, or of all.</summary>
    private async Task<Dictionary<string, ResourceState>> ResourceStatesAsync(
        PresentRow? server, IRowReader rows, CancellationToken cancellationToken)
    {
        var found = new List<PresentRow>();
        if (server is null)
        {
            var query = new ViewQuery { Limit = desk.Options.LargestPage, Equal = [new("kind", "server")] };
            var page = await rows.ListAsync(ViewNames.Resources, query, cancellationToken).ConfigureAwait(false);
            found.AddRange(page.Rows);
        }
        else if (((ServerView)server.Value).ResourceRow is { } key)
        {
            var one = await rows.GetAsync(ViewNames.Resources, key, cancellationToken).ConfigureAwait(false);
            if (one is not null) found.Add(one);
        }

        return found.ToDictionary(row => row.Key, row => ((ResourceView)row.Value).State, StringComparer.Ordinal);
    }

    /// <summary>People filter by the name of an environment.</summary>
    private static async Task<IReadOnlyList<KeyValuePair<string, string>>> ResolveEnvironmentAsync(
        IReadOnlyList<KeyValuePair<string, string>> filter, IRowReader rows, CancellationToken cancellationToken)
    {
        var resolved = new List<KeyValuePair<string, string>>();
        foreach (var pair in filter)
        {
            resolved.Add(pair.Key == "environment" && !Guid.TryParse(pair.Value, out _)
                ? KeyValuePair.Create(
                    pair.Key,
                    await NameResolver.KeyAsync("environments", pair.Value, rows, cancellationToken)
                        .ConfigureAwait(false))
                : pair);
        }

        return resolved;
    }
}
