using Hcos.Bsl.Placement.Filtering;
using Hcos.Contracts.Arml;
using Hcos.Contracts.Bsl;

namespace Hcos.Bsl.Placement;

/// <summary>
/// Chooses hosts: filter, score, choose, explain. Pure: equal input gives equal output on every machine, and a change
/// of what it does is a change of <see cref="Version"/>.
/// </summary>
public static partial class PlacementEngine
{
    /// <summary>The version of the engine, stored with every decision.</summary>
    public const string Version = "placement-2";

    /// <summary>Chooses the best candidate; of equal ones the one with the smaller key.</summary>
    public static PlacementOutcome Place(
        PlacementRequest request, CandidateTable candidates, PlacementPolicy? policy = null)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(candidates);
        policy ??= PlacementPolicy.Default;
        var scan = candidates.Scan;
        scan.Prepare(request, candidates, policy);
        scan.Run(policy.Best);
        var rejected = Count(scan.Counts);
        if (scan.Best.Count == 0) return new(null, Capacity.None, candidates.Count, rejected);
        var row = scan.Best.Row(0);
        var winner = candidates.At(row);
        var decision = new PlacementDecision(
            Version,
            policy.Version,
            candidates.Position,
            winner.Key.Environment,
            winner.Key.Host,
            winner.Name,
            candidates.Count,
            Named(candidates, scan),
            rejected);
        return new(decision, Needed(request, scan.Offered.NeedDisk(row)), candidates.Count, rejected);
    }

    /// <summary>
    /// Only which candidate <see cref="Place"/> would choose; null when there is none. For many trials in a row.
    /// </summary>
    public static CandidateKey? Choose(
        PlacementRequest request, CandidateTable candidates, PlacementPolicy? policy = null)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(candidates);
        var row = ChooseRow(request, candidates, policy ?? PlacementPolicy.Default);
        return row < 0 ? null : candidates.Keys[row];
    }

    /// <summary>Says why one host would be chosen or not.</summary>
    public static Explanation Explain(
        CandidateKey key, PlacementRequest request, CandidateTable candidates, PlacementPolicy? policy = null)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(candidates);
        var row = candidates.RowOf(key);
        if (row < 0)
        {
            return new(key, Rejection.None, IsKnown: false, 0, null, Capacity.None, Needed(request, request.DiskBytes));
        }

        var scan = candidates.Scan;
        scan.Prepare(request, candidates, policy ?? PlacementPolicy.Default);
        var free = candidates.FreeAt(row);
        var needed = Needed(request, scan.Offered.NeedDisk(row));
        if (scan.MarkOf(row) is var mark and not Rejection.None)
        {
            return new(key, mark, IsKnown: true, 0, null, free, needed);
        }

        var rank = 1 + scan.CountBefore(row);
        return new(key, Rejection.None, IsKnown: true, rank, Scored(candidates, scan, row), free, needed);
    }

    internal static int ChooseRow(PlacementRequest request, CandidateTable candidates, PlacementPolicy policy)
    {
        var scan = candidates.Scan;
        scan.Prepare(request, candidates, policy);
        scan.RunForChoice();
        return scan.Best.Count == 0 ? -1 : scan.Best.Row(0);
    }

    internal static Capacity Needed(PlacementRequest request, long diskBytes) =>
        new(request.Vcpus, request.MemoryBytes, diskBytes);

    private static List<RejectionCount> Count(ReadOnlySpan<int> counts)
    {
        var found = new List<RejectionCount>();
        for (var reason = 1; reason < counts.Length; reason++)
        {
            if (counts[reason] == 0) continue;
            // Stable: reasons of equal count stay in the order of the filters.
            var place = found.Count;
            while (place > 0 && found[place - 1].Count < counts[reason]) place--;
            found.Insert(place, new(((Rejection)reason).Code(), counts[reason]));
        }

        return found;
    }

    private static ScoredCandidate[] Named(CandidateTable candidates, Scan scan)
    {
        var named = new ScoredCandidate[scan.Best.Count];
        for (var place = 0; place < named.Length; place++)
        {
            named[place] = Scored(candidates, scan, scan.Best.Row(place));
        }

        return named;
    }

    private static ScoredCandidate Scored(CandidateTable candidates, Scan scan, int row)
    {
        var candidate = candidates.At(row);
        var parts = new List<ScorePart>(scan.Policy.Weights.Count);
        foreach (var (objective, weight) in scan.Policy.Weights)
        {
            if (weight == 0f) continue;
            parts.Add(new(objective.Code(), weight, scan.ValueOf(objective, row)));
        }

        return new(candidate.Key.Environment, candidate.Key.Host, candidate.Name, scan.SumOf(row), parts);
    }
}
