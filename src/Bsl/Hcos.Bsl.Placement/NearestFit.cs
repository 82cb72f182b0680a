using Hcos.Contracts.Arml;

namespace Hcos.Bsl.Placement;

/// <summary>The candidate that comes nearest to having room for a request that fits nowhere.</summary>
/// <param name="Key">Which.</param>
/// <param name="Name">Its name.</param>
/// <param name="Lacking">What it lacks, by dimension.</param>
/// <param name="RelativeLack">The sum of what it lacks of each dimension, as shares of what is asked for.</param>
/// <param name="Largest">
/// The largest size of the same shape that would fit there; the disk stays as asked for, for it cannot shrink.
/// </param>
public sealed record NearestFit(
    CandidateKey Key,
    string Name,
    IReadOnlyList<KeyValuePair<string, long>> Lacking,
    double RelativeLack,
    Capacity Largest);
