using System.Globalization;
using Hcos.Kernel.Messages;

namespace Hcos.Usl.Journal;

/// <summary>
/// Names places of the journal: opaque for clients, each naming the incarnation of the journal that it belongs to, so
/// that a bookmark of another installation is recognised.
/// </summary>
internal sealed class Bookmarks
{
    private const int IncarnationLength = 10;
    private readonly string _incarnation;

    /// <summary>The first event of the journal names its incarnation: the microsecond it was written.</summary>
    public Bookmarks(RecordedEvent first) =>
        _incarnation = DerivedId.From(first.Log, first.Time.UtcTicks.ToString(CultureInfo.InvariantCulture))
            .ToString("N")[..IncarnationLength];

    /// <summary>The bookmark of a position.</summary>
    public string Of(long position) => $"{_incarnation}.{position.ToString("x", CultureInfo.InvariantCulture)}";

    /// <summary>Reads a bookmark.</summary>
    public BookmarkReading Read(string text, out long position)
    {
        position = 0;
        if (text.Length is < IncarnationLength + 2 or > IncarnationLength + 17 || text[IncarnationLength] != '.')
        {
            return BookmarkReading.NotABookmark;
        }

        var isNumber = long.TryParse(
            text.AsSpan(IncarnationLength + 1),
            NumberStyles.AllowHexSpecifier,
            CultureInfo.InvariantCulture,
            out position);
        if (!isNumber || position < 0 || text[..IncarnationLength].Any(letter => !char.IsAsciiHexDigitLower(letter)))
        {
            return BookmarkReading.NotABookmark;
        }

        return text.StartsWith(_incarnation, StringComparison.Ordinal) ? BookmarkReading.Ours : BookmarkReading.Foreign;
    }
}

/// <summary>What a text that should be a bookmark is.</summary>
internal enum BookmarkReading
{
    /// <summary>A bookmark of this journal.</summary>
    Ours,

    /// <summary>A bookmark of another journal.</summary>
    Foreign,

    /// <summary>No bookmark.</summary>
    NotABookmark,
}
