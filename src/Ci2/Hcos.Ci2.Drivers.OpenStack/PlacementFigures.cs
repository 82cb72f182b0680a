using System.Text.Json;
using System.Text.Json.Nodes;
using Hcos.Ci2.Drivers.OpenStack.Http;

namespace Hcos.Ci2.Drivers.OpenStack;

/// <summary>What a hypervisor can be given and what of that is taken, by Placement's resource classes. Pure.</summary>
internal sealed class PlacementFigures
{
    /// <summary>The member of a hypervisor that they are added as.</summary>
    public const string Member = "placement";

    /// <summary>Processors that are not dedicated.</summary>
    public const string Processors = "VCPU";

    /// <summary>Memory in MiB.</summary>
    public const string Memory = "MEMORY_MB";

    /// <summary>Local disk in GiB; not there where disks are shared.</summary>
    public const string Disk = "DISK_GB";

    private static readonly string[] Classes = [Processors, Memory, Disk];

    private readonly SortedDictionary<string, (long Capacity, long Used)> _classes = new(StringComparer.Ordinal);

    /// <summary>
    /// Of each tree of providers, by the identity of its root: what a hypervisor has may be kept by its parts.
    /// </summary>
    public static IReadOnlyDictionary<string, PlacementFigures> OfSummaries(JsonElement summaries)
    {
        var all = new Dictionary<string, PlacementFigures>(StringComparer.Ordinal);
        foreach (var provider in summaries.EnumerateObject())
        {
            var root = provider.Value.Text("root_provider_uuid") ?? provider.Name;
            if (!all.TryGetValue(root, out var figures)) all[root] = figures = new();
            foreach (var name in Classes)
            {
                if (provider.Value.Member("resources")?.Member(name) is not { } one) continue;
                figures.Add(name, one.Number("capacity") ?? 0, one.Number("used") ?? 0);
            }
        }

        return all;
    }

    /// <summary>Of one provider.</summary>
    /// <param name="inventories">What it has.</param>
    /// <param name="usages">What is taken, or null where nothing is.</param>
    public static PlacementFigures OfInventories(JsonElement inventories, JsonElement? usages)
    {
        var figures = new PlacementFigures();
        foreach (var name in Classes)
        {
            if (inventories.Member(name) is not { } one) continue;
            var ratio = one.Member("allocation_ratio") is { ValueKind: JsonValueKind.Number } given
                ? given.GetDouble()
                : 1;
            var free = Math.Max(0, (one.Number("total") ?? 0) - (one.Number("reserved") ?? 0));
            figures.Add(name, (long)Math.Min(free * ratio, int.MaxValue), usages?.Number(name) ?? 0);
        }

        return figures;
    }

    /// <summary>What a hypervisor with figures can be given of a class; null where that is not known.</summary>
    public static long? CapacityIn(JsonElement hypervisor, string name) =>
        hypervisor.Member(Member)?.Member(name)?.Number("capacity");

    /// <summary>What of a class is taken.</summary>
    public static long? UsedIn(JsonElement hypervisor, string name) =>
        hypervisor.Member(Member)?.Member(name)?.Number("used");

    /// <summary>A hypervisor with these figures.</summary>
    public JsonElement AddedTo(JsonElement hypervisor)
    {
        var whole = JsonNode.Parse(hypervisor.GetRawText())!.AsObject();
        whole[Member] = new JsonObject(_classes.Select(one => KeyValuePair.Create(
            one.Key,
            (JsonNode?)new JsonObject { ["capacity"] = one.Value.Capacity, ["used"] = one.Value.Used })));
        return JsonSerializer.SerializeToElement(whole);
    }

    private void Add(string name, long capacity, long used)
    {
        var before = _classes.GetValueOrDefault(name);
        _classes[name] = (before.Capacity + capacity, before.Used + used);
    }
}
