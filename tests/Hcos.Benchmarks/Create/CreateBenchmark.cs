using System.Globalization;
using Hcos.Benchmarks.Logs;
using Hcos.Benchmarks.Measuring;
using Hcos.Benchmarks.Running;

namespace Hcos.Benchmarks.Create;

/// <summary>
/// Creating servers over the simulated driver by the whole platform, with a real PostgreSQL: how many, how soon, for
/// how much, and how that changes with what is there already.
/// </summary>
internal sealed class CreateBenchmark : IBenchmark
{
    private const string Endpoint = "simulated://bench?hosts=100&vcpus=256&memoryGiB=1024";
    private const int Rounds = 5;
    private const int PerRound = 1_000;
    private const int AtOnce = 128;
    private const int WarmUp = 3_000;
    private const int OneByOne = 50;

    public string Name => "create";

    public string Summary => "servers created over the simulated driver, by the whole platform with PostgreSQL";

    public async Task<IReadOnlyList<Figure>> RunAsync(CancellationToken cancellationToken)
    {
        await using var platform = await RunningPlatform.StartAsync(cancellationToken);
        await platform.AddAsync("bench", "simulated", Endpoint, cancellationToken);
        using var requests = platform.Requests();
        var creating = new Creating(requests);
        // Until the runtime has compiled what is hot; that takes a core for a while.
        await creating.ManyAsync(WarmUp, AtOnce, cancellationToken);
        await using var ceiling = await AppendCeiling.StartAsync(platform, AtOnce, cancellationToken);
        var before = await platform.CommitsAsync(cancellationToken);
        var rounds = new List<Round>();
        for (var round = 0; round < Rounds; round++)
        {
            rounds.Add(await RoundAsync(platform, creating, cancellationToken));
            await ceiling.RoundAsync(cancellationToken);
        }

        var after = await platform.CommitsAsync(cancellationToken);
        var each = await ceiling.EachAsync(Rounds * PerRound, cancellationToken);
        var latencies = await creating.ManyAsync(OneByOne, 1, cancellationToken);
        var chain = await ChainAsync(platform, creating, cancellationToken);
        var throughput = new Figure(
            Name, $"throughput, {AtOnce} at once", Statistics.Median([.. rounds.Select(round => round.Rate)]), "/s")
        {
            Ceiling = ceiling.Rate(each),
            CeilingName = AppendCeiling.CeilingName,
            Target = Target.AtLeast(200),
            Note = AppendCeiling.Note(each),
        };
        return
        [
            .. Costs(throughput, rounds),
            .. Figures(latencies.Each, chain, (after.Seconds - before.Seconds) / (after.Count - before.Count)),
        ];
    }

    private static async Task<Round> RoundAsync(
        RunningPlatform platform, Creating creating, CancellationToken cancellationToken)
    {
        var (before, client) = (platform.Cpu(), ProcessTimes.Of(Environment.ProcessId));
        var (all, _) = await creating.ManyAsync(PerRound, AtOnce, cancellationToken);
        return new(
            PerRound / all.TotalSeconds,
            platform.Cpu().Since(before).Per(PerRound, "create"),
            1000 * (ProcessTimes.Of(Environment.ProcessId) - client) / PerRound);
    }

    private static async Task<CommitChain> ChainAsync(
        RunningPlatform platform, Creating creating, CancellationToken cancellationToken)
    {
        var operation = await creating.OneAsync(cancellationToken);
        return await CommitChain.ReadAsync(platform.Database, operation, "usl.operation-ended.v1", cancellationToken);
    }

    private IEnumerable<Figure> Costs(Figure throughput, List<Round> rounds)
    {
        var cpu = Statistics.Median([.. rounds.Select(round => round.Cpu)]);
        var client = Statistics.Median([.. rounds.Select(round => round.ClientMilliseconds)]);
        yield return throughput with { CpuMicroseconds = cpu };
        yield return new(Name, "CPU per create", cpu.All / 1000, "ms")
        {
            Target = Target.AtMost(4),
            CpuMicroseconds = cpu,
            Note = string.Create(
                CultureInfo.InvariantCulture, $"the load's own {client:0.00} ms comes on top"),
        };
    }

    private List<Figure> Figures(IReadOnlyList<double> latencies, CommitChain chain, double commitSeconds) =>
    [
        new(Name, "latency one at a time, p50", Statistics.Median(latencies), "ms")
        {
            Ceiling = commitSeconds * 1000,
            CeilingName = "mean commit under load",
        },
        new(Name, "latency one at a time, p99", Statistics.Percentile(latencies, 0.99), "ms"),
        new(Name, "commits in sequence", chain.Commits, "") { Target = Target.AtMost(8), IsPromise = true },
        new(Name, "events", chain.Events, "")
        {
            Target = Target.AtMost(25),
            IsPromise = true,
            Note = $"beside {chain.Journaled} copies in the journal",
        },
    ];

    /// <summary>Creates per second, what each cost, and what it cost whoever asked.</summary>
    private sealed record Round(double Rate, UnitCpu Cpu, double ClientMilliseconds);
}
