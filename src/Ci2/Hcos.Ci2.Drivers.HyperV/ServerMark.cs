using System.Text.RegularExpressions;

namespace Hcos.Ci2.Drivers.HyperV;

/// <summary>
/// The line in a machine's notes that says which server it is. The host picks machines' identities by itself, so a
/// create that is repeated finds by this line what the first one made.
/// </summary>
/// <param name="Id">The server's resource id.</param>
/// <param name="IsMaking">Whether the machine is still being put together.</param>
internal sealed partial record ServerMark(Guid Id, bool IsMaking)
{
    /// <summary>The mark in notes, or null.</summary>
    public static ServerMark? In(IEnumerable<string> notes) => notes
        .Select(note => Line().Match(note))
        .Where(match => match.Success)
        .Select(match => new ServerMark(Guid.Parse(match.Groups[1].ValueSpan), match.Groups[2].Success))
        .FirstOrDefault();

    /// <summary>The line.</summary>
    public override string ToString() => $"hcos-server {Id:D}{(IsMaking ? " making" : "")}";

    [GeneratedRegex(
        @"^hcos-server ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})( making)?\s*$", RegexOptions.Multiline)]
    private static partial Regex Line();
}
