using Hcos.Ci2.Drivers;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Ci2;

namespace Hcos.Ci2.Calls;

/// <summary>What the world answers to a <see cref="DriverCall"/>. All instants are CI2's log time.</summary>
internal abstract record DriverAnswer
{
    private DriverAnswer()
    {
    }

    /// <summary>It did not succeed.</summary>
    /// <param name="Outcome">Never <see cref="DriverTaskOutcome.Done"/>.</param>
    /// <param name="Reason">For people.</param>
    /// <param name="At">When that was known.</param>
    public sealed record Failed(DriverTaskOutcome Outcome, string Reason, DateTimeOffset At) : DriverAnswer;

    /// <summary>It answers.</summary>
    /// <param name="Status">Who it is.</param>
    /// <param name="HasEvents">Whether it tells of changes by itself.</param>
    /// <param name="At">When the probe began.</param>
    public sealed record Probed(EnvironmentStatus Status, bool HasEvents, DateTimeOffset At) : DriverAnswer
    {
        /// <summary>What one look costs where the driver looks for changes; 0 where the platform tells them.</summary>
        public int CallsPerLook { get; init; }

        /// <summary>What the driver can do there, in words.</summary>
        public IReadOnlyList<string> Abilities { get; init; } = [];
    }

    /// <summary>The connection that events came over is gone.</summary>
    public sealed record WatchEnded(string Reason, DateTimeOffset At) : DriverAnswer;

    /// <summary>A complete listing, under one identity from beginning to end.</summary>
    /// <param name="Scope">The rights it was seen with.</param>
    /// <param name="StartedAt">Before the first read.</param>
    /// <param name="EndedAt">After the last.</param>
    /// <param name="Listings">One for each kind.</param>
    public sealed record Swept(
        string Scope, DateTimeOffset StartedAt, DateTimeOffset EndedAt, IReadOnlyList<Listing> Listings) : DriverAnswer
    {
        /// <summary>Native calls of all sorts since the listing before, this one's among them.</summary>
        public long Calls { get; init; }

        /// <summary>Native calls of this listing alone; what others asked meanwhile may be among them.</summary>
        public long OwnCalls { get; init; }
    }

    /// <summary>An object as it was read; null when the platform said that it is not there.</summary>
    public sealed record Looked(ResourceObject? Object, DateTimeOffset At) : DriverAnswer;

    /// <summary>A task's call returned, or its closing read did.</summary>
    /// <param name="Outcome">How.</param>
    /// <param name="Reason">For people; null when done.</param>
    /// <param name="Key">The object's key.</param>
    /// <param name="Object">The object by a read begun at <paramref name="At"/>; null when it was not seen.</param>
    /// <param name="At">When the read after acting began, or the call returned without one.</param>
    public sealed record Acted(
        DriverTaskOutcome Outcome, string? Reason, ResourceKey? Key, ResourceObject? Object, DateTimeOffset At)
        : DriverAnswer;

    /// <summary>It is forgotten.</summary>
    public sealed record LetGo : DriverAnswer;
}

/// <summary>The keys that one listing showed.</summary>
/// <param name="Kind">The kind that was listed.</param>
/// <param name="StartedAt">When the listing began.</param>
/// <param name="Keys">All that were there.</param>
internal sealed record Listing(ResourceKind Kind, DateTimeOffset StartedAt, IReadOnlyList<ResourceKey> Keys);
