using Hcos.Usl.Journal;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.Logging;

namespace Hcos.Usl.Api;

/// <summary>
/// The journal as server-sent events. A reader resumes with the id of the last event it saw, without a gap. Nothing is
/// queued for it: it is read to from the journal as fast as it takes, and cut off when it takes nothing.
/// </summary>
internal sealed class EventStream(ApiDesk desk, ILogger logger)
{
    private const int EventsPerRead = 200;
    private int _open;

    public async Task FollowAsync(HttpContext context, CancellationToken aborted)
    {
        var query = new Query(context, "from", "filter");
        var filter = EventFilter.Parse(query.Text("filter"));
        var bookmarks = await desk.BookmarksAsync(aborted).ConfigureAwait(false);
        var from = From(context, query, bookmarks);
        if (Interlocked.Increment(ref _open) > desk.Options.MostStreams)
        {
            Interlocked.Decrement(ref _open);
            throw new ProblemException(
                StatusCodes.Status429TooManyRequests,
                "too-many-streams",
                "there are too many event streams",
                "close one")
            {
                RetryAfterSeconds = 5,
            };
        }

        try
        {
            await SendAsync(context, filter, bookmarks, from).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }

    private long From(HttpContext context, Query query, Bookmarks bookmarks)
    {
        var last = context.Request.Headers["Last-Event-ID"].ToString();
        var text = last.Length > 0 ? last : query.Text("from");
        return text switch
        {
            null => desk.Feed.Head,
            "beginning" => 0,
            _ => Moment.PositionOf(desk, bookmarks, text),
        };
    }

    private async Task SendAsync(HttpContext context, EventFilter filter, Bookmarks bookmarks, long position)
    {
        // Who takes nothing is cut off here, and that is logged; the server's own lowest rate would say nothing, and
        // cut off who reads slowly, too.
        if (context.Features.Get<IHttpMinResponseDataRateFeature>() is { } rate) rate.MinDataRate = null;
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers["Hcos-Bookmark"] = bookmarks.Of(position);
        try
        {
            await WriteAsync(context, ": hcos\n\n").ConfigureAwait(false);
            while (true)
            {
                var read = await desk.Feed
                    .ReadAsync(position + 1, EventsPerRead, context.RequestAborted).ConfigureAwait(false);
                foreach (var recorded in read)
                {
                    position = recorded.Position;
                    if (EventJson.Of(JournalEntry.Of(recorded), desk.Seams.Catalog) is not { } happened) continue;
                    if (!filter.Holds(happened)) continue;
                    var text = $"id: {bookmarks.Of(position)}\nevent: {(string?)happened["name"]}\n";
                    await WriteAsync(context, $"{text}data: {Json.Text(happened)}\n\n").ConfigureAwait(false);
                }

                if (read.Count == 0) await WaitAsync(context, position).ConfigureAwait(false);
            }
        }
        catch (TimeoutException)
        {
            Log.StreamCutOff(logger);
            context.Abort();
        }
    }

    /// <summary>Waits for more; after a silence says that the stream is alive.</summary>
    private async Task WaitAsync(HttpContext context, long position)
    {
        using var silence = new CancellationTokenSource(desk.Options.StreamKeepAlive, desk.Seams.Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(silence.Token, context.RequestAborted);
        try
        {
            await desk.Feed.WaitBeyondAsync(position, both.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested)
        {
            await WriteAsync(context, ": alive\n\n").ConfigureAwait(false);
        }
    }

    private async Task WriteAsync(HttpContext context, string text)
    {
        var written = context.Response.WriteAsync(text, context.RequestAborted);
        await written
            .WaitAsync(desk.Options.SlowestReader, desk.Seams.Time, context.RequestAborted).ConfigureAwait(false);
    }
}
