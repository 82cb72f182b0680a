using System.Globalization;
using System.Text.Json;
using Hcos.Cie.Simulators.OpenStack.Clouds;
using Microsoft.AspNetCore.Http;

namespace Hcos.Cie.Simulators.OpenStack.Api;

/// <summary>A request to one of the services, read.</summary>
/// <param name="Method">The verb.</param>
/// <param name="Path">The parts of the path below the service's version.</param>
/// <param name="Query">The query.</param>
/// <param name="Body">The body; undefined without one.</param>
/// <param name="Root">Where the client has the services from.</param>
internal sealed record ApiRequest(
    string Method, string[] Path, IQueryCollection Query, JsonElement Body, Uri Root)
{
    /// <summary>Who asks; null only for who asks Keystone who it is.</summary>
    public OpenStackAccount? Who { get; init; }

    /// <summary>What was sent as it is, where it is no JSON; null otherwise.</summary>
    public ReadOnlyMemory<byte>? Content { get; init; }

    /// <summary>The second part of Nova's microversion.</summary>
    public int Minor { get; init; } = 1;

    /// <summary>Whoever asks, as administrator.</summary>
    public void RequireAdmin(string rule)
    {
        if (!Who!.IsAdmin) throw RefusedException.Policy(rule);
    }

    /// <summary>Whether a part of the query is there and says yes.</summary>
    public bool IsSet(string name) => Query[name].ToString().ToUpperInvariant() is "1" or "TRUE" or "YES" or "T";

    /// <summary>An instant of the query, or null.</summary>
    public DateTimeOffset? Instant(string name)
    {
        if (Query[name].ToString() is not { Length: > 0 } text) return null;
        return DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
            ? instant
            : throw RefusedException.Invalid($"Invalid input for query parameters {name}. Value: {text}.");
    }

    /// <summary>The object in the body under a name.</summary>
    public JsonElement Object(string name) => Body.Find(name) is { ValueKind: JsonValueKind.Object } found
        ? found
        : throw RefusedException.Invalid($"'{name}' is a required property");

    /// <summary>A page of a listing, and the identity to go on from; null at the end.</summary>
    public (IReadOnlyList<T> Page, string? Next) Page<T>(IEnumerable<T> all, Func<T, string> idOf, int usual, int most)
    {
        var limit = Math.Min(Query["limit"].ToString() is { Length: > 0 } text
            ? int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var asked)
                ? asked
                : throw RefusedException.Invalid($"Invalid input for query parameters limit. Value: {text}.")
            : usual, most);
        var items = all.ToList();
        if (Query["marker"].ToString() is { Length: > 0 } marker)
        {
            var at = items.FindIndex(one => idOf(one) == marker);
            if (at < 0) throw RefusedException.Invalid($"marker [{marker}] not found");
            items.RemoveRange(0, at + 1);
        }

        var page = items.Take(limit).ToList();
        return (page, page.Count == limit && limit > 0 ? idOf(page[^1]) : null);
    }

    /// <summary>The query of the next page.</summary>
    public string QueryFrom(string marker) => string.Join('&', Query
        .Where(part => part.Key != "marker")
        .SelectMany(part => part.Value.Select(value => $"{part.Key}={Uri.EscapeDataString(value ?? "")}"))
        .Append($"marker={marker}"));
}
