using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Hcos.Usl.Api;

/// <summary>What can be read of operations beyond their rows: progress, and everything that followed.</summary>
internal sealed class OperationReads(ApiDesk desk, ReadEndpoint reads)
{
    private readonly TraceReader _traces = new(desk);

    /// <summary>An operation with its lines of progress.</summary>
    public Task ShowAsync(HttpContext context, CancellationToken cancellationToken) => reads.ShowAsync(
        context,
        "operations",
        async (shown, at) =>
        {
            var id = Guid.Parse((string)shown["id"]!);
            var events = await _traces
                .EventsAsync(id, desk.Options.MostProgressLines, at, cancellationToken).ConfigureAwait(false);
            var lines = events.Where(IsProgress).Select(row => (JsonNode)TraceReader.Line(row));
            shown["progress"] = new JsonArray([.. lines]);
        },
        cancellationToken);

    /// <summary>The tree of everything with the id as correlation, be it an operation's or an event's.</summary>
    public async Task TraceAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var query = new Query(context, "limit");
        var limit = (int)(query.Integer("limit", 1, desk.Options.LargestTrace) ?? desk.Options.LargestTrace);
        var named = (string)context.Request.RouteValues["id"]!;
        if (!Guid.TryParse(named, out var correlation)) throw Problems.NotFound("operations", named);
        await desk.SeeEverythingAsync(cancellationToken).ConfigureAwait(false);
        var at = Math.Max(desk.Projector.Position, 0);
        var events = await _traces.EventsAsync(correlation, limit, at, cancellationToken).ConfigureAwait(false);
        if (events.Count == 0) throw Problems.NotFound("operations", named);
        var answer = new JsonObject
        {
            ["correlation"] = correlation.ToString(),
            ["count"] = events.Count,
            ["events"] = TraceReader.Tree(events),
        };
        await reads.AnswerAsync(context, answer, at, cancellationToken).ConfigureAwait(false);
    }

    private static bool IsProgress(JsonObject row) =>
        (string?)row["name"] != "kernel.command-settled.v1" && (string?)row["log"] != UslModule.Name;
}
