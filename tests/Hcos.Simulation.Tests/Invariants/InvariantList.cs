using Hcos.Simulation.Tests.Coverage;
using Hcos.Simulation.Tests.World;

namespace Hcos.Simulation.Tests.Invariants;

/// <summary>The invariants that every run is held to; the cheap ones first.</summary>
internal static class InvariantList
{
    public static IReadOnlyList<Invariant> Of(PlatformWorld world) =>
    [
        new NothingRunsTwice(world),
        new OnlyTheOwnerActs(),
        new CommandsAreAnsweredOnce(),
        new OneAttemptAtATime(world),
        new NothingIsSentBlindly(),
        new RepeatsWait(),
        new EvidenceIsTrue(world),
        new NothingAcknowledgedIsLost(),
        new OperationsEnd(world),
        new NothingIsOwed(world),
        new ClaimsWithinCapacity(),
        new NothingOnDoubt(),
        new ModelIsReality(world),
        new RebuiltIsLive(world),
        new TransitionsDriven(world),
    ];
}
