using System.Globalization;
using System.Text.Json;

namespace Hcos.Kernel.Stores;

/// <summary>What every view store demands and how it reads values, so that all give the same answers.</summary>
public static class ViewRules
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>Checks a write before anything is written, and makes its values fit to be stored.</summary>
    /// <exception cref="ArgumentException">A change is outside, doubled, unnamed, or no JSON object.</exception>
    public static IReadOnlyList<ViewChange> Check(long expected, long position, IReadOnlyList<ViewChange> changes)
    {
        if (position < expected) throw new ArgumentException($"{position} is before {expected}", nameof(position));
        var rows = new HashSet<(string, string)>();
        var fit = new List<ViewChange>(changes.Count);
        foreach (var change in changes)
        {
            CheckPlace(change, expected, position);
            if (!rows.Add((change.View, change.Key))) throw Bad(change, "is changed twice in one write");
            fit.Add(change with { Value = Fit(change) });
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
