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
    CandidateKey Key, string Name, Capacity Total, Capacity Foreign, bool IsUsable, string? DiskPool = null)
{
    /// <summary>Whether it is being emptied or worked on: it keeps what it has and gets nothing new.</summary>
    public bool IsInMaintenance { get; init; }

    /// <summary>When it was last seen; null when nobody tells, which no request holds against it.</summary>
    public DateTimeOffset? SeenAt { get; init; }

    /// <summary>The architecture of its processors; null when nobody tells.</summary>
    public string? Architecture { get; init; }

    /// <summary>Names of what it is able to do.</summary>
    public IReadOnlyCollection<string> Abilities { get; init; } = [];

    /// <summary>Names with values that people gave it.</summary>
    public IReadOnlyCollection<KeyValuePair<string, string>> Labels { get; init; } = [];

    /// <summary>The only tenants whose servers it takes; null means those of everybody.</summary>
    public IReadOnlyCollection<string>? Tenants { get; init; }

    /// <summary>
    /// All that may be claimed there in further dimensions, by name. <see cref="Dimensions.Ports"/> that are not told
    /// are without limit; of any other dimension that is not told it has nothing.
    /// </summary>
    public IReadOnlyCollection<KeyValuePair<string, long>> Further { get; init; } = [];

    /// <summary>What it fails together with.</summary>
    public FailureDomains Domains { get; init; } = FailureDomains.None;

    /// <summary>What running a server there costs.</summary>
    public Price Price { get; init; } = Price.None;

    /// <summary>What it draws.</summary>
    public Power Power { get; init; } = Power.None;

    /// <summary>Names of the images that it holds already.</summary>
    public IReadOnlyCollection<string> HeldImages { get; init; } = [];
}
