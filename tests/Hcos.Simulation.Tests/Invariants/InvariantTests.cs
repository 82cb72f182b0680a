using Hcos.Ci2.Drivers.Simulated.Calls;
using Hcos.Contracts.Arml;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Bsl;
using Hcos.Contracts.Cie;
using Hcos.Contracts.Usl;
using Hcos.Kernel.Messages;
using Hcos.Simulation.Tests.Scenarios;
using Hcos.Simulation.Tests.World;
using Hcos.Usl.Journal;

namespace Hcos.Simulation.Tests.Invariants;

/// <summary>What no mutant is aimed at is shown what it forbids, and says so.</summary>
public sealed class InvariantTests
{
    private static readonly ServerId Server = new(DerivedId.From("server"));
    private static readonly ResourceId Resource = new(DerivedId.From("resource"));
    private static readonly OperationId Operation = new(DerivedId.From("operation"));
    private readonly PlatformWorld _world = new(1);

    [Fact]
    public void A_journal_that_skips_an_event_is_noticed()
    {
        var journal = new JournalIsWhole(_ => true);
        journal.Committed(Happened("arml", 1, Deleted));
        journal.Committed(Happened("arml", 2, Deleted));
        Assert.Throws<SimulationViolation>(() => journal.Committed(Journal(Happened("arml", 2, Deleted))));
    }

    [Fact]
    public void A_journal_that_takes_an_event_twice_is_noticed()
    {
        var journal = new JournalIsWhole(_ => true);
        journal.Committed(Happened("arml", 1, Deleted));
        journal.Committed(Journal(Happened("arml", 1, Deleted)));
        Assert.Throws<SimulationViolation>(() => journal.Committed(Journal(Happened("arml", 1, Deleted))));
    }

    [Fact]
    public void A_journal_that_lacks_an_event_at_rest_is_noticed()
    {
        var journal = new JournalIsWhole(_ => true);
        journal.Committed(Happened("arml", 1, Deleted));
        Assert.Single(journal.AtRest());
    }

    [Fact]
    public void A_task_that_nobody_asked_for_is_noticed()
    {
        var orders = new NothingIsOrderedUndecided();
        Assert.Throws<SimulationViolation>(() => orders.Committed(Happened("bsl", 1, Begun(ServerTaskKind.Stop))));
    }

    [Fact]
    public void A_native_change_without_a_task_is_noticed()
    {
        var estate = _world.Estates[0];
        var key = new ResourceKey(ResourceKind.Server, Resource.ToString());
        using var run = DriverRun.Power(key, PowerAction.PowerOff);
        var calls = new NativeCalls(null!, estate, run, TimeSpan.FromSeconds(1));
        Assert.Throws<SimulationViolation>(
            () => new EveryChangeWasDecided().BeforeChange(estate, calls, run.Current!));
    }

    [Fact]
    public void A_change_on_evidence_of_long_ago_is_noticed()
    {
        var evidence = new NothingOnOldEvidence(_world);
        evidence.Committed(Happened("bsl", 1, Placed));
        Assert.Throws<SimulationViolation>(() => evidence.Committed(Happened("bsl", 2, Begun(ServerTaskKind.Stop))));
    }

    [Fact]
    public void What_a_failed_creation_left_and_nobody_names_is_noticed()
    {
        var left = new WhatIsLeftIsNamed(_world);
        left.Committed(Happened("bsl", 1, Placed));
        left.Committed(Happened("bsl", 2, Deleted));
        left.Committed(Happened("usl", 1, new OperationAccepted(
            Operation, "servers.create", $"servers/{Server}", PlatformWorld.Beginning)));
        left.Committed(Happened("usl", 2, new OperationEnded(
            Operation, TaskOutcome.Failed, "deadline", null, [], false)));
        Assert.Empty(left.AtRest());
        _world.Estates[0].Outside("leave", change => change.LeaveServer("left", Resource, _world.Now));
        Assert.Single(left.AtRest());
    }

    [Fact]
    public void Overcommit_that_is_not_told_and_told_where_there_is_none_are_noticed()
    {
        var stage = Stage.Play(stage =>
        {
            var server = stage.CreateServer("one");
            stage.Demand(() => stage.HasEnded($"servers/{server}"), TimeSpan.FromMinutes(2));
            stage.Rest(TimeSpan.FromMinutes(5));
        });
        var overcommit = stage.World.Invariant<OvercommitIsReported>();
        Assert.Empty(overcommit.AtRest());
        var claimed = Bodies<CapacityClaimed>(stage).Last();
        var host = Bodies<HostCapacityChanged>(stage)
            .Last(told => told.Environment == claimed.Environment && told.Host == claimed.Host);
        overcommit.Committed(Happened("arml", 1, host with { Reason = "more is taken than there is" }));
        Assert.Single(overcommit.AtRest());
        overcommit.Committed(Happened("arml", 2, host with { Total = host.Total with { MemoryBytes = 1 << 20 } }));
        Assert.Single(overcommit.AtRest());
        overcommit.Committed(Happened("arml", 3, host));
        Assert.Empty(overcommit.AtRest());
    }

    private static IEnumerable<TEvent> Bodies<TEvent>(Stage stage) =>
        stage.World.LogOf("arml").Select(happened => happened.Body).OfType<TEvent>();

    private static ServerDeleted Deleted => new(Server, "one");

    private static ServerPlaced Placed => new(
        Server,
        1,
        Resource,
        new ClaimId(DerivedId.From("claim")),
        new ResourceSpec(Resource, ResourceKind.Server, "one"),
        Capacity.None,
        new PlacementDecision(
            "any", "any", 1, new EnvironmentId(DerivedId.From("environment")), "host-0001", "host-0001", 1, [], []));

    private static ServerTaskBegun Begun(ServerTaskKind kind) =>
        new(Server, DerivedId.From("task"), kind, false, PlatformWorld.Beginning);

    private static RecordedEvent Journal(RecordedEvent happened) =>
        Happened("usl", happened.Position, new Journaled(happened, false));

    private static RecordedEvent Happened(string log, long position, IEvent body) => new(
        log, position, $"server-{Server}", position, PlatformWorld.Beginning, 1,
        MessageContext.First(DerivedId.OfEvent(log, position)), null, body);
}
