using System.Globalization;
using System.Text.Json;

namespace Hcos.Kernel.Stores;

/// <summary>What every view store demands and how it reads values, so that all give the same answers.</summary>
public static class ViewRules
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>Checks a write before anything is written, and makes its values fit to be stored.</summary>
    /// <returns>The changes in order; of several that change a row at the same position only the last.</returns>
    /// <exception cref="ArgumentException">A change is outside, out of order, unnamed, or no object.</exception>
    public static IReadOnlyList<ViewChange> Check(long expected, long position, IReadOnlyList<ViewChange> changes)
    {
        if (position < expected) throw new ArgumentException($"{position} is before {expected}", nameof(position));
        var latest = new Dictionary<(string, string), int>(changes.Count);
        var fit = new List<ViewChange>(changes.Count);
        foreach (var change in changes)
        {
            CheckPlace(change, expected, position);
            var fitting = change with { Value = Fit(change) };
            if (latest.TryGetValue((change.View, change.Key), out var before) && fit[before].From >= change.From)
            {
                if (fit[before].From > change.From) throw Bad(change, "goes back in one write");
                fit[before] = fitting;
                continue;
            }

            latest[(change.View, change.Key)] = fit.Count;
            fit.Add(fitting);
        }

        return fit;
    }

    /// <summary>The parts of a field's path.</summary>
    /// <exception cref="ArgumentException">A part is empty or a number: fields lie in objects.</exception>
    public static string[] Path(string field)
    {
        var parts = field.Split('.');
        foreach (var part in parts)
        {
            if (part.Length == 0 || part.Contains('\0', StringComparison.Ordinal)
                || long.TryParse(part, NumberStyles.Integer, CultureInfo.InvariantCulture, out _))
            {
                throw new ArgumentException($"'{field}' is not the path of a field", nameof(field));
            }
        }

        return parts;
    }

    /// <summary>The text of a scalar field, as filters compare it; null for what is absent or no scalar.</summary>
    public static string? TextOf(JsonElement row, IEnumerable<string> path)
    {
        foreach (var part in path)
        {
            if (row.ValueKind != JsonValueKind.Object || !row.TryGetProperty(part, out row)) return null;
        }

        return row.ValueKind switch
        {
            JsonValueKind.String => row.GetString(),
            JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => row.GetRawText(),
            _ => null,
        };
    }

    /// <summary>A version as every store keeps it: without characters that are no text.</summary>
    public static ViewVersion Fit(ViewVersion version)
    {
        ArgumentNullException.ThrowIfNull(version);
        var text = JsonEscapes.Clean(version.Value);
        return ReferenceEquals(text, version.Value) ? version : version with { Value = text };
    }

    private static void CheckPlace(ViewChange change, long expected, long position)
    {
        if (!IsName(change.View) || !IsName(change.Key)) throw Bad(change, "has no usable name");
        if (change.From < expected || change.From > position)
        {
            throw Bad(change, $"changes at {change.From}, outside {expected}..{position}");
        }
    }

    private static bool IsName(string name) => name.Length > 0 && !name.Contains('\0', StringComparison.Ordinal);

    private static string? Fit(ViewChange change)
    {
        if (change.Value is null) return null;
        var text = JsonEscapes.Clean(change.Value);
        try
        {
            using var document = JsonDocument.Parse(text, Strict);
            return document.RootElement.ValueKind == JsonValueKind.Object ? text : throw Bad(change, "is no object");
        }
        catch (JsonException error)
        {
            throw Bad(change, "is not JSON", error);
        }
    }

    private static ArgumentException Bad(ViewChange change, string what, Exception? inner = null) =>
        new($"row '{change.Key}' of view '{change.View}' {what}", inner);
}
