using Hcos.Contracts.Arml;
using static Hcos.Bsl.Placement.Tests.Estates;

namespace Hcos.Bsl.Placement.Tests;

/// <summary>
/// The engine against the plainest way to say the same: one host after the other, no columns. They must agree to the
/// bit, whatever the estate, request and policy.
/// </summary>
public sealed class ReferenceTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1000, 100)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void The_engine_agrees_with_the_plain_way(int seed)
    {
        var table = Drawn(seed, 80);
        var request = Crowded(Request(seed), table, seed);
        var policy = Policy(seed);

        var outcome = PlacementEngine.Place(request, table, policy);

        var plain = Enumerable.Range(0, table.Count).Select(row => Judge(request, table, row, policy)).ToList();
        var best = plain
            .Where(host => host.Reason == Rejection.None)
            .OrderByDescending(host => host.Score)
            .ThenBy(host => host.Key)
            .Take(policy.Best)
            .ToList();
        Assert.Equal(
            best.Select(host => (host.Key.Host, (double)host.Score)),
            outcome.Decision?.Best.Select(host => (host.Host, host.Score)) ?? []);
        Assert.Equal(best.FirstOrDefault()?.Key.Host, outcome.Decision?.Host);
        foreach (var reason in Enum.GetValues<Rejection>().Where(reason => reason != Rejection.None))
        {
            Assert.Equal(
                plain.Count(host => host.Reason == reason),
                outcome.Rejected.SingleOrDefault(count => count.Reason == reason.Code())?.Count ?? 0);
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Every_policy_gives_a_decision_that_names_it(int seed)
    {
        var policy = Policy(seed);

        var decision = PlacementEngine.Place(Small, Of(Host("a"), Host("b")), policy).Decision!;

        Assert.Equal(policy.Version, decision.Policy);
        Assert.Equal(Math.Min(2, policy.Best), decision.Best.Count);
        Assert.Equal(
            policy.Weights.Select(weight => weight.Weight), decision.Best[0].Parts.Select(part => (float)part.Weight));
    }

    [Fact]
    public void The_seeds_meet_every_reason_and_many_winners()
    {
        var reasons = new HashSet<string>();
        var winners = 0;
        foreach (var seed in Enumerable.Range(1000, 100))
        {
            var table = Drawn(seed, 80);
            var outcome = PlacementEngine.Place(Crowded(Request(seed), table, seed), table, Policy(seed));
            reasons.UnionWith(outcome.Rejected.Select(count => count.Reason));
            winners += outcome.Decision is null ? 0 : 1;
        }

        Assert.True(winners > 30, $"{winners} winners");
        string[] expected =
        [
            "disk", "disk-smaller-than-image", "memory", "not-usable", "other-environment", "refused-before", "vcpus",
        ];
        Assert.Superset(expected.ToHashSet(), reasons);
    }

    private sealed record Judged(CandidateKey Key, Rejection Reason, float Score);

    private static Judged Judge(PlacementRequest request, CandidateTable table, int row, PlacementPolicy policy)
    {
        var (host, free) = (table.At(row), table.FreeAt(row));
        var offer = table.OfferOf(host.Key.Environment);
        var image = request.Image is null ? 0 : offer.Images.GetValueOrDefault(request.Image, -1);
        var disk = request.Image is null ? 0 : Math.Max(request.DiskBytes, image);
        var reason = request switch
        {
            { Environment: { } only } when only != host.Key.Environment => Rejection.Environment,
            _ when !host.IsUsable => Rejection.NotUsable,
            _ when request.Refused.Contains(host.Key) => Rejection.Refused,
            _ when image < 0 => Rejection.ImageMissing,
            { Image: not null, DiskBytes: > 0 } when request.DiskBytes < image => Rejection.DiskTooSmall,
            { Network: { } network } when !offer.Networks.Contains(network) => Rejection.NetworkMissing,
            _ when free.Vcpus < request.Vcpus => Rejection.Vcpus,
            _ when free.MemoryBytes < request.MemoryBytes => Rejection.Memory,
            _ when disk > 0 && free.DiskBytes < disk => Rejection.Disk,
            _ => Rejection.None,
        };
        return new(host.Key, reason, Score(request, host, free, disk, policy));
    }

    private static float Score(
        PlacementRequest request, Candidate host, Capacity free, long disk, PlacementPolicy policy)
    {
        var vcpus = Share(free.Vcpus, request.Vcpus, host.Total.Vcpus);
        var memory = Share(Mib(free.MemoryBytes), Mib(request.MemoryBytes), Mib(host.Total.MemoryBytes));
        var neighbours = request.Group.Where(member => member.Key == host.Key).Sum(member => member.Value);
        var sum = 0f;
        sum += policy.WeightOf(Objective.Balance) * Math.Min(vcpus, memory);
        sum += policy.WeightOf(Objective.Spread) * (1f / (1 + neighbours));
        sum += policy.WeightOf(Objective.Disk) * Share(Mib(free.DiskBytes), Mib(disk), Mib(host.Total.DiskBytes));
        return sum;
    }

    private static long Mib(long bytes) => bytes >> 20;

    private static float Share(long free, long need, long total) =>
        total <= 0 ? 0f : Math.Clamp((free - need) * (1f / total), 0f, 1f);

    private static PlacementRequest Crowded(PlacementRequest request, CandidateTable table, int seed)
    {
        var random = new Random(seed);
        var keys = table.Keys.ToArray();
        return request with
        {
            DiskBytes = random.Next(4) == 0 ? Gib : request.DiskBytes,
            Refused = [.. keys.Where(_ => random.Next(10) == 0)],
            Group = [.. keys
                .Where(_ => random.Next(3) == 0)
                .Select(key => KeyValuePair.Create(key, random.Next(1, 4)))],
        };
    }

    private static PlacementPolicy Policy(int seed)
    {
        var random = new Random(seed);
        var (balance, spread) = ((float)random.NextDouble(), (float)random.NextDouble());
        return new(
            $"drawn-{seed}",
            [
                new(Objective.Balance, balance / 2),
                new(Objective.Spread, spread / 2),
                new(Objective.Disk, 1 - ((balance + spread) / 2)),
            ],
            random.Next(1, 8));
    }
}
