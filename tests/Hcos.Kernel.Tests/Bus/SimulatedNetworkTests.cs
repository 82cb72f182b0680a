using Hcos.Kernel.Conformance.Bus;
using Hcos.Kernel.Messages;
using Hcos.Kernel.Simulated.Bus;
using Hcos.Kernel.Simulated.Time;

namespace Hcos.Kernel.Tests.Bus;

public sealed class SimulatedNetworkTests
{
    private static readonly MessageCatalog Catalog = new([typeof(DoProbe).Assembly], []);

    private static readonly BusFaults Bad = new()
    {
        Lose = 0.2,
        Double = 0.2,
        Late = 0.1,
        Overtake = 0.3,
        MostLate = TimeSpan.FromSeconds(3),
    };

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(77)]
    public void One_seed_gives_one_run(int seed)
    {
        Assert.Equal(Run(seed, Bad).Lines, Run(seed, Bad).Lines);
        Assert.NotEqual(Run(seed, Bad).Lines, Run(seed + 1, Bad).Lines);
    }

    [Fact]
    public void Every_fault_that_was_asked_for_happens_and_is_counted()
    {
        var (lines, counts) = Run(5, Bad);
        Assert.InRange(counts.Lost, 60, 240);
        Assert.InRange(counts.Doubled, 60, 240);
        Assert.InRange(counts.Late, 20, 120);
        Assert.InRange(counts.Overtaken, 20, 120);
        Assert.Equal(counts.Sent - counts.Lost + counts.Doubled, lines.Count);
    }

    [Fact]
    public void Without_faults_everything_arrives_once_within_two_milliseconds()
    {
        var (lines, counts) = Run(5, BusFaults.None);
        Assert.Equal(600, lines.Count);
        Assert.Equal((600L, 0L, 0L, 0L), (counts.Sent, counts.Lost, counts.Doubled, counts.Overtaken));
    }

    [Fact]
    public void Parts_of_one_log_keep_their_order_whatever_is_lost_or_late()
    {
        var faults = Bad with { Double = 0 };
        for (var seed = 0; seed < 20; seed++)
        {
            var parts = Run(seed, faults).Lines.Where(line => line.StartsWith("batch", StringComparison.Ordinal))
                .Select(line => int.Parse(line.Split(' ')[1])).ToList();
            Assert.Equal(parts.Order(), parts);
        }
    }

    [Fact]
    public void Commands_overtake_each_other_only_when_that_was_asked_for()
    {
        var keeping = Commands(Bad with { Double = 0, Overtake = 0 });
        Assert.Equal(keeping.Order(), keeping);
        var overtaking = Commands(Bad with { Double = 0, Overtake = 1 });
        Assert.NotEqual(overtaking.Order(), overtaking);
    }

    [Fact]
    public void What_is_cut_off_receives_nothing_until_it_is_mended()
    {
        var time = new VirtualTimeProvider(BusSamples.Noon);
        var network = new SimulatedNetwork(Catalog, time, seed: 1);
        network.Connect("red", ["blue"]);
        network.Cut("red");
        network.Publish(BusSamples.Batch("blue", 1, 1));
        Assert.NotNull(network.NextDue);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(network.TryDequeue(time.GetUtcNow(), out _));
        Assert.Equal(1, network.Counts.Lost);

        network.Mend("red");
        network.Publish(BusSamples.Batch("blue", 2, 1));
        Assert.False(network.TryDequeue(time.GetUtcNow(), out _));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(network.TryDequeue(time.GetUtcNow(), out var delivery));
        Assert.Equal(2, Assert.IsType<SimulatedMessage.Batch>(delivery.Message).Part.First);
        Assert.Null(network.NextDue);
    }

    [Fact]
    public void The_way_is_bounded()
    {
        var time = new VirtualTimeProvider(BusSamples.Noon);
        var network = new SimulatedNetwork(Catalog, time, seed: 1) { Faults = new BusFaults { MostUnderWay = 3 } };
        network.Connect("red", ["blue"]);
        for (var i = 1; i <= 5; i++) network.Publish(BusSamples.Batch("blue", i, 1));
        Assert.Equal(2, network.Counts.Lost);
    }

    private static List<int> Commands(BusFaults faults) =>
        [.. Run(3, faults).Lines.Where(line => line.StartsWith("command", StringComparison.Ordinal))
            .Select(line => int.Parse(line.Split(' ')[1]))];

    /// <summary>
    /// 300 batches and 300 commands, a millisecond apart; everything that arrives, in order, with its time.
    /// </summary>
    private static (List<string> Lines, NetworkCounts Counts) Run(int seed, BusFaults faults)
    {
        var time = new VirtualTimeProvider(BusSamples.Noon);
        var network = new SimulatedNetwork(Catalog, time, seed) { Faults = faults };
        network.Connect("red", ["blue"]);
        var lines = new List<string>();
        for (var i = 1; i <= 300; i++)
        {
            network.Publish(BusSamples.Batch("blue", i, 1));
            network.Send("red", [BusSamples.Command("red", i)]);
            time.Advance(TimeSpan.FromMilliseconds(1));
            Drain(network, time, lines);
        }

        time.Advance(TimeSpan.FromMinutes(1));
        Drain(network, time, lines);
        return (lines, network.Counts);
    }

    private static void Drain(SimulatedNetwork network, VirtualTimeProvider time, List<string> lines)
    {
        while (network.TryDequeue(time.GetUtcNow(), out var delivery))
        {
            lines.Add(delivery.Message switch
            {
                SimulatedMessage.Batch batch => $"batch {batch.Part.First} at {time.GetUtcNow():O}",
                SimulatedMessage.Commands commands =>
                    $"command {((DoProbe)commands.Envelopes[0].Body).Number} at {time.GetUtcNow():O}",
                _ => throw new InvalidOperationException("nothing else was sent"),
            });
        }
    }
}
