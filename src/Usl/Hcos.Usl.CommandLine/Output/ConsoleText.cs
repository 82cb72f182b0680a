using System.Text;
using System.Text.Json.Nodes;
using Hcos.Usl.CommandLine.Commands;

namespace Hcos.Usl.CommandLine.Output;

/// <summary>
/// What a guest wrote, as a terminal may be given it: lines and tabs stay, and nothing in it can move the cursor,
/// change colours or answer for the user.
/// </summary>
internal static class ConsoleText
{
    private const int LongestOverlap = 512;

    /// <summary>What the API says that a guest wrote.</summary>
    public static string Of(JsonObject answer) => (string?)answer["text"] ?? "";

    /// <summary>Shows what is new since an earlier look, or all without one; false when nobody reads.</summary>
    public static async Task<bool> TryShowAsync(
        Invocation invocation, JsonObject answer, string? earlier, CancellationToken cancellationToken)
    {
        var (fresh, isMissing) = Since(earlier ?? "", Of(answer));
        var note = earlier switch
        {
            null when (bool?)answer["isCut"] == true => "it wrote more before; --bytes shows more",
            not null when isMissing => "the console began anew, or more was written than is shown",
            _ => null,
        };
        if (note is not null) await invocation.Error.WriteLineAsync($"hcos: {note}").ConfigureAwait(false);
        return await invocation.TryWriteAsync(Safe(fresh), cancellationToken).ConfigureAwait(false);
    }

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
