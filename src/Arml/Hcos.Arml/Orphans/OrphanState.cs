using System.Collections.Immutable;
using Hcos.Contracts.Arml;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Arml.Orphans;

/// <summary>Something that carries our mark or form.</summary>
internal sealed record MarkedObject(ResourceKey Key, string Name, ResourceState State, ResourceId MadeFor);

/// <summary>What one listing showed as nobody's.</summary>
internal sealed record Suspicion(DateTimeOffset At, string? Scope);

/// <summary>One orphan that is being removed.</summary>
/// <param name="Orphan">Which.</param>
/// <param name="IsTaken">Whether CI2 surely has the driver task.</param>
/// <param name="DoneAt">When the driver saw what it removed gone; null before.</param>
internal sealed record ReapItem(ReapedOrphan Orphan, bool IsTaken = false, DateTimeOffset? DoneAt = null);

/// <summary>The reaping that is under way in an environment.</summary>
internal sealed record OrphanState
{
    public static OrphanState Initial { get; } = new();

    /// <summary>What was begun; null at rest.</summary>
    public OrphansReaping? Begun { get; init; }

    /// <summary>What has not ended of it, by driver task.</summary>
    public ImmutableSortedDictionary<Guid, ReapItem> Open { get; init; } =
        ImmutableSortedDictionary<Guid, ReapItem>.Empty;

    /// <summary>What could not be removed, and why.</summary>
    public ImmutableList<string> Failed { get; init; } = [];

    /// <summary>The reaping that ended last.</summary>
    public ReapId Latest { get; init; }
}
