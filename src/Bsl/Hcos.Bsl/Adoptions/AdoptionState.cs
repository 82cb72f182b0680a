using System.Collections.Immutable;
using Hcos.Contracts.Bsl;
using Hcos.Kernel.Messages;

namespace Hcos.Bsl.Adoptions;

/// <summary>What is remembered of an adoption.</summary>
internal sealed record AdoptionState
{
    /// <summary>The mapping; null before.</summary>
    public ServersAdopting? Begun { get; init; }

    /// <summary>The servers of which no end was told.</summary>
    public ImmutableSortedSet<Guid> Open { get; init; } = [];

    /// <summary>What was to be adopted and was not.</summary>
    public ImmutableList<NotAdopted> Left { get; init; } = [];

    public bool HasEnded { get; init; }
}

/// <summary>One server of an adoption has ended.</summary>
[MessageName("bsl.adoption-noted.v1")]
internal sealed record AdoptionNoted(AdoptionId Adoption, ServerId Server, NotAdopted? Left) : IEvent;
