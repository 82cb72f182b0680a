using Hcos.Contracts.Arml;
using static Hcos.Bsl.Placement.Tests.Estates;

namespace Hcos.Bsl.Placement.Tests;

public sealed class GroupPlacementTests
{
    private static PlacementRequest Of(long vcpus) => new(vcpus, Gib);

    [Fact]
    public void All_have_a_place_or_none_and_the_table_stays_as_it_was()
    {
        var table = Estates.Of(Host("a"), Host("b"));

        var all = PlacementEngine.PlaceGroup([Of(10), Of(10), Of(6), Of(6)], table);
        var none = PlacementEngine.PlaceGroup([Of(10), Of(10), Of(10)], table);

        Assert.True(all.IsPlaced);
        Assert.Equal(4, all.Outcomes.Count);
        Assert.False(none.IsPlaced);
        Assert.Empty(none.Outcomes);
        Assert.InRange(none.Failed, 0, 2);
        Assert.Equal([16L, 16L], table.Keys.ToArray().Select(key => table.FreeAt(table.RowOf(key)).Vcpus));
    }

    [Fact]
    public void A_place_is_taken_back_where_that_makes_room_for_all()
    {
        // The largest would go to the emptier host, where the one that asks for that environment must be.
        var table = Estates.Of(Host("a", vcpus: 12, environment: 2), Host("b", vcpus: 10));
        var pinned = Of(9) with { Environment = Environment(2) };

        var outcome = PlacementEngine.PlaceGroup([Of(10), pinned], table);

        Assert.True(outcome.IsPlaced);
        Assert.Equal(["b", "a"], outcome.Outcomes.Select(one => one.Decision!.Host));
    }

    [Fact]
    public void What_is_placed_counts_for_the_rules_of_the_others()
    {
        var table = Estates.Of(Host("a"), Host("b"), Host("c"));
        var apart = new GroupRule("web", IsTogether: false, DomainLevel.Host, IsHard: true, []);
        var member = Of(1) with { Joins = ["web"], Rules = [apart] };

        var three = PlacementEngine.PlaceGroup([member, member, member], table);
        var four = PlacementEngine.PlaceGroup([member, member, member, member], table);

        Assert.Equal(["a", "b", "c"], three.Outcomes.Select(one => one.Decision!.Host).Order());
        Assert.False(four.IsPlaced);
    }

    [Fact]
    public void A_search_that_finds_nothing_ends_at_its_bound()
    {
        var table = Estates.Of([.. Enumerable.Range(0, 12).Select(i => Host($"h{i:d2}"))]);

        var outcome = PlacementEngine.PlaceGroup([.. Enumerable.Range(0, 13).Select(_ => Of(9))], table);

        Assert.False(outcome.IsPlaced);
        Assert.True(outcome.IsExhausted);
        Assert.InRange(outcome.Tried, 13, 13 + PlacementEngine.MostRepairs);
    }

    [Fact]
    public void The_nearest_fit_says_what_is_lacking_and_what_would_fit()
    {
        var table = Estates.Of(Host("a", vcpus: 8), Host("b", vcpus: 12), Host("c", vcpus: 64, isUsable: false));

        var nearest = PlacementEngine.Nearest(new(16, 32 * Gib), table)!;

        Assert.Equal("b", nearest.Key.Host);
        Assert.Equal([new(Dimensions.Vcpus, 4L)], nearest.Lacking);
        Assert.Equal(0.25, nearest.RelativeLack);
        Assert.Equal(new Capacity(12, 24 * Gib, 0), nearest.Largest);
        Assert.Equal("b", PlacementEngine.Place(new(12, 24 * Gib), table).Decision?.Host);
    }

    [Fact]
    public void Nothing_is_near_where_capacity_is_not_what_is_missing() =>
        Assert.Null(PlacementEngine.Nearest(Small, Estates.Of(Host("a", isUsable: false))));
}
