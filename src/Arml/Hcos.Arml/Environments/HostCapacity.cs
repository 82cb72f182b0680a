using Hcos.Contracts.Arml;
using Hcos.Contracts.Cie;

namespace Hcos.Arml.Environments;

/// <summary>What a host can be given, after policy. Pure.</summary>
internal static class HostCapacity
{
    /// <summary>The capacity of a host as it is to be told.</summary>
    public static HostCapacityChanged Of(InventoryState state, string host, ArmlLookups lookups)
    {
        var facts = state.Hosts[host];
        var pool = StorageOf(state, host, lookups.Options.ServerPool);
        var foreign = state.ForeignByHost.GetValueOrDefault(host) with
        {
            DiskBytes = pool is null ? 0 : state.ForeignByPool.GetValueOrDefault(pool.Name),
        };
        var whyNot = WhyNot(state, host, facts);
        var capacity = new HostCapacityChanged(
            state.Environment!.Environment,
            host,
            facts.Name,
            Total(facts, pool, lookups.Options),
            foreign,
            whyNot is null,
            whyNot,
            pool is { Place: null } ? pool.Name : null,
            facts.Architecture);
        return whyNot is null ? capacity with { Reason = Overcommit(capacity, lookups.ClaimedOn(capacity)) } : capacity;
    }

    private static Capacity Total(Item host, Item? pool, ArmlOptions options)
    {
        var reserved = Math.Min(
            options.ReservedMemoryBytes, host.MemoryBytes / 100 * options.MostReservedPercent);
        return new(
            host.Vcpus * options.VcpusPerProcessor,
            host.MemoryBytes - reserved,
            pool is { Works: true } ? pool.DiskBytes : 0);
    }

    // The one with the agreed name, if the host reaches it; otherwise the largest that hosts share, the largest of
    // its own.
    private static Item? StorageOf(InventoryState state, string host, string agreed)
    {
        var reached = state.StoragePools.Values.Where(pool => pool.Place is null || pool.Place == host).ToList();
        return reached.Find(pool => pool.Name == agreed)
            ?? reached
                .OrderBy(pool => pool.Place is null ? 0 : 1)
                .ThenByDescending(pool => pool.DiskBytes)
                .ThenBy(pool => pool.Name, StringComparer.Ordinal)
                .FirstOrDefault();
    }

    private static string? WhyNot(InventoryState state, string host, Item facts) => state switch
    {
        { Environment.Access: EnvironmentAccess.ObserveOnly } => "the environment is observe-only",
        { Standing: Standing.Unreachable } => $"the environment does not answer: {state.StandingReason}",
        { Standing: Standing.Suspect } => $"the environment is suspect: {state.StandingReason}",
        { IsSurveyed: false } => "the environment has not been listed completely yet",
        _ when !facts.Works => "the host does not work",
        _ when state.Full.ContainsKey(host) =>
            "the platform said that it is full; it counts again once it was observed",
        _ => null,
    };

    // Reported, never refused afterwards: what is there is there.
    private static string? Overcommit(HostCapacityChanged capacity, Capacity claimed)
    {
        var free = capacity.Total - capacity.Foreign - claimed;
        var over = new[]
        {
            (Amount: -free.Vcpus, Text: "vcpus"),
            (Amount: -free.MemoryBytes, Text: "bytes of memory"),
            (Amount: -free.DiskBytes, Text: "bytes of disk"),
        }.Where(part => part.Amount > 0).Select(part => $"{part.Amount} {part.Text}").ToList();
        return over.Count == 0 ? null : $"more is taken than there is: {string.Join(", ", over)} too much";
    }
}
