using Hcos.Contracts.Arml;
using Hcos.Contracts.Cie;

namespace Hcos.Bsl.Placement.Tests;

/// <summary>Estates for the tests, by hand and from a seed.</summary>
internal static class Estates
{
    public const long Gib = 1L << 30;

    public static EnvironmentId Environment(int number) => new(new Guid(number, 0, 0, new byte[8]));

    public static CandidateKey Key(int environment, string host) => new(Environment(environment), host);

    /// <summary>A host of 16 vcpus, 64 GiB and 1,000 GiB, in environment 1.</summary>
    public static Candidate Host(
        string host,
        long vcpus = 16,
        long memoryGib = 64,
        long diskGib = 1000,
        int environment = 1,
        bool isUsable = true,
        string? diskPool = null) =>
        new(
            Key(environment, host),
            host,
            new Capacity(vcpus, memoryGib * Gib, diskGib * Gib),
            Capacity.None,
            isUsable,
            diskPool);

    /// <summary>
    /// A table of hosts; every environment offers a 2 GiB image <c>guest</c> and a network <c>default</c>.
    /// </summary>
    public static CandidateTable Of(params IReadOnlyList<Candidate> hosts)
    {
        var table = new CandidateTable();
        foreach (var host in hosts)
        {
            table.Put(host);
            table.Offers(host.Key.Environment, new(
                new Dictionary<string, long> { ["guest"] = 2 * Gib }, new HashSet<string> { "default" }));
        }

        return table;
    }

    public static PlacementRequest Small { get; } = new(1, Gib, 0, "guest", "default");

    /// <summary>An estate of many hosts in many states; equal seeds give equal estates.</summary>
    public static CandidateTable Drawn(int seed, int hosts)
    {
        var random = new Random(seed);
        var drawn = Enumerable.Range(0, hosts).Select(i => Host(
            $"h{random.Next(hosts * 4):d5}",
            random.Next(1, 128),
            random.Next(1, 512),
            random.Next(0, 4000),
            random.Next(1, 5),
            random.Next(10) > 0,
            random.Next(4) == 0 ? "shared" : null)).ToList();
        var table = Of(drawn);
        foreach (var host in drawn.Where(_ => random.Next(2) == 0))
        {
            table.Claim(host.Key, new(random.Next(1, 64), random.Next(1, 256) * Gib, random.Next(0, 100) * Gib));
        }

        return table;
    }

    public static PlacementRequest Request(int seed)
    {
        var random = new Random(seed);
        return new(
            random.Next(1, 64),
            random.Next(1, 128) * Gib,
            random.Next(0, 50) * Gib,
            random.Next(5) == 0 ? null : "guest",
            random.Next(5) == 0 ? null : "default",
            random.Next(5) == 0 ? Environment(random.Next(1, 6)) : null);
    }
}
