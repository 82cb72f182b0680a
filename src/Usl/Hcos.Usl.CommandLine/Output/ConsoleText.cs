using System.Text;

namespace Hcos.Usl.CommandLine.Output;

/// <summary>
/// What a guest wrote, as a terminal may be given it: lines and tabs stay, and nothing in it can move the cursor,
/// change colours or answer for the user.
/// </summary>
internal static class ConsoleText
{
    private const int LongestOverlap = 512;

    public static string Safe(string written)
    {
        var safe = new StringBuilder(written.Length);
        foreach (var letter in written)
        {
            if (letter is '\n' or '\t' || !char.IsControl(letter)) safe.Append(letter);
            else if (letter != '\r') safe.Append('\uFFFD');
        }

        return safe.ToString();
    }

    /// <summary>
    /// What is new in the end of a console since an earlier end of it was read; whether something between was missed.
    /// </summary>
    public static (string New, bool IsMissing) Since(string earlier, string now)
    {
        if (earlier.Length == 0) return (now, false);
        var known = earlier.Length <= LongestOverlap ? earlier : earlier[^LongestOverlap..];
        var at = now.LastIndexOf(known, StringComparison.Ordinal);
        return at < 0 ? (now, true) : (now[(at + known.Length)..], false);
    }
}
