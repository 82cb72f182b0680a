namespace Hcos.Bsl.Placement;

/// <summary>What an environment offers to the servers on its hosts.</summary>
/// <param name="Images">Its images by name, each with the smallest disk that can be made from it, in bytes.</param>
/// <param name="Networks">Names of its networks.</param>
public sealed record Offer(IReadOnlyDictionary<string, long> Images, IReadOnlySet<string> Networks)
{
    /// <summary>An environment that offers nothing.</summary>
    public static Offer None { get; } =
        new(new Dictionary<string, long>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
}
