using static Hcos.Bsl.Placement.Tests.Estates;

namespace Hcos.Bsl.Placement.Tests;

/// <summary>Each objective by itself: which of two hosts it prefers, and that it shows its value.</summary>
public sealed class ObjectiveTests
{
    private static void Prefers(
        string expected, Objective objective, PlacementRequest request, params IReadOnlyList<Candidate> hosts) =>
        Prefers(expected, objective, request, Of(hosts));

    private static void Prefers(
        string expected, Objective objective, PlacementRequest request, CandidateTable table)
    {
        var policy = new PlacementPolicy("one", [new(objective, 1f)]);

        var decision = PlacementEngine.Place(request, table, policy).Decision!;

        Assert.Equal(expected, decision.Host);
        Assert.Equal([objective.Code()], decision.Best[0].Parts.Select(part => part.Objective));
        Assert.All(decision.Best, best => Assert.InRange(best.Score, 0, 1));
        Assert.True(decision.Best[0].Score > decision.Best[^1].Score);
        Assert.Equal(expected, PlacementEngine.Choose(request, table, policy)?.Host);
    }

    [Fact]
    public void Consolidation_fills_the_fuller_host()
    {
        var table = Of(Host("a"), Host("b"));
        table.Claim(Key(1, "b"), new(4, 16 * Gib, 0));

        Prefers("b", Objective.Consolidation, Small, table);
    }

    [Fact]
    public void Alignment_leaves_equal_shares()
    {
        var table = Of(Host("a"), Host("b"));
        table.Claim(Key(1, "a"), new(8, 0, 0));
        table.Claim(Key(1, "b"), new(8, 32 * Gib, 0));

        Prefers("b", Objective.Alignment, Small, table);
    }

    [Fact]
    public void Cost_takes_the_cheaper_host() => Prefers(
        "b",
        Objective.Cost,
        Small,
        Host("a") with { Price = new(0.02f, 0.01f) },
        Host("b") with { Price = new(0.02f, 0.005f) });

    [Fact]
    public void Energy_does_not_wake_an_idle_host()
    {
        var table = Of(
            Host("a") with { Power = new(100, 200) }, Host("b") with { Power = new(100, 300) });
        table.Claim(Key(1, "b"), new(1, Gib, 0));

        Prefers("b", Objective.Energy, Small, table);
    }

    [Fact]
    public void Locality_goes_where_the_image_is() =>
        Prefers("b", Objective.Locality, Small, Host("a"), Host("b") with { HeldImages = ["guest"] });

    [Fact]
    public void Locality_goes_where_most_of_the_data_is() => Prefers(
        "b",
        Objective.Locality,
        Small with { Data = [new(Key(1, "a"), Gib), new(Key(1, "b"), 2 * Gib)] },
        Host("a"),
        Host("b"));

    [Fact]
    public void Headroom_keeps_room_for_the_largest_usual_server()
    {
        var table = Of(Host("a"), Host("b", vcpus: 15));

        Prefers("b", Objective.Headroom, Small, table);
    }

    [Fact]
    public void Churn_stays_where_it_was() => Prefers(
        "b",
        Objective.Churn,
        Small with { Former = Key(1, "b"), Group = [new(Key(1, "a"), 1)] },
        Host("a"),
        Host("b"));

    [Fact]
    public void Wishes_about_groups_count()
    {
        var with = new GroupRule("g", IsTogether: true, DomainLevel.Host, IsHard: false, [new(Key(1, "b"), 1)]);
        var without = with with { IsTogether = false };

        Prefers("b", Objective.Affinity, Small with { Rules = [with] }, Host("a"), Host("b"));
        Prefers("a", Objective.Affinity, Small with { Rules = [without] }, Host("a"), Host("b"));
    }

    [Fact]
    public void Spread_goes_to_another_zone_before_another_host() => Prefers(
        "c",
        Objective.Spread,
        Small with { Group = [new(Key(1, "a"), 1)] },
        Host("a") with { Domains = new("z1") },
        Host("b") with { Domains = new("z1") },
        Host("c") with { Domains = new("z2") });

    [Fact]
    public void An_objective_without_weight_is_not_looked_at()
    {
        var policy = new PlacementPolicy("two", [new(Objective.Balance, 1f), new(Objective.Cost, 0f)]);

        var decision = PlacementEngine.Place(Small, Of(Host("a")), policy).Decision!;

        Assert.Equal(["balance"], decision.Best[0].Parts.Select(part => part.Objective));
    }

    [Fact]
    public void The_choice_alone_is_the_winner_of_the_whole_decision()
    {
        foreach (var seed in Enumerable.Range(1, 100))
        {
            var (table, request) = (Drawn(seed, 90), Request(seed));
            foreach (var policy in PlacementPolicy.Known)
            {
                var decision = PlacementEngine.Place(request, table, policy).Decision;
                var chosen = PlacementEngine.Choose(request, table, policy);
                Assert.Equal((decision?.Environment, decision?.Host), (chosen?.Environment, chosen?.Host));
            }
        }
    }
}
