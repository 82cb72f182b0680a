using Hcos.Contracts.Arml;

namespace Hcos.Bsl.Placement;

/// <summary>A server that might have to go.</summary>
/// <param name="Id">Its name; the order of names decides ties.</param>
/// <param name="Priority">How important it is; the larger, the more.</param>
/// <param name="Amount">What it takes.</param>
public sealed record Victim(string Id, int Priority, Capacity Amount)
{
    /// <summary>What it takes in further dimensions, by name.</summary>
    public IReadOnlyList<KeyValuePair<string, long>> Further { get; init; } = [];
}
