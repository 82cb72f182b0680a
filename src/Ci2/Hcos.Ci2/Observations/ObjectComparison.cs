using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Observations;

/// <summary>
/// Whether two sights of an object tell the same. Counters that move by themselves do not make news: the space that
/// volumes take and pools have left counts only when it moved by more than a part of the capacity, and the native
/// description of these two kinds, which repeats the counters, is not compared.
/// </summary>
internal static class ObjectComparison
{
    /// <summary>Space that moved by less than this part of the capacity did not move.</summary>
    private const int Grain = 64;

    public static bool IsSame(ResourceObject known, ResourceObject seen) =>
        known.Key == seen.Key
        && known.Name == seen.Name
        && known.State == seen.State
        && known.MadeFor == seen.MadeFor
        && known.Host == seen.Host
        && known.Image == seen.Image
        && known.Network == seen.Network
        && known.ServerSize == seen.ServerSize
        && known.FloatingAddress == seen.FloatingAddress
        && IsSame(known.Port, seen.Port)
        && (known.SecurityGroup?.Rules ?? []).SequenceEqual(seen.SecurityGroup?.Rules ?? [])
        && IsSame(known.Server, seen.Server)
        && IsSame(known.StoragePool, seen.StoragePool)
        && IsSame(known.Volume, seen.Volume)
        && (known.Key.Kind is ResourceKind.StoragePool or ResourceKind.Volume || known.Native == seen.Native);

    private static bool IsSame(ServerFacts? known, ServerFacts? seen) =>
        known is null || seen is null
            ? known is null && seen is null
            : known.Vcpus == seen.Vcpus
                && known.MemoryBytes == seen.MemoryBytes
                && known.Host == seen.Host
                && known.Addresses.SequenceEqual(seen.Addresses)
                && known.Volumes.SequenceEqual(seen.Volumes)
                && known.Networks.SequenceEqual(seen.Networks)
                && (known.Snapshots ?? []).SequenceEqual(seen.Snapshots ?? []);

    private static bool IsSame(PortFacts? known, PortFacts? seen) =>
        known is null || seen is null
            ? known is null && seen is null
            : known with { Addresses = [], SecurityGroups = [] } == seen with { Addresses = [], SecurityGroups = [] }
                && known.Addresses.SequenceEqual(seen.Addresses)
                && known.SecurityGroups.SequenceEqual(seen.SecurityGroups);

    private static bool IsSame(StoragePoolFacts? known, StoragePoolFacts? seen) =>
        known is null || seen is null
            ? known is null && seen is null
            : known with { AvailableBytes = 0 } == seen with { AvailableBytes = 0 }
                && HasHardlyMoved(known.AvailableBytes, seen.AvailableBytes, known.CapacityBytes);

    private static bool IsSame(VolumeFacts? known, VolumeFacts? seen) =>
        known is null || seen is null
            ? known is null && seen is null
            : known with { AllocatedBytes = 0 } == seen with { AllocatedBytes = 0 }
                && HasHardlyMoved(known.AllocatedBytes, seen.AllocatedBytes, known.CapacityBytes);

    private static bool HasHardlyMoved(long known, long seen, long capacity) =>
        Math.Abs(known - seen) <= capacity / Grain;
}
