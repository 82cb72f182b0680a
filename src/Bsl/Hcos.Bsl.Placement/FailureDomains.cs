namespace Hcos.Bsl.Placement;

/// <summary>
/// What a candidate fails together with, by names that are unique in the estate. A candidate that does not tell one
/// of them is such a domain of its own.
/// </summary>
/// <param name="Zone">Its zone.</param>
/// <param name="Pod">Its pod.</param>
/// <param name="Cluster">Its cluster.</param>
public sealed record FailureDomains(string? Zone = null, string? Pod = null, string? Cluster = null)
{
    /// <summary>One that fails alone.</summary>
    public static FailureDomains None { get; } = new();
}
