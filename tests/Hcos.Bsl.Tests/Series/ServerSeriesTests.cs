using Hcos.Contracts.Arml;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Bsl;
using Hcos.Contracts.Ci2;
using Hcos.Kernel.Messages;

namespace Hcos.Bsl.Tests.Series;

/// <summary>Many servers at once: each like any other, and one end for all.</summary>
public sealed class ServerSeriesTests
{
    private static readonly SeriesId All = new(DerivedId.From("series"));
    private readonly BslWorld _world = new();

    public ServerSeriesTests()
    {
        _world.Host("h2");
        _world.Host("h3");
    }

    private static CreateServers Nine => new(All, "web", 9, Vcpus: 2, MemoryBytes: BslWorld.Gib, Image: "guest");

    private ServersCreationEnded End => Assert.Single(_world.Layer.Of<ServersCreationEnded>());

    [Fact]
    public void Each_is_placed_on_its_own_and_spread_and_the_whole_ends_when_all_are_there()
    {
        _world.Send(Nine);
        var placed = _world.Layer.Of<ServerPlaced>();
        Assert.Equal(9, placed.Count);
        Assert.All(placed.GroupBy(one => one.Decision.Host), same => Assert.Equal(3, same.Count()));
        Assert.Equal("web-1", placed[0].Spec.Name);

        foreach (var one in placed.Take(8)) Make(one);
        Assert.Empty(_world.Layer.Of<ServersCreationEnded>());
        Make(placed[8]);
        Assert.Equal((TaskOutcome.Done, "9 of 9 servers are there"), (End.Outcome, End.Reason));
    }

    [Fact]
    public void The_plan_tells_how_many_go_where_as_they_will()
    {
        var plan = _world.Layer.Ask(new PlanServers(Nine));
        _world.Send(Nine);

        var placed = _world.Layer.Of<ServerPlaced>().GroupBy(one => one.Decision.Host)
            .ToDictionary(same => same.Key, same => same.Count());
        Assert.Equal(9, plan.Placed);
        Assert.Equal(placed, plan.Hosts.ToDictionary(share => share.Host, share => share.Servers));
    }

    [Fact]
    public void Together_none_is_begun_when_one_has_no_place_and_the_refusal_says_how_many_have()
    {
        var refused = _world.Refused(Nine with { Count = 25, Together = true });
        Assert.Equal("no-candidate", refused.Code);
        Assert.Contains("there is a place for 24 of 25", refused.Reason, StringComparison.Ordinal);
        Assert.Contains("vcpus (3)", refused.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Otherwise_as_many_are_made_as_there_are_places_for()
    {
        _world.Send(Nine with { Count = 25 });
        var placed = _world.Layer.Of<ServerPlaced>();
        Assert.Equal(24, placed.Count);
        foreach (var one in placed) Make(one);

        Assert.Equal((TaskOutcome.Failed, "partly"), (End.Outcome, End.Code));
        Assert.Contains("24 of 25 servers are there; 1 not: none of 3 hosts", End.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Together_those_that_were_made_go_again_when_another_cannot_be()
    {
        _world.Send(Nine with { Together = true });
        var placed = _world.Layer.Of<ServerPlaced>();
        foreach (var one in placed.Skip(1)) Make(one);
        Fail(placed[0]);
        var undoing = Assert.Single(_world.Layer.Of<SeriesUndoing>());
        Assert.Equal(8, undoing.Servers.Count);
        Assert.Empty(_world.Layer.Of<ServersCreationEnded>());

        foreach (var one in placed.Skip(1)) Release(one);
        Assert.Equal((TaskOutcome.Undone, "invalid"), (End.Outcome, End.Code));
        Assert.Equal(9, _world.Layer.Of<ServerDeleted>().Count);
    }

    [Fact]
    public void One_that_cannot_be_made_is_told_and_the_others_stay()
    {
        _world.Send(Nine);
        var placed = _world.Layer.Of<ServerPlaced>();
        foreach (var one in placed.Skip(1)) Make(one);
        Fail(placed[0]);

        Assert.Equal((TaskOutcome.Failed, "partly"), (End.Outcome, End.Code));
        Assert.Contains("8 of 9 servers are there; 1 not: it makes no sense", End.Reason, StringComparison.Ordinal);
        Assert.Empty(_world.Layer.Of<SeriesUndoing>());
    }

    [Fact]
    public void A_name_that_is_taken_or_a_count_beyond_the_bound_is_refused_before_anything_is_begun()
    {
        _world.Send(_world.Create with { Name = "web-7" });
        Assert.Equal("name-taken", _world.Refused(Nine).Code);
        Assert.Equal("invalid-count", _world.Refused(Nine with { Count = 1001, Name = "many" }).Code);
    }

    [Fact]
    public void After_a_restart_the_whole_goes_on()
    {
        _world.Send(Nine);
        var placed = _world.Layer.Of<ServerPlaced>();
        foreach (var one in placed.Take(4)) Make(one);
        _world.Layer.Restart();
        foreach (var one in placed.Skip(4)) Make(one);
        Assert.Equal(TaskOutcome.Done, End.Outcome);
    }

    [Fact]
    public void What_never_ends_is_told_at_the_deadline()
    {
        _world.Send(Nine);
        _world.Layer.Advance(new BslOptions().CreateManyWithin + TimeSpan.FromSeconds(1));
        Assert.Single(_world.Layer.Of<ServersCreationEnded>());
    }

    private void Make(ServerPlaced placed)
    {
        _world.Layer.Answer(ClaimOf(placed), BslWorld.Claimed(placed));
        _world.Layer.Observe("arml", new ResourceProvisioned(
            placed.Resource,
            placed.Claim,
            _world.Lab,
            BslWorld.Key(placed),
            BslWorld.Object(placed, ResourceState.Running),
            new Evidence(_world.Layer.Now, EvidenceSource.Effect)));
    }

    private void Fail(ServerPlaced placed)
    {
        _world.Layer.Answer(ClaimOf(placed), BslWorld.Claimed(placed));
        _world.Layer.Observe(
            "arml", new ResourceFailed(placed.Resource, DriverTaskOutcome.Invalid, "it makes no sense"));
        Release(placed);
    }

    private void Release(ServerPlaced placed) => _world.Layer.Observe(
        "arml",
        new ClaimReleased(
            placed.Claim, placed.Resource, _world.Lab, placed.Decision.Host, placed.Amount, IsAbandoned: false),
        new ResourceReleased(placed.Resource, placed.Claim));

    private CommandEnvelope ClaimOf(ServerPlaced placed) =>
        _world.Layer.Commands.Last(command => command.Body is ClaimCapacity claim && claim.Claim == placed.Claim);
}
