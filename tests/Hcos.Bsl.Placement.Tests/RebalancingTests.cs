using Hcos.Contracts.Arml;
using static Hcos.Bsl.Placement.Tests.Estates;

namespace Hcos.Bsl.Placement.Tests;

/// <summary>The least possible intervention, against all plans there are.</summary>
public sealed class RebalancingTests
{
    private sealed record Estate(List<RebalancingHost> Hosts, List<RunningServer> Servers);

    [Fact]
    public void Ten_thousand_estates_without_competition_are_left_alone()
    {
        var calm = 0;
        for (var seed = 1; calm < 10_000; seed++)
        {
            var estate = DrawnEstate(seed, 4, 6, 60);
            if (IsInCompetition(estate, [.. estate.Servers.Select(PlaceOf)])) continue;
            calm++;
            var plan = Rebalancing.Plan(estate.Hosts, estate.Servers);
            Assert.True(plan is { Moves.Count: 0, Competing.Count: 0, EndsAll: true, IsLeast: true }, $"seed {seed}");
        }
    }

    [Fact]
    public void Ten_thousand_small_estates_in_competition_get_as_few_moves_as_any_plan()
    {
        var (met, solved) = (0, 0);
        for (var seed = 1; met < 10_000; seed++)
        {
            var estate = DrawnEstate(seed, 3, 5, 110);
            if (!IsInCompetition(estate, [.. estate.Servers.Select(PlaceOf)])) continue;
            met++;
            var optimum = Optimum(estate);
            var plan = Rebalancing.Plan(estate.Hosts, estate.Servers);
            Assert.True(plan.EndsAll == (optimum is not null), $"seed {seed}");
            if (optimum is not var (moves, bytes, room)) continue;
            solved++;
            Assert.True(plan.IsLeast && plan.Moves.Count == moves, $"seed {seed}: {plan.Moves.Count}, not {moves}");
            Assert.True(plan.Moves.Sum(move => move.Bytes) == bytes, $"seed {seed}: bytes");
            Assert.True(RoomAfter(estate, plan) == room, $"seed {seed}: room");
            Assert.False(IsInCompetition(estate, After(estate, plan)), $"seed {seed}");
        }

        Assert.InRange(solved, 2_000, 10_000);
    }

    [Fact]
    public void A_thousand_larger_estates_get_the_optimum_too()
    {
        var met = 0;
        for (var seed = 100_000; met < 1_000; seed++)
        {
            var estate = DrawnEstate(seed, 4, 6, 100);
            if (!IsInCompetition(estate, [.. estate.Servers.Select(PlaceOf)])) continue;
            if (Optimum(estate) is not var (moves, bytes, room)) continue;
            met++;
            var plan = Rebalancing.Plan(estate.Hosts, estate.Servers);
            Assert.True(plan is { IsLeast: true, IsBest: true, EndsAll: true }, $"seed {seed}");
            Assert.Equal(
                (moves, bytes, room), (plan.Moves.Count, plan.Moves.Sum(m => m.Bytes), RoomAfter(estate, plan)));
        }
    }

    [Fact]
    public void A_large_estate_gets_a_plan_that_says_whether_it_is_proved()
    {
        var proved = 0;
        foreach (var seed in Enumerable.Range(1, 20))
        {
            var estate = DrawnEstate(seed, 40, 300, 22);
            var plan = Rebalancing.Plan(estate.Hosts, estate.Servers);

            Assert.True(plan.AtLeast <= plan.Moves.Count || !plan.EndsAll);
            if (!plan.EndsAll) continue;
            Assert.False(IsInCompetition(estate, After(estate, plan)), $"seed {seed}");
            Assert.Equal(plan.IsLeast, plan.Moves.Count == plan.AtLeast);
            proved += plan.IsLeast ? 1 : 0;
        }

        Assert.NotEqual(0, proved);
    }

    [Fact]
    public void What_may_not_be_moved_stays_and_hosts_that_take_nothing_get_nothing()
    {
        var hosts = new List<RebalancingHost>
        {
            new(Key(1, "a"), new(8, 8, 8)), new(Key(1, "b"), new(80, 80, 80), TakesMore: false),
            new(Key(1, "c"), new(8, 8, 8)),
        };
        var servers = new List<RunningServer>
        {
            new("1", Key(1, "a"), new(5, 1, 0), 1, IsMovable: false), new("2", Key(1, "a"), new(5, 1, 0), 100),
        };

        var plan = Rebalancing.Plan(hosts, servers);

        Assert.Equal([new ServerMove("2", Key(1, "a"), Key(1, "c"), 100)], plan.Moves);
        Assert.Equal([Key(1, "a")], plan.Competing);
        Assert.True(plan.IsBest);
    }

