using System.Buffers;
using System.Globalization;
using System.Text;

namespace Hcos.Kernel.Stores;

/// <summary>
/// JSON can spell characters that are no text: <c>\u0000</c> and halves of surrogate pairs. A database that is asked
/// for the text of such a value refuses the whole query, so they are replaced before they are stored.
/// </summary>
internal static class JsonEscapes
{
    private const int EscapeLength = 6;
    private const string Replacement = "\\ufffd";
    private static readonly SearchValues<string> Suspicious =
        SearchValues.Create(["\\u0000", "\\ud"], StringComparison.OrdinalIgnoreCase);

    public static string Clean(string json) => json.AsSpan().ContainsAny(Suspicious) ? Rewrite(json) : json;

    private static string Rewrite(string json)
    {
        var clean = new StringBuilder(json.Length);
        for (var i = 0; i < json.Length;)
        {
            var length = json[i] == '\\' ? 2 : 1;
            if (Escaped(json, i) is { } unit)
            {
                length = EscapeLength;
                if (char.IsHighSurrogate(unit) && Escaped(json, i + length) is { } low && char.IsLowSurrogate(low))
                {
                    length += EscapeLength;
                }
                else if (unit == '\0' || char.IsSurrogate(unit))
                {
                    clean.Append(Replacement);
                    i += length;
                    continue;
                }
            }

            length = Math.Min(length, json.Length - i);
            clean.Append(json, i, length);
            i += length;
        }

        return clean.ToString();
    }

    private static char? Escaped(string json, int at)
    {
        if (at + EscapeLength > json.Length || json[at] != '\\' || json[at + 1] != 'u') return null;
        var digits = json.AsSpan(at + 2, EscapeLength - 2);
        return ushort.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit)
            ? (char)unit
            : null;
    }
}
