using System.Text.Json.Nodes;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Ci2;
using Hcos.Usl.Services;
using Hcos.Usl.Views;
using Microsoft.AspNetCore.Http;

namespace Hcos.Usl.Api;

/// <summary>Shows what servers use: asked of their environments each time, and kept nowhere.</summary>
internal sealed class MetricsReads(ApiDesk desk)
{
    public async Task ShowAsync(HttpContext context, CancellationToken cancellationToken)
    {
        _ = new Query(context);
        var rows = await desk.RowsAsync(null, cancellationToken).ConfigureAwait(false);
        var (server, resource) = await NativeServers.FindAsync(context, rows, cancellationToken).ConfigureAwait(false);
        var question = new ReadUsage(resource.Environment, new(ResourceKind.Server, resource.NativeId));
        var answer = await desk.AskAsync("ci2", question, desk.Options.LongestInquiry, cancellationToken)
            .ConfigureAwait(false);
        await Json.WriteAsync(context, Shown(server, Usage(answer), answer.ReadAt), cancellationToken)
            .ConfigureAwait(false);
    }

    private static ServerUsage Usage(UsageAnswer answer) => answer.Usage
        ?? throw NativeServers.Unanswered(answer.Code, answer.Reason, "its usage could not be read");

    private static JsonObject Shown(ServerView server, ServerUsage usage, DateTimeOffset? readAt) => new()
    {
        ["server"] = server.Id.ToString(),
        ["name"] = server.Name,
        ["readAt"] = readAt,
        ["state"] = Words.Kebab($"{usage.State}"),
        ["processorPercent"] = usage.ProcessorPercent,
        ["processorSeconds"] = usage.ProcessorSeconds,
        ["memoryBytes"] = usage.MemoryBytes,
        ["uptimeSeconds"] = usage.UptimeSeconds,
    };
}