    [Fact]
    public void Where_nothing_can_end_competition_nothing_is_moved()
    {
        var plan = Rebalancing.Plan(
            [new(Key(1, "a"), new(1, 1, 1)), new(Key(1, "b"), new(1, 1, 1))],
            [new("1", Key(1, "a"), new(2, 0, 0), 1)]);

        Assert.Equal((0, false, false), (plan.Moves.Count, plan.EndsAll, plan.IsLeast));
    }

    [Fact]
    public void The_best_candidate_of_a_single_placement_is_found_in_a_thousand_estates()
    {
        foreach (var seed in Enumerable.Range(1, 1_000))
        {
            var (table, request) = (Drawn(seed, 9), Request(seed));
            var why = table.Keys.ToArray()
                .Select(key => PlacementEngine.Explain(key, request, table))
                .Where(one => one.Reason == Rejection.None)
                .ToList();
            var best = why.OrderByDescending(one => one.Score!.Score).ThenBy(one => one.Key).FirstOrDefault();
            Assert.Equal(best?.Key, PlacementEngine.Choose(request, table));
        }
    }

    [Fact]
    public void A_limit_is_all_of_a_host_times_overcommit_and_threshold() => Assert.Equal(
        new Capacity(36, 9, 90), RebalancingHost.LimitOf(new(10, 10, 100), 4, 1, 0.9));

    private static Estate DrawnEstate(int seed, int hosts, int servers, int load)
    {
        var random = new Random(seed);
        var drawn = Enumerable.Range(0, hosts)
            .Select(i => new RebalancingHost(
                Key(1, $"h{i:d2}"), new(random.Next(8, 17), random.Next(8, 17), 100), random.Next(8) != 0))
            .ToList();
        return new(drawn, [.. Enumerable.Range(0, servers).Select(i => new RunningServer(
            $"s{i:d3}",
            drawn[random.Next(hosts)].Key,
            new(random.Next(1, 9) * load / 100, random.Next(1, 9) * load / 100, random.Next(5)),
            random.Next(1, 5),
            random.Next(8) != 0))]);
    }

    private static CandidateKey PlaceOf(RunningServer server) => server.Host;

    private static bool IsInCompetition(Estate estate, IReadOnlyList<CandidateKey> places)
    {
        foreach (var host in estate.Hosts)
        {
            if (!DemandOn(estate, places, host.Key).FitsInto(host.Limit)) return true;
        }

        return false;
    }

    private static Capacity DemandOn(Estate estate, IReadOnlyList<CandidateKey> places, CandidateKey host)
    {
        var demand = Capacity.None;
        for (var i = 0; i < places.Count; i++)
        {
            if (places[i] == host) demand += estate.Servers[i].Demand;
        }

        return demand;
    }

    private static List<CandidateKey> After(Estate estate, RebalancingPlan plan)
    {
        var moved = plan.Moves.ToDictionary(move => move.Server, move => move.To);
        return [.. estate.Servers.Select(server => moved.GetValueOrDefault(server.Id, server.Host))];
    }

    private static double RoomAfter(Estate estate, RebalancingPlan plan) => Room(estate, After(estate, plan));

    private static double Room(Estate estate, IReadOnlyList<CandidateKey> places) => estate.Hosts.Min(host =>
    {
        var demand = DemandOn(estate, places, host.Key);
        double Share(long limit, long asked) => (double)(limit - asked) / limit;
        return Math.Min(
            Math.Min(Share(host.Limit.Vcpus, demand.Vcpus), Share(host.Limit.MemoryBytes, demand.MemoryBytes)),
            Share(host.Limit.DiskBytes, demand.DiskBytes));
    });

    /// <summary>The best of all ways to put every server anywhere; null when none ends competition.</summary>
    private static (int Moves, long Bytes, double Room)? Optimum(Estate estate)
    {
        (int Moves, long Bytes, double Room)? best = null;
        var places = estate.Servers.Select(PlaceOf).ToArray();
        void Try(int server, int moves, long bytes)
        {
            if (best is var (fewest, _, _) && moves > fewest) return;
            if (server == places.Length)
            {
                if (IsInCompetition(estate, places)) return;
                var room = Room(estate, places);
                var isBetter = best is not var (m, b, r)
                    || (moves, bytes, -room).CompareTo((m, b, -r)) < 0;
                if (isBetter) best = (moves, bytes, room);
                return;
            }

            var told = estate.Servers[server];
            foreach (var host in estate.Hosts)
            {
                var isMove = host.Key != told.Host;
                if (isMove && (!told.IsMovable || !host.TakesMore)) continue;
                places[server] = host.Key;
                Try(server + 1, moves + (isMove ? 1 : 0), bytes + (isMove ? told.MoveBytes : 0));
            }

            places[server] = told.Host;
        }

        Try(0, 0, 0);
        return best;
    }
}
