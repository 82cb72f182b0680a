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
        foreach (var (placed, again) in Replaying.Of(world.LogOf(BslModule.Name), new BslOptions()))
        {
            Check(placed, again);
            world.Counts.Note("decisions replayed");
        }
    }

    private void Check(ServerPlaced placed, PlacementDecision? again)
    {
        if (again is not null && Explaining.IsIdentical(placed.Decision, again)) return;
        Violated($"{placed.Decision} is decided again as {again}", placed.Server);
    }
}
