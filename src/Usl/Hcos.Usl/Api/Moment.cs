using System.Globalization;
using Hcos.Usl.Journal;
using Microsoft.AspNetCore.Http;

namespace Hcos.Usl.Api;

/// <summary>The place of the journal that a read is about, and the time there.</summary>
/// <param name="Position">As of this position; null for now.</param>
/// <param name="Time">What age is counted from.</param>
internal sealed record Moment(long? Position, DateTimeOffset Time)
{
    /// <summary>Reads <c>at=</c> and <c>after=</c>, and waits until the views cover them.</summary>
    public static async Task<Moment> ReadAsync(
        ApiDesk desk, string? at, string? after, CancellationToken cancellationToken)
    {
        var bookmarks = await desk.BookmarksAsync(cancellationToken).ConfigureAwait(false);
        if (after is not null)
        {
            await desk.SeeAsync(PositionOf(desk, bookmarks, after), cancellationToken).ConfigureAwait(false);
        }

        if (at is null) return new Moment(null, desk.Now);
        var moment = await AtAsync(desk, bookmarks, at, cancellationToken).ConfigureAwait(false);
        await desk.SeeAsync(moment.Position!.Value, cancellationToken).ConfigureAwait(false);
        return moment;
    }

    /// <summary>The position that a bookmark of a client names.</summary>
    /// <exception cref="ProblemException">It is none of ours, or ahead of the head.</exception>
    public static long PositionOf(ApiDesk desk, Bookmarks bookmarks, string text)
    {
        switch (bookmarks.Read(text, out var position))
        {
            case BookmarkReading.NotABookmark:
                throw Problems.Invalid(
                    "invalid-bookmark",
                    $"{Problems.Shown(text)} is not a bookmark",
                    "use one from the header Hcos-Bookmark or the id of an event");
            case BookmarkReading.Foreign:
                throw new ProblemException(
                    StatusCodes.Status409Conflict,
                    "foreign-bookmark",
                    "this bookmark belongs to another journal",
                    "read without it, and use the bookmark of the answer from then on");
            default:
                break;
        }

        if (position <= desk.Feed.Head) return position;
        if (desk.Feed.Head == 0) throw ApiDesk.NotReady();
        throw new ProblemException(
            StatusCodes.Status409Conflict,
            "bookmark-ahead",
            "this bookmark is ahead of the journal: the journal was restored to an earlier state",
            "read without it, and use the bookmark of the answer from then on");
    }

    private static async Task<Moment> AtAsync(
        ApiDesk desk, Bookmarks bookmarks, string text, CancellationToken cancellationToken)
    {
        if (text.Contains(':', StringComparison.Ordinal))
        {
            return await InstantAsync(desk, text, cancellationToken).ConfigureAwait(false);
        }

        var position = PositionOf(desk, bookmarks, text);
        var there = await desk.Feed.ReadAsync(Math.Max(position, 1), 1, cancellationToken).ConfigureAwait(false);
        return new Moment(position, there.Count == 0 ? desk.Now : there[0].Time);
    }

    private static async Task<Moment> InstantAsync(ApiDesk desk, string text, CancellationToken cancellationToken)
    {
        // A plus sign in a query is a space unless it was escaped.
        var instantText = text.Replace(' ', '+');
        string[] formats = ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];
        var isInstant = DateTimeOffset.TryParseExact(
            instantText, formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant);
        if (!isInstant)
        {
            throw Problems.Invalid(
                "invalid-instant",
                $"{Problems.Shown(text)} is neither an RFC 3339 instant nor a bookmark",
                "write 2026-01-31T02:13:00Z, or a bookmark");
        }

        if (instant > desk.Now)
        {
            throw Problems.Invalid(
                "instant-ahead", "this instant has not come yet", "leave 'at' out to read what is now");
        }

        var position = await desk.Seams.Store
            .PositionAtAsync(UslModule.Name, instant.ToUniversalTime(), cancellationToken).ConfigureAwait(false);
        return new Moment(position, instant);
    }
}
