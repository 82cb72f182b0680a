using Hcos.Contracts.Arml;

namespace Hcos.Bsl.Placement;

/// <summary>What is told of a host that servers can be placed on.</summary>
/// <param name="Key">Which.</param>
/// <param name="Name">Its name.</param>
/// <param name="Total">All that may be claimed there.</param>
/// <param name="Foreign">What others take of it.</param>
/// <param name="IsUsable">Whether anything may be placed there now.</param>
/// <param name="DiskPool">
/// The storage that its disk capacity comes from, when hosts of the environment share it; null when it has its own.
/// </param>
public sealed record Candidate(
    CandidateKey Key, string Name, Capacity Total, Capacity Foreign, bool IsUsable, string? DiskPool = null);

/// <summary>What an environment offers to the servers on its hosts.</summary>
/// <param name="Images">Its images by name, each with the smallest disk that can be made from it, in bytes.</param>
/// <param name="Networks">Names of its networks.</param>
public sealed record Offer(IReadOnlyDictionary<string, long> Images, IReadOnlySet<string> Networks)
{
    /// <summary>An environment that offers nothing.</summary>
    public static Offer None { get; } =
        new(new Dictionary<string, long>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
}
