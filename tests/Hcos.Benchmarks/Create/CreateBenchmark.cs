using System.Globalization;
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
        var before = await platform.CommitsAsync(cancellationToken);
        var rounds = new List<(double Rate, double Hcos, double Postgres, double Client)>();
        for (var round = 0; round < Rounds; round++)
        {
            rounds.Add(await RoundAsync(platform, creating, cancellationToken));
        }

        var after = await platform.CommitsAsync(cancellationToken);
        var latencies = await creating.ManyAsync(OneByOne, 1, cancellationToken);
        var chain = await ChainAsync(platform, creating, cancellationToken);
        return Figures(rounds, latencies.Each, chain, (after.Seconds - before.Seconds) / (after.Count - before.Count));
    }

    private static async Task<(double Rate, double Hcos, double Postgres, double Client)> RoundAsync(
        RunningPlatform platform, Creating creating, CancellationToken cancellationToken)
    {
        var (hcos, postgres) = platform.Cpu();
        var client = ProcessTimes.Of(Environment.ProcessId);
        var (all, _) = await creating.ManyAsync(PerRound, AtOnce, cancellationToken);
        var (hcosAfter, postgresAfter) = platform.Cpu();
        const double perCreate = 1000.0 / PerRound;
        return (
            PerRound / all.TotalSeconds,
            (hcosAfter - hcos) * perCreate,
            (postgresAfter - postgres) * perCreate,
            (ProcessTimes.Of(Environment.ProcessId) - client) * perCreate);
    }

    private static async Task<CommitChain> ChainAsync(
        RunningPlatform platform, Creating creating, CancellationToken cancellationToken)
    {
        var operation = await creating.OneAsync(cancellationToken);
        return await CommitChain.ReadAsync(platform.Database, operation, "usl.operation-ended.v1", cancellationToken);
    }

    private List<Figure> Figures(
        List<(double Rate, double Hcos, double Postgres, double Client)> rounds,
        IReadOnlyList<double> latencies,
        CommitChain chain,
        double commitSeconds)
    {
        var hcos = Statistics.Median([.. rounds.Select(round => round.Hcos)]);
        var postgres = Statistics.Median([.. rounds.Select(round => round.Postgres)]);
        var client = Statistics.Median([.. rounds.Select(round => round.Client)]);
        var commit = string.Create(CultureInfo.InvariantCulture, $"mean commit {commitSeconds * 1000:0.0} ms");
        return
        [
            new(Name, $"throughput, {AtOnce} at once", Statistics.Median([.. rounds.Select(r => r.Rate)]), "/s")
            {
                Target = Target.AtLeast(200),
                Note = commit,
            },
            new(Name, "CPU per create", hcos + postgres, "ms")
            {
                Target = Target.AtMost(4),
                Note = string.Create(
                    CultureInfo.InvariantCulture,
                    $"HCOS {hcos:0.00}, PostgreSQL {postgres:0.00}; the load's own {client:0.00} comes on top"),
            },
            new(Name, "latency one at a time, p50", Statistics.Median(latencies), "ms") { Note = commit },
            new(Name, "latency one at a time, p99", Statistics.Percentile(latencies, 0.99), "ms"),
            new(Name, "commits in sequence", chain.Commits, "") { Target = Target.AtMost(8), IsPromise = true },
            new(Name, "events", chain.Events, "")
            {
                Target = Target.AtMost(25),
                IsPromise = true,
                Note = $"beside {chain.Journaled} copies in the journal",
            },
        ];
    }
}
