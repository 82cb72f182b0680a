using System.Collections.Immutable;
using Hcos.Bsl.Placement;
using Hcos.Contracts.Arml;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Bsl;
using Hcos.Contracts.Ci2;

namespace Hcos.Bsl.Servers;

/// <summary>What is under way with a server.</summary>
internal enum ServerStep
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Capacity is claimed and the resource made.</summary>
    Making,

    /// <summary>Its execution is changed.</summary>
    Powering,

    /// <summary>It is stopped, and its size or disk is changed.</summary>
    Changing,

    /// <summary>The guest was asked to shut down; it is waited for.</summary>
    AwaitingStop,

    /// <summary>Its resource is removed.</summary>
    Releasing,

    /// <summary>It is gone.</summary>
    Deleted,

    /// <summary>It is taken into the books.</summary>
    Adopting,
}

/// <summary>What somebody waits for.</summary>
internal sealed record ServerTask(Guid Id, ServerTaskKind Kind, bool Force, DateTimeOffset Deadline)
{
    /// <summary>What is changed of a stopped server.</summary>
    public ServerChange? Change { get; init; }
}

/// <summary>What is remembered of a server.</summary>
internal sealed record ServerState
{
    public static ServerState Initial { get; } = new();

    /// <summary>What was asked for; null before.</summary>
    public ServerRequested? Request { get; init; }

    /// <summary>How it was adopted; null when it was made here.</summary>
    public ServerAdopting? Adoption { get; init; }

    /// <summary>Whether the adoption is complete: before, nothing of it is ever removed on its platform.</summary>
    public bool IsAdopted { get; init; }

    /// <summary>Where it was placed last, or found.</summary>
    public ServerPlaced? Placed { get; init; }

    /// <summary>Where it was placed before, in vain.</summary>
    public ImmutableList<CandidateKey> Refused { get; init; } = [];

    public ServerStep Step { get; init; }

    /// <summary>
    /// The task that somebody waits for; null at rest, and while clean-up goes on without anybody waiting.
    /// </summary>
    public ServerTask? Task { get; init; }

    /// <summary>
    /// The change of execution under way, and its number, counted over the server's life with all other changes.
    /// </summary>
    public PowerAction Power { get; init; }

    public int PowerNumber { get; init; }

    /// <summary>Until when the present step may last.</summary>
    public DateTimeOffset Until { get; init; }

    /// <summary>Why the making is taken back.</summary>
    public ServerUndoing? Undoing { get; init; }

    /// <summary>The key of a command that ARML surely has, so that it is not sent again.</summary>
    public string? Taken { get; init; }

    public ResourceState State { get; init; } = ResourceState.Provisioning;

    public ImmutableList<string> Addresses { get; init; } = [];

    public Evidence? Evidence { get; init; }

    /// <summary>The snapshots of its disk, by name.</summary>
    public ImmutableList<SnapshotFacts> Snapshots { get; init; } = [];

    /// <summary>The size last seen, its disk aside; null until another than the one asked for was seen.</summary>
    public ServerSize? SeenSize { get; init; }

    /// <summary>Its size, its disk aside: the one asked for until another is seen. Null before it is wanted.</summary>
    public ServerSize? Size => SeenSize
        ?? (Request is { Description: var wanted } ? new(wanted.Vcpus, wanted.MemoryBytes) : null);

    /// <summary>What is claimed for it, once it was resized.</summary>
    public ServerResized? Resized { get; init; }

    /// <summary>What is claimed for it.</summary>
    public Capacity Amount => Resized?.Amount ?? Placed?.Amount ?? Capacity.None;

    /// <summary>
    /// Whether its size is what is claimed for it: not while a resize is in doubt, nor where somebody else changed it.
    /// </summary>
    public bool IsSizeAsClaimed => Resized is null or { Size: not null } && Size == Sizing.Claimed(this);

    public string? Reason { get; init; }

    /// <summary>Whether it is there for people: made, not deleted and not being deleted.</summary>
    public bool IsThere => Request is not null && Step is not (ServerStep.Deleted or ServerStep.Releasing);
}
