using System.Diagnostics;
using System.Text.Json.Nodes;
using Hcos.Benchmarks.Measuring;
using Hcos.Benchmarks.Running;
using Hcos.Bsl;
using Hcos.Bsl.Placements;
using Hcos.Contracts;
using Hcos.Kernel.Messages;
using Hcos.Kernel.Postgres;
using Npgsql;

namespace Hcos.Benchmarks.Explain;

/// <summary>
/// Placements of the whole platform on 10,000 hosts: how fast they become durable with their claims and explanations,
/// how many bytes one takes, how long "why not there" takes to answer, and whether every one of them is decided again
/// alike in another process, which is this one.
/// </summary>
internal sealed class ExplainBenchmark : IBenchmark
{
    private const int Hosts = 10_000;
    private const int AtOnce = 1_000;
    private const int Batches = 10;
    private const int Questions = 200;

    /// <summary>From the first decision of a batch to the last of its claims, by the times of the two logs.</summary>
    private const string Rates = """
        select b.data->>'batch', count(*) / extract(epoch from max(c."timestamp") - min(b."timestamp"))
        from bsl.events b
        join bsl.events p on p.type = 'bsl.server-placed.v1'
        join arml.events c on c.type = 'arml.capacity-claimed.v1' and c.data->>'claim' = p.data->>'claim'
        where b.type = 'bsl.servers-requested.v1' and p.correlation_id = b.correlation_id
        group by 1
        """;

    private const string Bytes = """
        select avg(octet_length(data::text))::float8 from bsl.events where type = 'bsl.server-placed.v1'
        """;

    private const string ClaimBytes = """
        select avg(octet_length(data::text))::float8 from arml.events where type = 'arml.capacity-claimed.v1'
        """;

    public string Name => "explain";

    public string Summary => "placements on 10,000 hosts made durable, explained, and decided again in another process";

    public async Task<IReadOnlyList<Figure>> RunAsync(CancellationToken cancellationToken)
    {
        await using var platform = await RunningPlatform.StartAsync(cancellationToken);
        await platform.AddAsync("bench", "simulated", $"simulated://bench?hosts={Hosts}", cancellationToken);
        await platform.SweptAsync("bench", Hosts, cancellationToken);
        for (var batch = 0; batch < Batches; batch++) await CreateAsync(platform, batch, cancellationToken);
        var delays = await AskAsync(platform, cancellationToken);
        await using var database = NpgsqlDataSource.Create(platform.Database);
        var rates = await RatesAsync(database, cancellationToken);
        var placed = await ScalarAsync(database, Bytes, cancellationToken);
        var claimed = await ScalarAsync(database, ClaimBytes, cancellationToken);
        return
        [
            new(Name, "placements made durable with claims", Statistics.Median(rates), "/s")
            {
                Target = Target.AtLeast(5_000),
                Note = $"{Batches} batches of {AtOnce} on {Hosts} hosts, while those before are made",
            },
            new(Name, "bytes of a decision", placed, "B")
            {
                Note = $"with the wanted resource; its claim has {claimed:0}",
            },
            new(Name, "why not there, p50", Statistics.Percentile(delays, 0.5), "ms") { Target = Target.AtMost(100) },
            new(Name, "why not there, p99", Statistics.Percentile(delays, 0.99), "ms")
            {
                Note = $"{Questions} questions about decisions and hosts at random, by the API",
            },
            .. await ReplayAsync(platform, cancellationToken),
        ];
    }

    private static async Task CreateAsync(RunningPlatform platform, int batch, CancellationToken cancellationToken)
    {
        var answer = await platform.Api.PostAsync(
            "/v1/servers/create-many?wait=300",
            new JsonObject
            {
                ["name"] = $"batch-{batch}",
                ["count"] = AtOnce,
                ["vcpus"] = 1 + (batch % 4),
                ["start"] = false,
            },
            cancellationToken);
        if ((string?)answer.Body?["outcome"] != "done") throw new InvalidOperationException($"{answer.Body}");
    }

    private static async Task<List<double>> AskAsync(RunningPlatform platform, CancellationToken cancellationToken)
    {
        using var requests = platform.Requests();
        var page = (await platform.Api.GetAsync("/v1/hosts?limit=500", cancellationToken)).Body!;
        var hosts = page["items"]!.AsArray().Select(host => (string)host!["name"]!).ToList();
        var random = new Random(1);
        var delays = new List<double>();
        for (var question = 0; question < Questions; question++)
        {
            var server = $"batch-{random.Next(Batches)}-{random.Next(AtOnce) + 1}";
            var began = Stopwatch.GetTimestamp();
            var bytes = await requests.GetAsync(
                $"/v1/placements/{server}?not={hosts[random.Next(hosts.Count)]}", cancellationToken);
            delays.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            var answer = JsonNode.Parse(bytes)!;
            if ((string?)answer["not"]?["code"] is null or "unknown-host" || !(bool)answer["isReplayedIdentically"]!)
            {
                throw new InvalidOperationException($"{answer}");
            }
        }

        return delays;
    }

    private async Task<IReadOnlyList<Figure>> ReplayAsync(
        RunningPlatform platform, CancellationToken cancellationToken)
    {
        var catalog = new MessageCatalog([typeof(OperationAttribute).Assembly], [typeof(BslModule).Assembly]);
        await using var store = new PostgresEventStore(
            new PostgresOptions { ConnectionString = platform.Database }, catalog, TimeProvider.System);
        var log = new List<RecordedEvent>();
        await foreach (var happened in store.ReadAsync(BslModule.Name, 1, int.MaxValue, cancellationToken))
        {
            log.Add(happened);
        }

        var began = Stopwatch.GetTimestamp();
        var (all, identical) = (0, 0);
        foreach (var (placed, again) in Replaying.Of(log, new BslOptions()))
        {
            all++;
            if (again is not null && Explaining.IsIdentical(placed.Decision, again)) identical++;
        }

        var took = Stopwatch.GetElapsedTime(began).TotalSeconds;
        return
        [
            new(Name, "decided again alike in another process", identical, "")
            {
                Target = Target.AtLeast(Math.Max(all, Batches * AtOnce)),
                IsPromise = true,
                Note = $"of {all}, {all / took:0}/s",
            },
        ];
    }

    private static async Task<List<double>> RatesAsync(NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Rates);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rates = new List<double>();
        while (await reader.ReadAsync(cancellationToken)) rates.Add((double)reader.GetDecimal(1));
        return rates;
    }

    private static async Task<double> ScalarAsync(
        NpgsqlDataSource database, string text, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(text);
        return (double)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
