using System.Globalization;
using System.Text.Json;

namespace Hcos.Ci2.Drivers.OpenStack.Http;

/// <summary>Reading answers: what is not there, or is of another kind, is null. Pure.</summary>
internal static class Json
{
    /// <summary>A member of an object, or null.</summary>
    public static JsonElement? Member(this JsonElement from, string name) =>
        from.ValueKind == JsonValueKind.Object && from.TryGetProperty(name, out var value)
            && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>A text, or null.</summary>
    public static string? Text(this JsonElement from, string name) =>
        from.Member(name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    /// <summary>A text that must be there.</summary>
    public static string Required(this JsonElement from, string name) =>
        from.Text(name) is { Length: > 0 } text ? text : throw OpenStackErrors.Odd($"'{name}' is lacking");

    /// <summary>A whole number, or null; services write some of them as texts.</summary>
    public static long? Number(this JsonElement from, string name) => from.Member(name) switch
    {
        { ValueKind: JsonValueKind.Number } value when value.TryGetInt64(out var number) => number,
        { ValueKind: JsonValueKind.String } value when long.TryParse(
            value.GetString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
        _ => null,
    };

    /// <summary>The items of an array; none when there is no such array.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement from, string name) =>
        from.Member(name) is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : [];

    /// <summary>Reads an answer's body, which must be an object.</summary>
    public static JsonElement Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.ValueKind == JsonValueKind.Object
                ? json.RootElement.Clone()
                : throw OpenStackErrors.Odd("it is no JSON object");
        }
        catch (JsonException broken)
        {
            throw OpenStackErrors.Odd("it is no JSON", broken);
        }
    }
}
