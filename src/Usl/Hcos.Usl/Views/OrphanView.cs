using Hcos.Contracts.Arml;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Cie;

namespace Hcos.Usl.Views;

/// <summary>Where something is that has no counterpart.</summary>
internal enum OrphanPlace
{
    /// <summary>It is on a platform, and nobody owns it.</summary>
    OnPlatform,

    /// <summary>It is in the books, and its object is missing.</summary>
    InBooks,
}

/// <summary>Something without its counterpart, in either direction.</summary>
internal sealed record OrphanView(OrphanId Id, OrphanPlace Place, EnvironmentId Environment, OrphanCause Cause)
{
    public string? Name { get; init; }

    public ResourceKind Kind { get; init; }

    public string? NativeId { get; init; }

    public ResourceState State { get; init; }

    /// <summary>The resource that it was made for, or that it is in the books.</summary>
    public ResourceId? Resource { get; init; }

    /// <summary>Why it counts, for people.</summary>
    public string? Reason { get; init; }

    /// <summary>When the first listing that showed it so began; of what is missing: when that was sure.</summary>
    public DateTimeOffset FirstSeen { get; init; }

    /// <summary>When the second listing that showed it so began.</summary>
    public DateTimeOffset? SeenAgain { get; init; }

    /// <summary>When it was told to be there last.</summary>
    public DateTimeOffset? LastSeen { get; init; }

    /// <summary>The reaping that it belongs to.</summary>
    public ReapId? Reap { get; init; }
}
