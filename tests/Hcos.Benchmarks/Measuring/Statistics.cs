using Hcos.Benchmarks.Running;

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

    /// <summary>The middle one of each part; all are of the same unit.</summary>
    public static UnitCpu Median(IReadOnlyCollection<UnitCpu> values) => new(
        values.First().Of,
        Median([.. values.Select(value => value.Hcos)]),
        values.First().Postgres is null ? null : Median([.. values.Select(value => value.Postgres ?? 0)]));
}
