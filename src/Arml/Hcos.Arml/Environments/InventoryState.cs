using System.Collections.Immutable;
using Hcos.Contracts.Arml;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Arml.Environments;

/// <summary>What is known of an environment, and what was told of it.</summary>
internal sealed record InventoryState
{
    public static InventoryState Initial { get; } = new();

    /// <summary>Null until it is in the books.</summary>
    public EnvironmentNoted? Environment { get; init; }

    public bool IsForgotten { get; init; }

    /// <summary>The removal that it is closed for: nothing is told of it, no claim in it is accepted.</summary>
    public Guid? ClosedFor { get; init; }

    public Standing Standing { get; init; }

    public DateTimeOffset StandingSince { get; init; }

    public string? StandingReason { get; init; }

    /// <summary>Whether a complete listing has ended: before, what is noted is only a part.</summary>
    public bool IsSurveyed { get; init; }

    public ImmutableSortedDictionary<string, Item> Hosts { get; init; } = Empty<Item>();

    public ImmutableSortedDictionary<string, Item> StoragePools { get; init; } = Empty<Item>();

    public ImmutableSortedDictionary<string, Item> Images { get; init; } = Empty<Item>();

    public ImmutableSortedDictionary<string, Item> Networks { get; init; } = Empty<Item>();

    /// <summary>Servers that are not ours.</summary>
    public ImmutableSortedDictionary<string, Item> Servers { get; init; } = Empty<Item>();

    /// <summary>Volumes that are not ours.</summary>
    public ImmutableSortedDictionary<string, Item> Volumes { get; init; } = Empty<Item>();

    /// <summary>What foreign servers take, by host.</summary>
    public ImmutableSortedDictionary<string, Capacity> ForeignByHost { get; init; } = Empty<Capacity>();

    /// <summary>What foreign volumes take, by the name of their storage pool.</summary>
    public ImmutableSortedDictionary<string, long> ForeignByPool { get; init; } = Empty<long>();

    /// <summary>Hosts whose platform said that they are full, and when.</summary>
    public ImmutableSortedDictionary<string, DateTimeOffset> Full { get; init; } = Empty<DateTimeOffset>();

    /// <summary>What was told last of each host.</summary>
    public ImmutableSortedDictionary<string, HostCapacityChanged> Told { get; init; } = Empty<HostCapacityChanged>();

    /// <summary>What was told last of whether anything can be adopted.</summary>
    public AdoptionStandingChanged? ToldAdoption { get; init; }

    /// <summary>What was told last of images and networks.</summary>
    public EnvironmentOfferChanged? Offer { get; init; }

    public Item? Find(ResourceKey key) => Of(key.Kind).GetValueOrDefault(key.NativeId);

    public InventoryState With(ResourceKey key, Item? item)
    {
        var items = Of(key.Kind);
        var former = items.GetValueOrDefault(key.NativeId);
        items = item is null ? items.Remove(key.NativeId) : items.SetItem(key.NativeId, item);
        return key.Kind switch
        {
            ResourceKind.Host => this with { Hosts = items },
            ResourceKind.StoragePool => this with { StoragePools = items },
            ResourceKind.Image => this with { Images = items },
            ResourceKind.Network => this with { Networks = items },
            ResourceKind.Volume => this with { Volumes = items, ForeignByPool = Move(ForeignByPool, former, item) },
            ResourceKind.Server => this with { Servers = items, ForeignByHost = Move(ForeignByHost, former, item) },
            _ => this,
        };
    }

    private ImmutableSortedDictionary<string, Item> Of(ResourceKind kind) => kind switch
    {
        ResourceKind.Host => Hosts,
        ResourceKind.StoragePool => StoragePools,
        ResourceKind.Image => Images,
        ResourceKind.Network => Networks,
        ResourceKind.Volume => Volumes,
        ResourceKind.Server => Servers,
        // Neither the ledger nor placement has anything to do with the others.
        _ => Empty<Item>(),
    };

    private static ImmutableSortedDictionary<string, long> Move(
        ImmutableSortedDictionary<string, long> sums, Item? former, Item? item)
    {
        if (former?.Place is { } from) sums = sums.SetItem(from, sums.GetValueOrDefault(from) - former.DiskBytes);
        return item?.Place is { } to ? sums.SetItem(to, sums.GetValueOrDefault(to) + item.DiskBytes) : sums;
    }

    private static ImmutableSortedDictionary<string, Capacity> Move(
        ImmutableSortedDictionary<string, Capacity> sums, Item? former, Item? item)
    {
        if (former?.Place is { } from) sums = sums.SetItem(from, sums.GetValueOrDefault(from) - former.Taken);
        return item?.Place is { } to ? sums.SetItem(to, sums.GetValueOrDefault(to) + item.Taken) : sums;
    }

    private static ImmutableSortedDictionary<string, TValue> Empty<TValue>() =>
        ImmutableSortedDictionary.Create<string, TValue>(StringComparer.Ordinal);
}
