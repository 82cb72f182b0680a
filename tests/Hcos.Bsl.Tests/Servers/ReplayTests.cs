using Hcos.Bsl.Placements;
using Hcos.Contracts.Bsl;
using Hcos.Kernel.Messages;

namespace Hcos.Bsl.Tests.Servers;

/// <summary>"Why here, and why not there" is answered by replaying exactly that decision from BSL's own log.</summary>
public sealed class ReplayTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 20)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Every_decision_is_decided_again_to_the_last_bit_in_any_order(int seed)
    {
        var random = new Random(seed);
        var world = Busy(random);
        var store = new LogOfATest(world.Layer.Log);
        await using var past = new PlacementPast(store, new BslOptions { PastPage = 5, MostPastKept = 3 });
        var decisions = world.Layer.Of<ServerPlaced>().OrderBy(_ => random.Next()).ToList();

        foreach (var placed in decisions)
        {
            var explained = await ExplainAsync(past, placed, null);
            Assert.True(explained.IsIdentical, $"{placed.Decision} was decided again as {explained.Decision}");
        }

        Assert.NotEmpty(decisions);
    }

    [Fact]
    public async Task Why_not_on_a_host_is_told_with_its_rank_and_the_amounts_of_that_time()
    {
        var world = new BslWorld();
        world.Host("h2", vcpus: 1);
        world.Host("h3", vcpus: 8);
        world.Host("h4", isUsable: false, reason: "it does not work");
        world.Send(world.Create);
        // What comes later must not be seen.
        world.Host("h2", vcpus: 64);
        await using var past = new PlacementPast(new LogOfATest(world.Layer.Log), new BslOptions());

        var (chosen, small, lower, broken) = (
            await VerdictAsync(past, world, "h1"), await VerdictAsync(past, world, "h2"),
            await VerdictAsync(past, world, "h3"), await VerdictAsync(past, world, "h4"));
        Assert.Equal(("chosen", 1), (chosen.Code, chosen.Rank));
        Assert.Equal(("vcpus", "2 processors were needed, 1 free"), (small.Code, small.Reason));
        Assert.Equal(("lower-score", 2), (lower.Code, lower.Rank));
        Assert.Contains("most of it by balance", lower.Reason, StringComparison.Ordinal);
        Assert.Equal(("not-usable", "it does not work"), (broken.Code, broken.Reason));
        Assert.Empty((await ExplainAsync(past, world.Placed, "h9")).Hosts);
    }

    [Fact]
    public async Task What_another_engine_decided_is_not_decided_again()
    {
        var world = new BslWorld();
        world.Send(world.Create);
        var log = world.Layer.Log.ConvertAll(happened => happened.Body is ServerPlaced placed
            ? happened with { Body = placed with { Decision = placed.Decision with { Engine = "placement-0" } } }
            : happened);
        await using var past = new PlacementPast(new LogOfATest(log), new BslOptions());

        Assert.Equal("other-engine", (await ExplainAsync(past, world.Placed, null)).Code);
        Assert.Equal("missing", (await ExplainAsync(past, world.Placed with { Round = 2 }, null)).Code);
    }

    [Fact]
    public async Task The_next_question_reads_only_what_follows_the_last()
    {
        var world = Busy(new Random(7));
        var store = new LogOfATest(world.Layer.Log);
        await using var past = new PlacementPast(store, new BslOptions { PastPage = 10 });
        var last = world.Layer.Of<ServerPlaced>()[^1];
        await ExplainAsync(past, last, null);
        var read = store.Read;
        await ExplainAsync(past, last, null);

        Assert.True(read > 20, $"{read} events were read");
        Assert.True(store.Read - read <= 10, $"{store.Read - read} events were read again");
    }

    private static async Task<HostVerdict> VerdictAsync(PlacementPast past, BslWorld world, string host) =>
        Assert.Single((await ExplainAsync(past, world.Placed, host)).Hosts);

    private static async Task<PlacementExplanation> ExplainAsync(
        PlacementPast past, ServerPlaced placed, string? host) =>
        (PlacementExplanation)await past.AnswerAsync(
            new ExplainPlacement(placed.Server, placed.Round, host), TestContext.Current.CancellationToken);

    private static BslWorld Busy(Random random)
    {
        var world = new BslWorld();
        for (var i = 0; i < 40; i++)
        {
            switch (random.Next(5))
            {
                case 0:
                    world.Host($"h{random.Next(6)}", random.Next(1, 40), random.Next(5) > 0);
                    break;
                case 1 when world.Layer.Commands.Count > 0 && world.Layer.Of<ServerPlaced>().Count > 0:
                    world.Layer.Refuse(world.Layer.Commands[^1], "stale");
                    break;
                default:
                    world.Send(world.Create with
                    {
                        Server = new(DerivedId.From("server", $"{i}")),
                        Name = $"web-{i}",
                        Vcpus = random.Next(1, 5),
                        Group = random.Next(2) == 0 ? "web" : null,
                    });
                    break;
            }
        }

        return world;
    }
}
