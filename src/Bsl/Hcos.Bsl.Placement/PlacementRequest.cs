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

    /// <summary>How many servers of the same group are on which candidate.</summary>
    public IReadOnlyList<KeyValuePair<CandidateKey, int>> Group { get; init; } = [];
}
