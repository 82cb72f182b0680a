using System.Text.Json.Nodes;
using Hcos.Kernel.Stores;
using Hcos.Usl.Views;

namespace Hcos.Usl.Api;

/// <summary>Everything that followed from one first cause.</summary>
internal sealed class TraceReader(ApiDesk desk)
{
    /// <summary>The events of a correlation in the order of the journal.</summary>
    public async Task<IReadOnlyList<JsonObject>> EventsAsync(
        Guid correlation, int limit, long at, CancellationToken cancellationToken)
    {
        await desk.StoredAsync(at, cancellationToken).ConfigureAwait(false);
        var prefix = TraceRows.PrefixOf(correlation);
        var most = Math.Min(limit, desk.Options.LargestPage);
        var query = new ViewQuery { At = at, After = prefix, Limit = most };
        var page = await desk.Seams.Views
            .ListAsync(ViewNames.Set, ViewNames.Traces, query, cancellationToken).ConfigureAwait(false);
        return
        [
            .. page.Rows
                .TakeWhile(row => row.Key.StartsWith(prefix, StringComparison.Ordinal))
                .Select(row => row.Value),
        ];
    }

    /// <summary>
    /// The events as a tree: each below the one that led to it, found by its place in its log or by its id.
    /// </summary>
    public static JsonArray Tree(IReadOnlyList<JsonObject> events)
    {
        var byPlace = new Dictionary<(string?, long?), JsonObject>();
        var byId = new Dictionary<string, JsonObject>(StringComparer.Ordinal);
        var roots = new JsonArray();
        foreach (var row in events)
        {
            var node = (JsonObject)row.DeepClone();
            var parent = Parent(node, byPlace, byId);
            if (parent is null) roots.Add((JsonNode)node);
            else if (parent["children"] is JsonArray children) children.Add((JsonNode)node);
            else parent["children"] = new JsonArray(node);
            byPlace[((string?)node["log"], (long?)node["logPosition"])] = node;
            byId[(string?)node["id"] ?? ""] = node;
        }

        return roots;
    }

    /// <summary>A line of progress: what happened where and when.</summary>
    public static JsonObject Line(JsonObject row) => new()
    {
        ["time"] = row["time"]?.DeepClone(),
        ["log"] = row["log"]?.DeepClone(),
        ["name"] = row["name"]?.DeepClone(),
        ["text"] = row["text"]?.DeepClone(),
    };

    private static JsonObject? Parent(
        JsonObject node, Dictionary<(string?, long?), JsonObject> byPlace, Dictionary<string, JsonObject> byId) =>
        byPlace.GetValueOrDefault(((string?)node["causeLog"], (long?)node["causePosition"]))
        ?? byId.GetValueOrDefault((string?)node["causation"] ?? "-");
}
