using Hcos.Kernel.Messages;

namespace Hcos.Bsl.Tests.Ladder;

/// <summary>
/// What a server costs: kernel.md allows a creation 8 commits in sequence and 25 events over all layers.
/// </summary>
public sealed class BudgetTests
{
    /// <summary>CI2 takes the task on, ends it, and tells server, disk, seed and later an address.</summary>
    private const int EventsOfCi2 = 7;

    /// <summary>The acceptance and the end of the operation.</summary>
    private const int CommitsOfUsl = 2;

    /// <summary>The task taken on, and its end.</summary>
    private const int CommitsOfCi2 = 2;

    [Fact]
    public void A_creation_stays_within_its_events()
    {
        var world = new LadderWorld();
        var before = Events(world);

        world.CreateAndRun();

        Assert.Equal(8, Events(world) - before);
        Assert.InRange(Events(world) - before + EventsOfCi2, 1, 25);
    }

    [Fact]
    public void A_creation_stays_within_its_commits_in_sequence()
    {
        var world = new LadderWorld();
        var before = world.Network.LogOf("arml").Count;

        var task = world.Create();
        world.EndOf(task);

        // A step is a commit, and all of its events follow from one message.
        var inBsl = Commits(world.Network.LogOf("bsl").Where(e => e.Context.Correlation == task));
        var inArml = Commits(world.Network.LogOf("arml").Skip(before));
        Assert.Equal((2, 2), (inBsl, inArml));
        Assert.InRange(inBsl + inArml + CommitsOfCi2 + CommitsOfUsl, 1, 8);
    }

    [Fact]
    public void A_server_at_rest_costs_nothing()
    {
        var world = new LadderWorld();
        world.CreateAndRun();
        world.Rests();
        var before = Events(world);

        for (var i = 0; i < 20; i++)
        {
            world.Network.Pass(TimeSpan.FromSeconds(30));
            world.Network.Tell("ci2", new Hcos.Contracts.Ci2.SweepCompleted(world.Lab, world.Network.Now, 5, []));
        }

        Assert.Equal(before, Events(world));
    }

    private static int Events(LadderWorld world) =>
        world.Network.LogOf("bsl").Count + world.Network.LogOf("arml").Count;

    // What is owed at once stands in the step of the event after which it is owed.
    private static int Commits(IEnumerable<RecordedEvent> log) =>
        log.Where(e => e.Body is not CommandOwed).Select(e => e.Context.Causation).Distinct().Count();
}
