using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Hcos.Usl.Api;

/// <summary>Explains placements: why here, and why not there.</summary>
internal sealed class PlacementReads(ReadEndpoint reads)
{
    public Task ShowAsync(HttpContext context, CancellationToken cancellationToken) => reads.ShowAsync(
        context,
        "placements",
        (shown, _) =>
        {
            if (context.Request.Query["not"].ToString() is { Length: > 0 } host) shown["not"] = WhyNot(shown, host);
            return Task.CompletedTask;
        },
        cancellationToken);

    /// <summary>What the stored decision says about a host that was not chosen. Pure.</summary>
    internal static JsonObject WhyNot(JsonObject placement, string host)
    {
        var decision = placement["decision"]!;
        var answer = new JsonObject { ["host"] = host };
        var best = (decision["best"] as JsonArray ?? []).OfType<JsonObject>().ToList();
        var index = best.FindIndex(candidate => IsNamed(candidate, host));
        if (index == 0)
        {
            answer["code"] = "chosen";
            answer["reason"] = "this host was chosen";
        }
        else if (index > 0)
        {
            answer["code"] = "lower-score";
            answer["reason"] = $"it was number {index + 1} of {decision["considered"]}: its score is lower";
            answer["candidate"] = best[index].DeepClone();
            answer["winner"] = best[0].DeepClone();
        }
        else
        {
            answer["code"] = "not-among-best";
            answer["reason"] = "it was rejected, unknown at that time, or scored below the runners-up";
            answer["rejected"] = decision["rejected"]?.DeepClone();
        }

        return answer;
    }

    private static bool IsNamed(JsonObject candidate, string host) =>
        (string?)candidate["host"] == host || (string?)candidate["hostName"] == host;
}
