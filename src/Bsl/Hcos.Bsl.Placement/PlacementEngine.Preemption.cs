namespace Hcos.Bsl.Placement;

public static partial class PlacementEngine
{
    /// <summary>
    /// Which servers of a lower priority would have to go so that a request fits: on one candidate, of the lowest
    /// priority, then the fewest, then the least capacity; of equal ones the candidate with the smaller key. Null
    /// where the policy does not allow it, where there is room anyway, or where not even that helps.
    /// </summary>
    /// <param name="request">What is to be placed, with its priority.</param>
    /// <param name="candidates">Where; as it was afterwards.</param>
    /// <param name="victims">What runs on which candidate.</param>
    /// <param name="policy">Must allow it.</param>
    public static Preemption? Preempt(
        PlacementRequest request,
        CandidateTable candidates,
        IReadOnlyDictionary<CandidateKey, IReadOnlyList<Victim>> victims,
        PlacementPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(candidates);
        ArgumentNullException.ThrowIfNull(victims);
        ArgumentNullException.ThrowIfNull(policy);
        if (!policy.MayPreempt || Choose(request, candidates, policy) is not null) return null;
        var marks = new Rejection[candidates.Count];
        for (var row = 0; row < marks.Length; row++) marks[row] = candidates.Scan.MarkOf(row);
        (Preemption Found, VictimSearch.Price Price)? best = null;
        for (var row = 0; row < marks.Length; row++)
        {
            if (!marks[row].IsOfCapacity()) continue;
            var key = candidates.Keys[row];
            var lower = victims.GetValueOrDefault(key, []).Where(victim => victim.Priority < request.Priority)
                .OrderBy(victim => victim.Priority).ThenBy(victim => victim.Id, StringComparer.Ordinal).ToList();
            var found = VictimSearch.Find(
                lower, candidates.At(row).Total, set => Fits(request, candidates, row, set));
            if (found is not var (chosen, price, isLeast)) continue;
            if (best is null || price.CompareTo(best.Value.Price) < 0) best = (new(key, chosen, isLeast), price);
        }

        return best?.Found;
    }

    private static bool Fits(
        PlacementRequest request, CandidateTable table, int row, IReadOnlyList<Victim> gone)
    {
        var free = table.FreeAt(row);
        foreach (var victim in gone) free += victim.Amount;
        var disk = table.Scan.Offered.NeedDisk(row);
        if (free.Vcpus < request.Vcpus || free.MemoryBytes < request.MemoryBytes) return false;
        if (disk > 0 && free.DiskBytes < disk) return false;
        foreach (var (name, need) in request.Further)
        {
            var left = table.FreeAt(row, name);
            foreach (var victim in gone) left += AmountOf(victim, name);
            if (need > 0 && left < need) return false;
        }

        return true;
    }

    private static long AmountOf(Victim victim, string dimension)
    {
        var amount = 0L;
        foreach (var (name, value) in victim.Further) amount += name == dimension ? value : 0;
        return amount;
    }
}
