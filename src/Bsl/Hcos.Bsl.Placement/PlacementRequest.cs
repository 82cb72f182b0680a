using Hcos.Contracts.Cie;

namespace Hcos.Bsl.Placement;

/// <summary>What is to be placed.</summary>
/// <param name="Vcpus">Virtual processors.</param>
/// <param name="MemoryBytes">Memory in bytes.</param>
/// <param name="DiskBytes">Disk in bytes; 0 means as large as the image. Ignored without an image.</param>
/// <param name="Image">Name of the image, which must be there.</param>
/// <param name="Network">Name of the network, which must be there.</param>
/// <param name="Environment">Only there; null means anywhere.</param>
public sealed record PlacementRequest(
    long Vcpus,
    long MemoryBytes,
    long DiskBytes = 0,
    string? Image = null,
    string? Network = null,
    EnvironmentId? Environment = null)
{
    /// <summary>Candidates that have refused already.</summary>
    public IReadOnlyList<CandidateKey> Refused { get; init; } = [];

    /// <summary>How many servers of the same group are on which candidate; it spreads from them.</summary>
    public IReadOnlyList<KeyValuePair<CandidateKey, int>> Group { get; init; } = [];

    /// <summary>The only environments it may go to; null means any.</summary>
    public IReadOnlyList<EnvironmentId>? Allowed { get; init; }

    /// <summary>A candidate must have been seen since then, to the second; null means it does not matter.</summary>
    public DateTimeOffset? SeenSince { get; init; }

    /// <summary>The architecture that it needs; null means any.</summary>
    public string? Architecture { get; init; }

    /// <summary>What a candidate must be able to do.</summary>
    public IReadOnlyList<string> Abilities { get; init; } = [];

    /// <summary>Labels that a candidate must carry.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Labels { get; init; } = [];

    /// <summary>Whose server it is; null means that no candidate is closed to it.</summary>
    public string? Tenant { get; init; }

    /// <summary>What it takes in further dimensions, by name.</summary>
    public IReadOnlyList<KeyValuePair<string, long>> Further { get; init; } = [];

    /// <summary>How it stands to named groups.</summary>
    public IReadOnlyList<GroupRule> Rules { get; init; } = [];

    /// <summary>The named groups that it belongs to, for rules of others placed with it.</summary>
    public IReadOnlyList<string> Joins { get; init; } = [];

    /// <summary>Where it was before; null when it is new.</summary>
    public CandidateKey? Former { get; init; }

    /// <summary>Where its data are: bytes by candidate.</summary>
    public IReadOnlyList<KeyValuePair<CandidateKey, long>> Data { get; init; } = [];

    /// <summary>How important it is; the larger, the more.</summary>
    public int Priority { get; init; }
}
