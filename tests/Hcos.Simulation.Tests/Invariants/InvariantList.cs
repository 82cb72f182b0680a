using Hcos.Simulation.Tests.Coverage;
using Hcos.Simulation.Tests.World;

namespace Hcos.Simulation.Tests.Invariants;

/// <summary>The invariants that every run is held to; the cheap ones first.</summary>
internal static class InvariantList
{
    public static IReadOnlyList<Invariant> Of(PlatformWorld world) =>
    [
        new NothingRunsTwice(world),
        new CopiesAreFound(world),
        new OnlyTheOwnerActs(),
        new CommandsAreAnsweredOnce(),
        new OneAttemptAtATime(world),
        new NothingIsSentBlindly(world.Counts),
        new RepeatsWait(),
        new EvidenceIsTrue(world),
        new NothingAcknowledgedIsLost(),
        new OperationsEnd(world),
        new NothingIsOwed(world),
        new WhatIsLeftIsNamed(world),
        new ClaimsWithinCapacity(),
        new OvercommitIsReported(world),
        new NothingOnDoubt(),
        new NothingOnOldEvidence(world),
        new NothingIsOrderedUndecided(),
        new EveryChangeWasDecided(),
        new ModelIsReality(world),
        new JournalIsWhole(world),
        new PlansComeTrue(world),
        new DecisionsReplay(world),
        new RebuiltIsLive(world),
        new TransitionsDriven(world),
    ];
}
