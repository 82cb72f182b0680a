using System.Text.Json;
using Hcos.Kernel.Stores;
using Hcos.Usl.Views;
using Microsoft.AspNetCore.Http;

namespace Hcos.Usl.Api;

/// <summary>Finds the thing that a client names by id or by name.</summary>
internal sealed class NameResolver(ApiDesk desk)
{
    /// <summary>The key of the row that <paramref name="text"/> names.</summary>
    /// <exception cref="ProblemException">There is none, or several have this name.</exception>
    public async Task<string> KeyAsync(string noun, string text, long? at, CancellationToken cancellationToken)
    {
        var (view, filter) = Nouns.ViewOf(noun);
        if (!IsSane(text)) throw Problems.NotFound(noun, text);
        var key = Guid.TryParse(text, out var id) ? id.ToString() : text;
        if (await GetAsync(view, key, at, cancellationToken).ConfigureAwait(false) is { } row
            && filter.All(pair => ViewRules.TextOf(ToElement(row), [pair.Key]) == pair.Value))
        {
            return row.Key;
        }

        var query = new ViewQuery { At = at, Equal = [.. filter, KeyValuePair.Create("name", text)], Limit = 2 };
        var page = await desk.Seams.Views
            .ListAsync(ViewNames.Set, view, query, cancellationToken).ConfigureAwait(false);
        return page.Rows.Count switch
        {
            0 => throw Problems.NotFound(noun, text),
            1 => page.Rows[0].Key,
            _ => throw new ProblemException(
                StatusCodes.Status409Conflict,
                "ambiguous-name",
                $"several {noun} are named {Problems.Shown(text)}",
                $"use the id of one of them: GET /v1/{noun}?filter=name={text}"),
        };
    }

    /// <summary>
    /// The id of a thing that a write is about. It may be so new that no view shows it: then an operation knows it.
    /// </summary>
    public async Task<string> SubjectAsync(string noun, string text, CancellationToken cancellationToken)
    {
        await desk.SeeEverythingAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await KeyAsync(noun, text, null, cancellationToken).ConfigureAwait(false);
        }
        catch (ProblemException missing) when (missing.Code == "not-found" && Guid.TryParse(text, out var id))
        {
            var asked = await OperationsOnAsync($"{noun}/{id}", cancellationToken).ConfigureAwait(false);
            if (asked.Count == 0) throw;
            return id.ToString();
        }
    }

    /// <summary>The latest operations on a thing.</summary>
    public async Task<IReadOnlyList<ViewRow>> OperationsOnAsync(string subject, CancellationToken cancellationToken)
    {
        var query = new ViewQuery
        {
            Equal = [KeyValuePair.Create("subject", subject)],
            Limit = desk.Options.LargestPage,
        };
        var page = await desk.Seams.Views
            .ListAsync(ViewNames.Set, ViewNames.Operations, query, cancellationToken).ConfigureAwait(false);
        return page.Rows;
    }

    public Task<ViewRow?> GetAsync(string view, string key, long? at, CancellationToken cancellationToken) =>
        desk.Seams.Views.GetAsync(ViewNames.Set, view, key, at, cancellationToken);

    private static bool IsSane(string text) =>
        text.Length is > 0 and <= 512 && !text.Contains('\0', StringComparison.Ordinal);

    private static JsonElement ToElement(ViewRow row) =>
        JsonSerializer.SerializeToElement(row.Value);
}
