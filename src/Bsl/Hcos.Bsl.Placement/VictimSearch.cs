using Hcos.Contracts.Arml;

namespace Hcos.Bsl.Placement;

/// <summary>
/// The best set of victims on one candidate: the lowest highest priority, then the fewest, then the least capacity,
/// then the names. Exact as long as there are few; above, the largest that are needed, one after the other.
/// </summary>
internal static class VictimSearch
{
    /// <summary>So many victims have 4,096 sets, which are all looked at.</summary>
    public const int MostExact = 12;

    /// <summary>What a set costs; the smaller, the better.</summary>
    public readonly record struct Price(int Priority, int Count, double Capacity) : IComparable<Price>
    {
        public int CompareTo(Price other) =>
            (Priority, Count, Capacity).CompareTo((other.Priority, other.Count, other.Capacity));
    }

    /// <summary>The best set; null when even all of them together are too little.</summary>
    /// <param name="victims">Those that may go, sorted by priority, then by name.</param>
    /// <param name="total">All that the candidate has, to add up dimensions.</param>
    /// <param name="isEnough">Whether the request would fit if so much more were free.</param>
    public static (List<Victim> Set, Price Price, bool IsLeast)? Find(
        IReadOnlyList<Victim> victims, Capacity total, Func<IReadOnlyList<Victim>, bool> isEnough)
    {
        // The lowest priority up to which all together are enough; no set can do with a lower one.
        for (var end = 1; end <= victims.Count; end++)
        {
            if (end < victims.Count && victims[end].Priority == victims[end - 1].Priority) continue;
            var allowed = victims.Take(end).ToList();
            if (!isEnough(allowed)) continue;
            var set = end <= MostExact ? Exact(allowed, total, isEnough) : Greedy(allowed, total, isEnough);
            return (set, PriceOf(set, total), end <= MostExact);
        }

        return null;
    }

    private static List<Victim> Exact(
        List<Victim> victims, Capacity total, Func<IReadOnlyList<Victim>, bool> isEnough)
    {
        var (best, price) = (victims, PriceOf(victims, total));
        for (var bits = 1; bits < 1 << victims.Count; bits++)
        {
            var set = victims.Where((_, i) => (bits >> i & 1) != 0).ToList();
            var candidate = PriceOf(set, total);
            if (candidate.CompareTo(price) < 0 && isEnough(set)) (best, price) = (set, candidate);
        }

        return best;
    }

    /// <summary>All, less those that can stay: the most important and the smallest stay first.</summary>
    private static List<Victim> Greedy(
        List<Victim> victims, Capacity total, Func<IReadOnlyList<Victim>, bool> isEnough)
    {
        var set = victims.ToList();
        foreach (var victim in victims.OrderByDescending(one => one.Priority).ThenBy(one => SizeOf(one, total)))
        {
            set.Remove(victim);
            if (!isEnough(set)) set.Add(victim);
        }

        return [.. set.OrderBy(one => one.Priority).ThenBy(one => one.Id, StringComparer.Ordinal)];
    }

    private static Price PriceOf(List<Victim> set, Capacity total)
    {
        var (priority, size) = (int.MinValue, 0.0);
        foreach (var victim in set)
        {
            priority = Math.Max(priority, victim.Priority);
            size += SizeOf(victim, total);
        }

        return new(priority, set.Count, size);
    }

    private static double SizeOf(Victim victim, Capacity total) =>
        ((double)victim.Amount.Vcpus / Math.Max(total.Vcpus, 1))
        + ((double)victim.Amount.MemoryBytes / Math.Max(total.MemoryBytes, 1))
        + ((double)victim.Amount.DiskBytes / Math.Max(total.DiskBytes, 1));
}
