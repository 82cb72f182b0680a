using Hcos.Contracts.Arml;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Ci2;

namespace Hcos.Arml.Resources;

/// <summary>The life of a resource with its claim.</summary>
internal enum ResourcePhase
{
    /// <summary>Nobody has claimed anything.</summary>
    None,

    /// <summary>The claim is held; the resource is being made.</summary>
    Making,

    /// <summary>The claim is held; the resource could not be made.</summary>
    Failed,

    /// <summary>The resource is there.</summary>
    Bound,

    /// <summary>The resource is being removed.</summary>
    Releasing,

    /// <summary>The claim is released or abandoned.</summary>
    Ended,
}

/// <summary>A driver task that CI2 owes us an end for.</summary>
internal sealed record OwedTask(Guid Id, DriverAction Action, PowerAction? Power, DateTimeOffset? Deadline)
{
    /// <summary>Whether CI2 surely has it; otherwise the kernel keeps sending it.</summary>
    public bool IsTaken { get; init; }

    /// <summary>For a change of a stopped server.</summary>
    public ServerChange? Change { get; init; }
}

/// <summary>What is remembered of a resource.</summary>
internal sealed record ResourceProvisioningState
{
    public static ResourceProvisioningState Initial { get; } = new();

    public ResourcePhase Phase { get; init; }

    /// <summary>What was claimed and wanted; null before.</summary>
    public CapacityClaimed? Claim { get; init; }

    /// <summary>The one driver task that is under way.</summary>
    public OwedTask? Task { get; init; }

    /// <summary>Whether something can exist on the platform: false only when CI2 refused the first task.</summary>
    public bool MayExist { get; init; } = true;

    /// <summary>The change of execution that somebody waits for.</summary>
    public PowerChangeBegun? Power { get; init; }

    /// <summary>The latest change of execution that ended.</summary>
    public Guid LatestPower { get; init; }

    /// <summary>The change of the stopped server that somebody waits for.</summary>
    public ServerChangeBegun? Change { get; init; }

    /// <summary>The latest change of the stopped server that ended.</summary>
    public Guid LatestChange { get; init; }

    /// <summary>While the claim holds the larger of two sizes: what it held before, and what is aimed at.</summary>
    public ClaimResized? Resizing { get; init; }

    /// <summary>Whether <see cref="Resizing"/> began while it was not known what an earlier one had led to.</summary>
    public bool WasInDoubt { get; init; }

    public ResourceKey? Key { get; init; }

    /// <summary>What was told of it last.</summary>
    public ResourceStatusChanged? Status { get; init; }

    /// <summary>How often removing it failed.</summary>
    public int Failures { get; init; }

    /// <summary>When removing it is tried again; null while it is tried.</summary>
    public DateTimeOffset? AgainAt { get; init; }
}
