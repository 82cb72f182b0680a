using System.Text.Json.Nodes;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Ci2;
using Hcos.Usl.Views;
using Microsoft.AspNetCore.Http;

namespace Hcos.Usl.Api;

/// <summary>
/// Shows what guests wrote: asked of their environments each time. It is in no view, no log and no event, since guests
/// write what they like.
/// </summary>
internal sealed class ConsoleReads(ApiDesk desk)
{
    private const int UsualBytes = 64 << 10;

    public async Task ShowAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var query = new Query(context, "bytes");
        var bytes = (int)(query.Integer("bytes", 1, ConsoleLog.MostBytes) ?? UsualBytes);
        var rows = await desk.RowsAsync(null, cancellationToken).ConfigureAwait(false);
        var (server, resource) = await NativeServers.FindAsync(context, rows, cancellationToken).ConfigureAwait(false);
        var question = new ReadConsole(resource.Environment, new(ResourceKind.Server, resource.NativeId), bytes);
        var answer = await desk.AskAsync("ci2", question, desk.Options.LongestInquiry, cancellationToken)
            .ConfigureAwait(false);
        await Json.WriteAsync(context, Shown(server, Log(answer), answer.ReadAt), cancellationToken)
            .ConfigureAwait(false);
    }

    private static ConsoleLog Log(ConsoleAnswer answer) => answer.Log
        ?? throw NativeServers.Unanswered(answer.Code, answer.Reason, "the console could not be read");

    private static JsonObject Shown(ServerView server, ConsoleLog log, DateTimeOffset? readAt) => new()
    {
        ["server"] = server.Id.ToString(),
        ["name"] = server.Name,
        ["readAt"] = readAt,
        ["isCut"] = log.IsCut,
        ["text"] = log.Text,
    };
}
