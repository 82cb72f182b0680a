using System.Text.Json.Nodes;
using Hcos.Kernel.Messages;
using Hcos.Usl.Views;
using Microsoft.AspNetCore.Http;

namespace Hcos.Usl.Api;

/// <summary>Answers a write with its operation, now or when it has ended.</summary>
internal sealed class OperationAnswer(ApiDesk desk)
{
    /// <summary>Whether the operation is there.</summary>
    /// <exception cref="ProblemException">It is, and something else was asked under the same key.</exception>
    public async Task<bool> KnownAsync(Guid id, string hash, CancellationToken cancellationToken)
    {
        await desk.SeeEverythingAsync(cancellationToken).ConfigureAwait(false);
        if (await RowAsync(id, cancellationToken).ConfigureAwait(false) is not { } row) return false;
        if (((OperationView)row.Value).RequestHash == hash) return true;
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
        var operation = (OperationView)row.Value;
        var bookmarks = await desk.BookmarksAsync(cancellationToken).ConfigureAwait(false);
        context.Response.Headers["Hcos-Bookmark"] = bookmarks.Of(position);
        context.Response.Headers.Location = $"/v1/operations/{id}";
        if (operation.Outcome == TaskOutcome.Refused) throw Refused((JsonObject)JsonNode.Parse(row.Shown)!);
        context.Response.StatusCode = wait > 0 && operation.Status == OperationStatus.Ended
            ? StatusCodes.Status200OK
            : StatusCodes.Status202Accepted;
        await Json.WriteAsync(context, row.Shown, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Waits until an operation has ended and the views show it; not longer than the bound.</summary>
    public async Task WaitAsync(Guid id, TimeSpan bound, CancellationToken cancellationToken)
    {
        using var place = desk.Admission.Wait();
        if (place is null) return;
        try
        {
            await desk.Projector.Endings.WaitAsync(
                id,
                async token => HasEnded(await RowAsync(id, token).ConfigureAwait(false)),
                bound,
                cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // It goes on; the answer says how far it is.
        }
    }

    private static bool HasEnded(PresentRow? row) =>
        row?.Value is OperationView { Status: OperationStatus.Ended };

    private ValueTask<PresentRow?> RowAsync(Guid id, CancellationToken cancellationToken) =>
        desk.Projector.Present.GetAsync(ViewNames.Operations, id.ToString(), cancellationToken);

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
