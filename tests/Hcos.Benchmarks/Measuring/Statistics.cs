namespace Hcos.Benchmarks.Measuring;

/// <summary>Order statistics.</summary>
internal static class Statistics
{
    /// <summary>
    /// The smallest value that at least the share <paramref name="share"/> of all values does not exceed.
    /// </summary>
    public static double Percentile(IReadOnlyCollection<double> values, double share)
    {
        var sorted = values.Order().ToList();
        return sorted.Count == 0 ? double.NaN : sorted[Math.Max((int)Math.Ceiling(share * sorted.Count) - 1, 0)];
    }

    /// <summary>The middle one.</summary>
    public static double Median(IReadOnlyCollection<double> values) => Percentile(values, 0.5);
}
