using Hcos.Simulation.Tests.World;

namespace Hcos.Simulation.Tests.Coverage;

/// <summary>What the runs are measured by is whole, and says when something is not as it should be.</summary>
public sealed class UniverseTests
{
    [Fact]
    public void Every_kind_of_stream_is_followed_or_stands_nowhere()
    {
        var families = new PlatformWorld(1).Processes.SelectMany(process => process.Definition.Families
            .Select(create => $"{process.Name}/{create(process.Definition.CreateLookups()).Name}"));
        var followed = Machines.All.Select(machine => $"{machine.Layer}/{machine.Family}").Distinct();
        Assert.Equal(
            families.Order(StringComparer.Ordinal),
            followed.Concat(Machines.WithoutPhases).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_transition_that_never_happens_is_told_when_it_does()
    {
        var driven = new Driven();
        driven.Moved("usl/operation: Absent -> Sending");
        Assert.Empty(Universe.Unexpected(driven));
        driven.Moved("usl/operation: Ended -> Running");
        Assert.Equal(["usl/operation: Ended -> Running"], Universe.Unexpected(driven));
    }

    [Fact]
    public void A_rare_transition_may_happen()
    {
        var driven = new Driven();
        driven.Moved("bsl/server: Changing -> Deleted");
        Assert.Empty(Universe.Unexpected(driven));
    }

    [Fact]
    public void What_nobody_foresaw_is_told()
    {
        var driven = new Driven();
        driven.Moved("bsl/server: Resting -> Lost");
        Assert.Single(Universe.Unexpected(driven));
    }

    [Fact]
    public void What_was_not_driven_and_is_not_listed_is_missed()
    {
        Assert.Contains("usl/operation: Absent -> Sending", Universe.Missed(new Driven()));
    }

    [Fact]
    public void No_line_of_the_list_speaks_of_what_does_not_exist()
    {
        Assert.Empty(Universe.Idle());
    }
}
