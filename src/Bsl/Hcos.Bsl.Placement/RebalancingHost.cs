using Hcos.Contracts.Arml;

namespace Hcos.Bsl.Placement;

/// <summary>A host for rebalancing.</summary>
/// <param name="Key">Which.</param>
/// <param name="Limit">What may be demanded of it together: after overcommit, below the threshold.</param>
/// <param name="TakesMore">Whether servers may be moved to it.</param>
public sealed record RebalancingHost(CandidateKey Key, Capacity Limit, bool TakesMore = true)
{
    /// <summary>The limit of a host: all of it, times the overcommit of each dimension, times the threshold.</summary>
    public static Capacity LimitOf(Capacity total, double vcpuOvercommit, double memoryOvercommit, double threshold) =>
        new(
            (long)(total.Vcpus * vcpuOvercommit * threshold),
            (long)(total.MemoryBytes * memoryOvercommit * threshold),
            (long)(total.DiskBytes * threshold));
}
