using System.Text.Json;
using System.Text.Json.Nodes;
using Hcos.Contracts.Bsl;
using Microsoft.AspNetCore.Http;

namespace Hcos.Usl.Api;

/// <summary>
/// Explains placements: why here, and why not there. The view has the decision; what it says of a host that it does not
/// name is found by deciding again, which BSL does from its log as it stood then.
/// </summary>
internal sealed class PlacementReads(ApiDesk desk, ReadEndpoint reads)
{
    public Task ShowAsync(HttpContext context, CancellationToken cancellationToken) => reads.ShowAsync(
        context,
        "placements",
        (shown, _) => ExplainAsync(shown, context.Request.Query["not"].ToString(), cancellationToken),
        cancellationToken);

    private async Task ExplainAsync(JsonObject shown, string host, CancellationToken cancellationToken)
    {
        if (host.Length == 0) return;
        var question = new ExplainPlacement(
            new ServerId(Guid.Parse((string)shown["id"]!)), (int)shown["round"]!, host);
        var explained = await desk.AskAsync("bsl", question, desk.Options.LongestInquiry, cancellationToken)
            .ConfigureAwait(false);
        if (explained.Code is { } code)
        {
            throw new ProblemException(
                StatusCodes.Status409Conflict, code, $"the decision cannot be explained: {explained.Reason}", null);
        }

        shown["isReplayedIdentically"] = explained.IsIdentical;
        shown["not"] = Not(explained.Hosts, host);
    }

    private JsonNode? Not(IReadOnlyList<HostVerdict> verdicts, string host) => verdicts switch
    {
        [] => new JsonObject
        {
            ["host"] = host,
            ["code"] = "unknown-host",
            ["reason"] = "HCOS knew no such host when it decided",
        },
        [var verdict] => JsonSerializer.SerializeToNode(verdict, desk.Seams.Catalog.Json),
        _ => throw new ProblemException(
            StatusCodes.Status409Conflict,
            "ambiguous-name",
            $"{verdicts.Count} hosts had the name {Problems.Shown(host)}",
            $"use the native id: {string.Join(", ", verdicts.Select(verdict => verdict.Host))}"),
    };
}
