using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Hcos.Usl.Api;

/// <summary>Where the next page begins: behind a key, as of the position that the first page was true for.</summary>
/// <param name="Position">That position.</param>
/// <param name="Key">The last key of the page before.</param>
internal sealed record Cursor(long Position, string Key)
{
    public override string ToString() => Base64Url.EncodeToString(
        Encoding.UTF8.GetBytes($"{Position.ToString(CultureInfo.InvariantCulture)}/{Key}"));

    /// <exception cref="ProblemException">It is none of ours.</exception>
    public static Cursor Parse(string text, long furthest)
    {
        try
        {
            var plain = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text));
            var split = plain.IndexOf('/', StringComparison.Ordinal);
            if (split > 0
                && long.TryParse(
                    plain.AsSpan(0, split), NumberStyles.None, CultureInfo.InvariantCulture, out var position)
                && position <= furthest
                && split + 1 < plain.Length
                && !plain.Contains('\0', StringComparison.Ordinal))
            {
                return new Cursor(position, plain[(split + 1)..]);
            }
        }
        catch (FormatException)
        {
            // Told below.
        }

        throw Problems.Invalid(
            "invalid-cursor", $"{Problems.Shown(text)} is not a cursor", "use the 'next' of the page before");
    }
}
