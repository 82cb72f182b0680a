using Hcos.Contracts.Arml;
using static Hcos.Bsl.Placement.Tests.Estates;

namespace Hcos.Bsl.Placement.Tests;

/// <summary>What holds for every estate and request; the seed is in the name of the failing case.</summary>
public sealed class PlacementProperties
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 60)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void The_winner_has_room_and_everything_that_was_asked_for(int seed)
    {
        var (table, request) = (Drawn(seed, 200), Request(seed));

        var outcome = PlacementEngine.Place(request, table);

        if (outcome.Decision is not { } decision)
        {
            Assert.Equal(table.Count, outcome.Rejected.Sum(reason => reason.Count));
            return;
        }

        var row = table.RowOf(new(decision.Environment, decision.Host));
        Assert.True(table.At(row).IsUsable);
        Assert.True(outcome.Amount.Vcpus <= table.FreeAt(row).Vcpus);
        Assert.True(outcome.Amount.MemoryBytes <= table.FreeAt(row).MemoryBytes);
        Assert.True(outcome.Amount.DiskBytes == 0 || outcome.Amount.DiskBytes <= table.FreeAt(row).DiskBytes);
        Assert.True(request.Environment is null || request.Environment == decision.Environment);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Explanations_agree_with_the_decision_for_every_host(int seed)
    {
        var (table, request) = (Drawn(seed, 60), Request(seed));

        var outcome = PlacementEngine.Place(request, table);
        var why = table.Keys.ToArray().Select(key => PlacementEngine.Explain(key, request, table)).ToList();

        var ranked = why.Where(one => one.Rank > 0).OrderBy(one => one.Rank).ToList();
        Assert.Equal(Enumerable.Range(1, ranked.Count), ranked.Select(one => one.Rank));
        Assert.Equal(
            ranked.Take(5).Select(one => one.Key),
            outcome.Decision?.Best.Select(best => new CandidateKey(best.Environment, best.Host)) ?? []);
        foreach (var count in outcome.Rejected)
        {
            Assert.Equal(count.Count, why.Count(one => one.Reason.Code() == count.Reason));
        }

        Assert.Equal(table.Count, ranked.Count + outcome.Rejected.Sum(reason => reason.Count));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void The_order_in_which_hosts_became_known_does_not_matter(int seed)
    {
        var (table, request) = (Drawn(seed, 100), Request(seed));
        var again = new CandidateTable();
        var random = new Random(seed);
        for (var row = table.Count - 1; row >= 0; row--)
        {
            // Told first as something else, and only then as it is.
            if (random.Next(3) == 0) again.Put(table.At(row) with { Total = new(1, 1, 1), DiskPool = "another" });
            again.Put(table.At(row));
            again.Offers(table.At(row).Key.Environment, table.OfferOf(table.At(row).Key.Environment));
        }

        for (var row = 0; row < table.Count; row++) again.Claim(table.At(row).Key, ClaimedIn(table, row));

        var one = PlacementEngine.Place(request, table);
        var other = PlacementEngine.Place(request, again);

        Assert.Equal(one.Rejected, other.Rejected);
        Assert.Equal(one.Decision?.Host, other.Decision?.Host);
        Assert.Equal(one.Decision?.Best.Select(best => best.Score), other.Decision?.Best.Select(best => best.Score));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Placing_until_nothing_fits_never_takes_more_than_there_is(int seed)
    {
        var (table, request) = (Drawn(seed, 20), Request(seed));
        var isFull = false;

        for (var i = 0; i < 5_000 && !isFull; i++)
        {
            var outcome = PlacementEngine.Place(request, table);
            isFull = outcome.Decision is null;
            if (outcome.Decision is not { } decision) continue;
            var key = new CandidateKey(decision.Environment, decision.Host);
            table.Claim(key, outcome.Amount);
            var free = table.FreeAt(table.RowOf(key));
            Assert.True(free.Vcpus >= 0 && free.MemoryBytes >= 0, $"too much on {key}");
            Assert.True(outcome.Amount.DiskBytes == 0 || free.DiskBytes >= 0, $"too much disk on {key}");
        }

        Assert.True(isFull);
    }

    [Fact]
    public void Scores_are_the_same_bits_in_every_lane_of_a_vector()
    {
        // 37 rows: whole vectors and a rest on every machine; each row must score as it does alone.
        var hosts = Enumerable.Range(0, 37).Select(i => Host($"h{i:d2}", 7 + i, 3 + i, 11 + (13 * i))).ToList();
        var policy = PlacementPolicy.Default with { Best = 37 };
        var together = PlacementEngine.Place(Small, Of(hosts), policy).Decision!.Best.ToDictionary(best => best.Host);

        foreach (var host in hosts)
        {
            var alone = PlacementEngine.Place(Small, Of(host), policy).Decision!.Best[0];
            Assert.Equal(
                BitConverter.DoubleToInt64Bits(alone.Score),
                BitConverter.DoubleToInt64Bits(together[host.Key.Host].Score));
        }
    }

    private static Capacity ClaimedIn(CandidateTable table, int row)
    {
        var candidate = table.At(row);
        var used = candidate.Total - candidate.Foreign - table.FreeAt(row);
        // Shared storage shows the sum in every row: it is claimed through the first of them only.
        if (candidate.DiskPool is null) return used;
        var isFirst = Enumerable.Range(0, row).All(other =>
            table.At(other).DiskPool != candidate.DiskPool
            || table.At(other).Key.Environment != candidate.Key.Environment);
        return isFirst ? used : used with { DiskBytes = 0 };
    }
}
