using static Hcos.Bsl.Placement.Tests.Estates;

namespace Hcos.Bsl.Placement.Tests;

public sealed class DecisionTests
{
    [Fact]
    public void A_decision_names_winner_and_runners_up_with_the_parts_of_their_scores()
    {
        var table = Of(Host("a"), Host("b"), Host("c"));
        table.Claim(Key(1, "a"), new(8, 32 * Gib, 0));
        table.Claim(Key(1, "b"), new(4, 16 * Gib, 0));
        table.Position = 42;

        var decision = PlacementEngine.Place(Small, table).Decision!;

        Assert.Equal(
            (PlacementEngine.Version, "balanced-2", 42L), (decision.Engine, decision.Policy, decision.InputPosition));
        Assert.Equal(["c", "b", "a"], decision.Best.Select(best => best.Host));
        Assert.Equal(3, decision.Considered);
        Assert.All(
            decision.Best, best => Assert.Equal(["balance", "spread", "disk"], best.Parts.Select(p => p.Objective)));
        Assert.All(decision.Best, best => Assert.Equal(best.Score, best.Parts.Sum(p => p.Weight * p.Value), 1e-6));
        Assert.All(decision.Best.SelectMany(best => best.Parts), part => Assert.InRange(part.Value, 0, 1));
        Assert.Equal(1.0, decision.Best[0].Parts.Sum(part => part.Weight), 1e-6);
    }

    [Fact]
    public void At_most_five_candidates_are_named()
    {
        var table = Of([.. Enumerable.Range(0, 20).Select(i => Host($"h{i:d2}"))]);

        var decision = PlacementEngine.Place(Small, table).Decision!;

        Assert.Equal(["h00", "h01", "h02", "h03", "h04"], decision.Best.Select(best => best.Host));
    }

    [Fact]
    public void Reasons_are_counted_the_most_frequent_first()
    {
        var table = Of(
            Host("a", isUsable: false), Host("b", vcpus: 0), Host("c", vcpus: 0), Host("d", environment: 2));

        var outcome = PlacementEngine.Place(Small with { Environment = Environment(1) }, table);

        Assert.Null(outcome.Decision);
        Assert.Equal(
            [("vcpus", 2), ("other-environment", 1), ("not-usable", 1)],
            outcome.Rejected.Select(reason => (reason.Reason, reason.Count)));
        Assert.Equal(4, outcome.Considered);
    }

    [Fact]
    public void The_first_reason_that_applies_is_the_one_told()
    {
        var table = Of(Host("a", vcpus: 0, memoryGib: 0, isUsable: false));

        Assert.Equal(["not-usable"], PlacementEngine.Place(Small, table).Rejected.Select(reason => reason.Reason));
    }

    [Fact]
    public void Why_not_tells_rank_and_amounts()
    {
        var table = Of(Host("a"), Host("b"), Host("c", vcpus: 0));
        table.Claim(Key(1, "b"), new(4, 4 * Gib, 0));

        var second = PlacementEngine.Explain(Key(1, "b"), Small, table);
        var full = PlacementEngine.Explain(Key(1, "c"), Small, table);

        Assert.Equal((2, 12L, 60 * Gib), (second.Rank, second.Free.Vcpus, second.Free.MemoryBytes));
        Assert.Equal("b", second.Score?.HostName);
        Assert.Equal((0, Rejection.Vcpus, 0L, 1L), (full.Rank, full.Reason, full.Free.Vcpus, full.Needed.Vcpus));
        Assert.Null(full.Score);
    }

    [Fact]
    public void A_host_that_is_no_candidate_is_unknown()
    {
        var why = PlacementEngine.Explain(Key(1, "nowhere"), Small, Of(Host("a")));

        Assert.False(why.IsKnown);
        Assert.Equal(0, why.Rank);
    }

    [Fact]
    public void Every_reason_has_a_word_of_its_own()
    {
        var words = Enum.GetValues<Rejection>().Select(reason => reason.Code()).ToList();

        Assert.Equal(words.Count, words.Distinct().Count());
        Assert.All(words, word => Assert.Matches("^[a-z-]+$", word));
    }

    [Fact]
    public void Weights_of_every_policy_add_up_to_one() => Assert.All(
        PlacementPolicy.Known, policy => Assert.Equal(1f, policy.Weights.Sum(weight => weight.Weight), 1e-6f));

    [Fact]
    public void Every_policy_and_every_objective_has_a_name_of_its_own()
    {
        Assert.Equal(
            PlacementPolicy.Known.Count, PlacementPolicy.Known.Select(policy => policy.Version).Distinct().Count());
        var words = Enum.GetValues<Objective>().Select(objective => objective.Code()).ToList();
        Assert.Equal(words.Count, words.Distinct().Count());
    }
}
