using System.Text.Json.Nodes;
using Hcos.Kernel.Stores;
using Hcos.Usl.Views;

namespace Hcos.Usl.Api;

/// <summary>
/// Adds what is only known when a row is read: how old it is, and that nobody can see it now. Pure.
/// </summary>
/// <param name="environments">The environments as of the same moment, by id.</param>
/// <param name="now">What age is counted from.</param>
/// <param name="resourceStates">
/// For servers: the states of their resources as of the same moment, by row. A sweep renews a server's age only where
/// both agree: what it found may still be on its way through the layers.
/// </param>
internal sealed class Enricher(
    IReadOnlyDictionary<string, JsonObject> environments,
    DateTimeOffset now,
    IReadOnlyDictionary<string, string>? resourceStates = null)
{
    /// <summary>The row as it is shown.</summary>
    public JsonObject Show(string view, ViewRow row)
    {
        var shown = (JsonObject)row.Value.DeepClone();
        shown.Remove("tokenHash");
        shown.Remove("requestHash");
        switch (view)
        {
            case ViewNames.Environments:
                ShowEnvironment(shown);
                break;
            case ViewNames.Resources:
                ShowSeen(shown, row.Key);
                break;
            case ViewNames.Servers:
                ShowSeen(shown, (string?)shown["resourceRow"]);
                break;
            default:
                break;
        }

        return shown;
    }

    private void ShowEnvironment(JsonObject shown)
    {
        var since = Instant(shown["since"]);
        var swept = Instant(shown["sweep"]?["startedAt"]);
        SetAge(shown, Later(since, swept));
        if (shown["sweep"] is JsonObject sweep && sweep["lacking"] is JsonArray lacking)
        {
            sweep["lackingCount"] = lacking.Count;
            sweep.Remove("lacking");
        }
    }

    private void ShowSeen(JsonObject shown, string? resourceRow)
    {
        if ((string?)shown["environment"] is not { } id || !environments.TryGetValue(id, out var environment))
        {
            SetAge(shown, Instant(shown["evidence"]?["at"]));
            return;
        }

        shown["environmentName"] = environment["name"]?.DeepClone();
        var sweep = environment["sweep"];
        var isLacked = sweep?["lacking"] is JsonArray lacking
            && lacking.Any(missing => (string?)missing == resourceRow);
        var own = Instant(shown["evidence"]?["at"]);
        var isSwept = own is not null && !isLacked && (string?)shown["state"] != "missing"
            && IsConfirmed(shown, resourceRow);
        SetAge(shown, isSwept ? Later(own, Instant(sweep?["startedAt"])) : own);
        if ((string?)environment["reachability"] != "unreachable" || own is null) return;
        if ((string?)shown["state"] != "unknown") shown["lastKnownState"] = shown["state"]?.DeepClone();
        shown["state"] = "unknown";
        shown["reason"] = $"the environment does not answer: {(string?)environment["reason"]}";
    }

    private bool IsConfirmed(JsonObject shown, string? resourceRow) =>
        resourceStates is null
        || (resourceRow is not null
            && resourceStates.TryGetValue(resourceRow, out var state)
            && state == (string?)shown["state"]);

    private void SetAge(JsonObject shown, DateTimeOffset? seen)
    {
        if (seen is not { } at) return;
        shown["seenAt"] = at;
        shown["ageSeconds"] = Math.Max(0, Math.Round((now - at).TotalSeconds, 3));
    }

    private static DateTimeOffset? Instant(JsonNode? node) => node?.GetValue<DateTimeOffset>();

    private static DateTimeOffset? Later(DateTimeOffset? one, DateTimeOffset? other) =>
        one is null || other > one ? other : one;
}
