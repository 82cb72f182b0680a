using System.Text.Json.Nodes;
using Hcos.Contracts.Usl;
using Hcos.Usl.Views;
using Microsoft.AspNetCore.Http;

namespace Hcos.Usl.Api;

/// <summary>Answers a write with its operation, now or when it has ended.</summary>
internal sealed class OperationAnswer(ApiDesk desk)
{
    private const int EventsPerLook = 500;

    /// <summary>Whether the operation is there.</summary>
    /// <exception cref="ProblemException">It is, and something else was asked under the same key.</exception>
    public async Task<bool> KnownAsync(Guid id, string hash, CancellationToken cancellationToken)
    {
        await desk.SeeEverythingAsync(cancellationToken).ConfigureAwait(false);
        if (await RowAsync(id, cancellationToken).ConfigureAwait(false) is not { } row) return false;
        if ((string?)row["requestHash"] == hash) return true;
        throw new ProblemException(
            StatusCodes.Status422UnprocessableEntity,
            "idempotency-key-reused",
            "the same Idempotency-Key was used for another request",
            "send a fresh key with a new request, and the same request with a used key");
    }

    /// <summary>Writes the operation: 202 while it goes on, 200 when it has ended while somebody waited.</summary>
    public async Task WriteAsync(HttpContext context, Guid id, long? wait, CancellationToken cancellationToken)
    {
        if (wait > 0) await WaitAsync(id, TimeSpan.FromSeconds(wait.Value), cancellationToken).ConfigureAwait(false);
        var position = desk.Projector.Position;
        var row = await RowAsync(id, cancellationToken).ConfigureAwait(false) ?? throw Problems.StoreUnavailable();
        var bookmarks = await desk.BookmarksAsync(cancellationToken).ConfigureAwait(false);
        context.Response.Headers["Hcos-Bookmark"] = bookmarks.Of(position);
        context.Response.Headers.Location = $"/v1/operations/{id}";
        row.Remove("requestHash");
        if ((string?)row["outcome"] == "refused") throw Refused(row);
        context.Response.StatusCode = wait > 0 && (string?)row["status"] == "ended"
            ? StatusCodes.Status200OK
            : StatusCodes.Status202Accepted;
        await Json.WriteAsync(context, row, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Waits until an operation has ended and the views show it; not longer than the bound.</summary>
    public async Task WaitAsync(Guid id, TimeSpan bound, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(bound, desk.Seams.Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            var seen = desk.Projector.Position;
            var row = await RowAsync(id, both.Token).ConfigureAwait(false);
            if ((string?)row?["status"] == "ended") return;
            while (true)
            {
                await desk.Feed.WaitBeyondAsync(seen, both.Token).ConfigureAwait(false);
                foreach (var happened in await desk.Feed
                    .ReadAsync(seen + 1, EventsPerLook, both.Token).ConfigureAwait(false))
                {
                    seen = happened.Position;
                    if (happened.Body is not OperationEnded ended || ended.Operation.Value != id) continue;
                    await desk.SeeAsync(seen, both.Token).ConfigureAwait(false);
                    return;
                }
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // It goes on; the answer says how far it is.
        }
    }

    private async Task<JsonObject?> RowAsync(Guid id, CancellationToken cancellationToken)
    {
        var row = await desk.Seams.Views
            .GetAsync(ViewNames.Set, ViewNames.Operations, id.ToString(), null, cancellationToken)
            .ConfigureAwait(false);
        return row?.Value;
    }

    private static ProblemException Refused(JsonObject operation)
    {
        var code = (string?)operation["code"] ?? "refused";
        return new ProblemException(
            Problems.StatusOf(code), code, (string?)operation["reason"] ?? "the layer concerned refused it")
        {
            Members = [KeyValuePair.Create<string, JsonNode?>("operation", operation)],
        };
    }
}
