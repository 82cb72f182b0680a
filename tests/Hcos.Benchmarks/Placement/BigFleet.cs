using System.Globalization;
using Hcos.Bsl.Placement;
using Hcos.Contracts.Arml;
using Hcos.Contracts.Cie;

namespace Hcos.Benchmarks.Placement;

/// <summary>Seeded candidates in four environments, partly full, with everything that can be told of them.</summary>
internal static class BigFleet
{
    public const long Gib = 1L << 30;
    private const int Environments = 4;
    private const int HostsOfCluster = 40;
    private const int ClustersOfPod = 10;
    private static readonly DateTimeOffset Seen = DateTimeOffset.UnixEpoch.AddYears(56);

    /// <summary>The plainest request: four dimensions, and nothing else.</summary>
    public static PlacementRequest Plain { get; } =
        new(2, 4 * Gib, 20 * Gib, "guest") { Further = [new(Dimensions.Ports, 1)] };

    /// <summary>A policy of one objective.</summary>
    public static PlacementPolicy PlainPolicy { get; } = new("plain", [new(Objective.Balance, 1f)]);

    /// <summary>A policy of all objectives.</summary>
    public static PlacementPolicy FullPolicy { get; } = new(
        "full", [.. Enum.GetValues<Objective>().Select(objective => new ObjectiveWeight(objective, 1f / 11))]);

    /// <summary>A request that every filter and every objective has to do with.</summary>
    public static PlacementRequest Full(CandidateTable table)
    {
        var keys = table.Keys;
        KeyValuePair<CandidateKey, int>[] members = [new(keys[5], 1), new(keys[keys.Length / 2], 2)];
        return Plain with
        {
            Network = "default",
            Allowed = [.. Enumerable.Range(1, Environments).Select(EnvironmentOf)],
            SeenSince = Seen.AddMinutes(1),
            Architecture = "x86-64",
            Abilities = ["live-migration", "snapshots"],
            Labels = [new("disk", "fast")],
            Tenant = "tenant-1",
            Refused = [keys[7]],
            Group = members,
            Rules =
            [
                new("front", IsTogether: false, DomainLevel.Cluster, IsHard: true, members),
                new("back", IsTogether: true, DomainLevel.Zone, IsHard: true, members),
                new("cache", IsTogether: true, DomainLevel.Pod, IsHard: false, members),
            ],
            Former = keys[9],
            Data = [new(keys[11], 100 * Gib)],
        };
    }

    public static CandidateTable Of(int hosts)
    {
        var random = new Random(hosts);
        var table = new CandidateTable();
        for (var number = 0; number < hosts; number++) table.Put(Host(number, random));
        foreach (var key in table.Keys)
        {
            var row = table.RowOf(key);
            var free = table.FreeAt(row);
            table.Claim(key, new(
                random.NextInt64(free.Vcpus), random.NextInt64(free.MemoryBytes >> 30) * Gib, 100 * Gib));
        }

        var offer = new Offer(
            new Dictionary<string, long> { ["guest"] = 2 * Gib }, new HashSet<string> { "default" });
        for (var number = 1; number <= Environments; number++) table.Offers(EnvironmentOf(number), offer);
        return table;
    }

    private static EnvironmentId EnvironmentOf(int number) => new(new Guid(number, 0, 0, new byte[8]));

    private static Candidate Host(int number, Random random)
    {
        var name = number.ToString("d6", CultureInfo.InvariantCulture);
        var vcpus = 32 << random.Next(3);
        return new(
            new CandidateKey(EnvironmentOf(1 + (number % Environments)), $"h{name}"),
            $"host-{name}",
            new Capacity(vcpus, vcpus * random.Next(2, 9) * Gib, 4000 * Gib),
            new Capacity(1, 2 * Gib, 0),
            random.Next(50) != 0)
        {
            IsInMaintenance = random.Next(100) == 0,
            SeenAt = Seen.AddMinutes(random.Next(100)),
            Architecture = random.Next(10) == 0 ? "arm64" : "x86-64",
            Abilities = random.Next(20) == 0 ? ["snapshots"] : ["live-migration", "snapshots"],
            Labels = random.Next(5) == 0 ? [new("disk", "slow")] : [new("disk", "fast"), new("rack", name[..4])],
            Tenants = random.Next(10) == 0 ? ["tenant-1", "tenant-2"] : null,
            Further = [new(Dimensions.Ports, 256)],
            Domains = new(
                $"z{number % 3}",
                $"p{number / (HostsOfCluster * ClustersOfPod)}-{number % 3}",
                $"c{number / HostsOfCluster}-{number % 3}"),
            Price = new(0.01f + (0.001f * random.Next(10)), 0.002f),
            Power = new(80 + random.Next(40), 300 + random.Next(200)),
            HeldImages = random.Next(3) == 0 ? ["guest"] : [],
        };
    }
}
