using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hcos.Cie.Simulators.OpenStack.Clouds;

namespace Hcos.Cie.Simulators.OpenStack.Api;

/// <summary>Reading what clients sent, and writing what services write. Pure.</summary>
internal static class JsonReading
{
    private const int LongestText = 65_535;

    /// <summary>A member, or null.</summary>
    public static JsonElement? Find(this JsonElement from, string name) =>
        from.ValueKind == JsonValueKind.Object && from.TryGetProperty(name, out var found)
            && found.ValueKind != JsonValueKind.Null ? found : null;

    /// <summary>A member within members, or null.</summary>
    public static JsonElement? Find(this JsonElement from, params ReadOnlySpan<string> path)
    {
        JsonElement? found = from;
        foreach (var name in path) found = found?.Find(name);
        return found;
    }

    /// <summary>A text, or null.</summary>
    public static string? Text(this JsonElement from, string name) => from.Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } text when text.GetString()!.Length <= LongestText => text.GetString(),
        _ => throw RefusedException.Invalid($"Invalid input for field/attribute {name}."),
    };

    /// <summary>A text that must be there.</summary>
    public static string Required(this JsonElement from, string name) =>
        from.Text(name) ?? throw RefusedException.Invalid($"'{name}' is a required property");

    /// <summary>A whole number that must be there, also when it was written as a text.</summary>
    public static long Number(this JsonElement from, string name) => from.Find(name) switch
    {
        { ValueKind: JsonValueKind.Number } number when number.TryGetInt64(out var value) && value >= 0 => value,
        { ValueKind: JsonValueKind.String } text when long.TryParse(
            text.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out var value) => value,
        _ => throw RefusedException.Invalid($"Invalid input for field/attribute {name}."),
    };

    /// <summary>Texts by name; none when the member is not there.</summary>
    public static IReadOnlyDictionary<string, string> Texts(this JsonElement from, string name)
    {
        var texts = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (from.Find(name) is not { ValueKind: JsonValueKind.Object } found) return texts;
        foreach (var one in found.EnumerateObject()) texts[one.Name] = found.Required(one.Name);
        return texts;
    }

    /// <summary>The texts of an array; none when the member is not there.</summary>
    public static IReadOnlyList<string> TextList(this JsonElement from, string name) =>
        from.Find(name) is { ValueKind: JsonValueKind.Array } array
            ? [.. array.EnumerateArray().Select(one => one.ValueKind == JsonValueKind.String
                ? one.GetString()!
                : throw RefusedException.Invalid($"Invalid input for field/attribute {name}."))]
            : [];

    /// <summary>An instant as Nova writes it.</summary>
    public static string Second(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>An instant as Keystone and Cinder write it.</summary>
    public static string Microsecond(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff", CultureInfo.InvariantCulture);

    /// <summary>Texts by name as an object.</summary>
    public static JsonObject Write(IReadOnlyDictionary<string, string> texts) =>
        new(texts.Select(one => KeyValuePair.Create(one.Key, (JsonNode?)one.Value)));

    /// <summary>Items as an array.</summary>
    public static JsonArray Write<T>(IEnumerable<T> items, Func<T, JsonNode?> write) => [.. items.Select(write)];
}
