using Hcos.Contracts.Bsl;
using Hcos.Kernel.Messages;

namespace Hcos.Bsl.Placements;

/// <summary>Decides every placement of a log again, each on what was known then. Pure.</summary>
internal static class Replaying
{
    /// <summary>The decisions of a log in its order, each with what is decided now.</summary>
    public static IEnumerable<(ServerPlaced Placed, PlacementDecision? Again)> Of(
        IReadOnlyList<RecordedEvent> log, BslOptions options)
    {
        var decisions = log.GroupBy(happened => happened.Stream, StringComparer.Ordinal)
            .SelectMany(stream => PastDecision.In(stream.Select(happened => happened.Body)))
            .OrderBy(decision => decision.Position).ToList();
        var then = new BslLookups(options);
        var next = 0;
        foreach (var decision in decisions)
        {
            while (then.Candidates.Position < decision.Position) then.Apply(log[next++]);
            yield return (decision.Placed, decision.Again(then).Decision);
        }
    }
}
