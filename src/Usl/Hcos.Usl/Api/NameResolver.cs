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
    public static async Task<string> KeyAsync(
        string noun, string text, IRowReader rows, CancellationToken cancellationToken) =>
        (await RowAsync(noun, text, rows, cancellationToken).ConfigureAwait(false)).Key;

    /// <summary>The row that <paramref name="text"/> names, by its id or its name.</summary>
    /// <exception cref="ProblemException">There is none, or several have this name.</exception>
    public static async ValueTask<PresentRow> RowAsync(
        string noun, string text, IRowReader rows, CancellationToken cancellationToken)
    {
        var (view, filter) = Nouns.ViewOf(noun);
        if (!IsSane(text)) throw Problems.NotFound(noun, text);
        var key = Guid.TryParse(text, out var id) ? id.ToString() : text;
        if (await rows.GetAsync(view, key, cancellationToken).ConfigureAwait(false) is { } row && HasAll(row, filter))
        {
            return row;
        }

        foreach (var field in Nouns.NamingFields(noun, isId: id != Guid.Empty))
        {
            var query = new ViewQuery { Equal = [.. filter, KeyValuePair.Create(field, text)], Limit = 2 };
            var page = await rows.ListAsync(view, query, cancellationToken).ConfigureAwait(false);
            if (page.Rows.Count > 1) throw Ambiguous(noun, field, text);
            if (page.Rows.Count == 1) return page.Rows[0];
        }

        throw Problems.NotFound(noun, text);
    }

    /// <summary>
    /// The id of a thing that a write is about. It may be so new that no view shows it: then an operation knows it.
    /// </summary>
    public async Task<string> SubjectAsync(string noun, string text, CancellationToken cancellationToken)
    {
        await desk.SeeEverythingAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await KeyAsync(noun, text, desk.Projector.Present, cancellationToken).ConfigureAwait(false);
        }
        catch (ProblemException missing) when (missing.Code == "not-found" && Guid.TryParse(text, out var id))
        {
            if (OperationsOn($"{noun}/{id}").Count == 0) throw;
            return id.ToString();
        }
    }

    /// <summary>The latest operations on a thing.</summary>
    public IReadOnlyList<OperationView> OperationsOn(string subject)
    {
        var query = new ViewQuery
        {
            Equal = [KeyValuePair.Create("subject", subject)],
            Limit = desk.Options.LargestPage,
        };
        var page = desk.Projector.Present.Page(ViewNames.Operations, query);
        return [.. page.Rows.Select(row => (OperationView)row.Value)];
    }

    private static ProblemException Ambiguous(string noun, string field, string text) => new(
        StatusCodes.Status409Conflict,
        "ambiguous-name",
        $"several {noun} are named {Problems.Shown(text)}",
        $"use the id of one of them: GET /v1/{noun}?filter={field}={text}");

    private static bool IsSane(string text) =>
        text.Length is > 0 and <= 512 && !text.Contains('\0', StringComparison.Ordinal);

    private static bool HasAll(PresentRow row, IReadOnlyList<KeyValuePair<string, string>> filter)
    {
        if (filter.Count == 0) return true;
        using var document = JsonDocument.Parse(row.Listed);
        return filter.All(pair => ViewRules.TextOf(document.RootElement, [pair.Key]) == pair.Value);
    }
}
