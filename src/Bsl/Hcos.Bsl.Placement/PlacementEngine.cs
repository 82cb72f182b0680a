using Hcos.Contracts.Arml;
using Hcos.Contracts.Bsl;

namespace Hcos.Bsl.Placement;

/// <summary>
/// Chooses hosts: filter, score, choose, explain. Pure: equal input gives equal output on every machine, and a change
/// of what it does is a change of <see cref="Version"/>.
/// </summary>
public static class PlacementEngine
{
    /// <summary>The version of the engine, stored with every decision.</summary>
    public const string Version = "placement-1";

    /// <summary>Chooses the best candidate; of equal ones the one with the smaller key.</summary>
    public static PlacementOutcome Place(
        PlacementRequest request, CandidateTable candidates, PlacementPolicy? policy = null)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(candidates);
        policy ??= PlacementPolicy.Default;
        var marks = Filters.Apply(request, candidates, out var needDisk);
        var rejected = Count(marks);
        var scores = new Scores(request, candidates, needDisk, policy);
        var best = Best(marks, scores.Sums, policy.Best);
        if (best.Count == 0) return new(null, Capacity.None, marks.Length, rejected);
        var winner = candidates.At(best[0]);
        var decision = new PlacementDecision(
            Version,
            policy.Version,
            candidates.Position,
            winner.Key.Environment,
            winner.Key.Host,
            winner.Name,
            marks.Length,
            [.. best.Select(row => Scored(candidates, scores, row))],
            rejected);
        return new(decision, Needed(request, needDisk[best[0]]), marks.Length, rejected);
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

        var marks = Filters.Apply(request, candidates, out var needDisk);
        var free = candidates.FreeAt(row);
        var needed = Needed(request, needDisk[row]);
        if (marks[row] != Rejection.None) return new(key, marks[row], IsKnown: true, 0, null, free, needed);
        var scores = new Scores(request, candidates, needDisk, policy ?? PlacementPolicy.Default);
        var rank = 1;
        for (var other = 0; other < marks.Length; other++)
        {
            if (marks[other] == Rejection.None && IsBefore(scores.Sums, other, row)) rank++;
        }

        return new(key, Rejection.None, IsKnown: true, rank, Scored(candidates, scores, row), free, needed);
    }

    private static Capacity Needed(PlacementRequest request, long diskBytes) =>
        new(request.Vcpus, request.MemoryBytes, diskBytes);

    private static bool IsBefore(float[] sums, int one, int other) =>
        sums[one] > sums[other] || (sums[one] == sums[other] && one < other);

    private static List<int> Best(Rejection[] marks, float[] sums, int limit)
    {
        var best = new List<int>(limit + 1);
        for (var row = 0; row < marks.Length; row++)
        {
            if (marks[row] != Rejection.None) continue;
            if (best.Count == limit && !IsBefore(sums, row, best[^1])) continue;
            var place = best.Count;
            while (place > 0 && IsBefore(sums, row, best[place - 1])) place--;
            best.Insert(place, row);
            if (best.Count > limit) best.RemoveAt(limit);
        }

        return best;
    }

    private static List<RejectionCount> Count(Rejection[] marks)
    {
        Span<int> counts = stackalloc int[(int)Rejection.Disk + 1];
        foreach (var mark in marks) counts[(int)mark]++;
        var found = new List<RejectionCount>();
        for (var reason = 1; reason < counts.Length; reason++)
        {
            if (counts[reason] > 0) found.Add(new(((Rejection)reason).Code(), counts[reason]));
        }

        // Stable: reasons of equal count stay in the order of the filters.
        return [.. found.OrderByDescending(reason => reason.Count)];
    }

    private static ScoredCandidate Scored(CandidateTable candidates, Scores scores, int row)
    {
        var candidate = candidates.At(row);
        return new(
            candidate.Key.Environment,
            candidate.Key.Host,
            candidate.Name,
            scores.Sums[row],
            [.. scores.Parts(row).Select(part => new ScorePart(part.Objective, part.Weight, part.Value))]);
    }
}
