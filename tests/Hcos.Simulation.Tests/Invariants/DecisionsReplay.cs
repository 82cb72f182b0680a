using Hcos.Bsl;
using Hcos.Bsl.Placements;
using Hcos.Contracts.Bsl;
using Hcos.Simulation.Tests.World;

namespace Hcos.Simulation.Tests.Invariants;

/// <summary>
/// Every placement decision of the run, decided again from BSL's log as it stood then, is the same to the last bit.
/// </summary>
internal sealed class DecisionsReplay(PlatformWorld world) : Invariant
{
    public override string Name => "decisions replay";

    /// <summary>Looks at all of them; for the end of a run.</summary>
    public void Check()
    {
        var log = world.LogOf(BslModule.Name);
        var decisions = log.GroupBy(happened => happened.Stream, StringComparer.Ordinal)
            .SelectMany(stream => PastDecision.In(stream.Select(happened => happened.Body)))
            .OrderBy(decision => decision.Position).ToList();
        var then = new BslLookups(new BslOptions());
        var next = 0;
        foreach (var decision in decisions)
        {
            while (then.Candidates.Position < decision.Position) then.Apply(log[next++]);
            Check(decision.Placed, decision.Again(then).Decision);
        }

        world.Counts.Note("decisions replayed", decisions.Count);
    }

    private void Check(ServerPlaced placed, PlacementDecision? again)
    {
        if (again is not null && Explaining.IsIdentical(placed.Decision, again)) return;
        Violated($"{placed.Decision} is decided again as {again}", placed.Server);
    }
}
