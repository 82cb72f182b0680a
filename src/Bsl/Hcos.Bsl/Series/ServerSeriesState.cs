using System.Collections.Immutable;
using Hcos.Contracts.Bsl;

namespace Hcos.Bsl.Series;

/// <summary>What is remembered of many servers that were asked for at once.</summary>
internal sealed record ServerSeriesState
{
    /// <summary>What was asked for; null before.</summary>
    public ServersRequested? Begun { get; init; }

    /// <summary>Those of which no end was told.</summary>
    public ImmutableSortedSet<Guid> Open { get; init; } = [];

    /// <summary>Those that are there.</summary>
    public ImmutableSortedSet<Guid> Made { get; init; } = [];

    /// <summary>Those that could not be made, with the reason.</summary>
    public ImmutableList<SeriesMemberEnded> Failed { get; init; } = [];

    /// <summary>Why those that were made are removed again; null while they are not.</summary>
    public SeriesUndoing? Undoing { get; init; }

    public bool HasEnded { get; init; }
}
