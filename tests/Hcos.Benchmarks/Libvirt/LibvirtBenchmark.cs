using System.Diagnostics;
using Hcos.Benchmarks.Create;
using Hcos.Benchmarks.Measuring;
using Hcos.Benchmarks.Running;
using Hcos.Testing.Platform;
using Npgsql;

namespace Hcos.Benchmarks.Libvirt;

/// <summary>
/// Servers without a system created over libvirt, one at a time, as many as the processors of a small machine allow:
/// what HCOS adds to the time in which the driver works.
/// </summary>
internal sealed class LibvirtBenchmark : IBenchmark
{
    private const int WarmUp = 5;
    private const int Creates = 25;

    private const string DriverTime = """
        select extract(epoch from max("timestamp") - min("timestamp"))::float8 * 1000 from ci2.events
        where correlation_id = $1 and type in ('ci2.task-taken.v1', 'ci2.driver-task-ended.v1')
        """;

    public string Name => "libvirt";

    public string Summary => "what HCOS adds to libvirt's own time when a server is created";

    public async Task<IReadOnlyList<Figure>> RunAsync(CancellationToken cancellationToken)
    {
        await using var lab = new LibvirtLab();
        await lab.StartAsync(cancellationToken);
        await using var platform = await RunningPlatform.StartAsync(cancellationToken);
        await platform.AddAsync("lab", "libvirt", lab.Endpoint, cancellationToken);
        using var requests = platform.Requests();
        var creating = new Creating(requests);
        for (var number = 0; number < WarmUp; number++) await creating.OneAsync(cancellationToken);
        var (count, seconds) = await platform.CommitsAsync(cancellationToken);
        var (added, driver) = (new List<double>(), new List<double>());
        for (var number = 0; number < Creates; number++)
        {
            var began = Stopwatch.GetTimestamp();
            var operation = await creating.OneAsync(cancellationToken);
            var all = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            driver.Add(await DriverTimeAsync(platform.Database, operation, cancellationToken));
            added.Add(all - driver[^1]);
        }

        var (countAfter, secondsAfter) = await platform.CommitsAsync(cancellationToken);
        return Figures(added, driver, 1000 * (secondsAfter - seconds) / (countAfter - count));
    }

    /// <summary>The driver works once the task's own commit is answered, so that commit is HCOS's.</summary>
    private List<Figure> Figures(List<double> added, List<double> driver, double commit) =>
    [
        new(Name, "added per create, p50", Statistics.Median(added) + commit, "ms")
        {
            Ceiling = commit,
            CeilingName = "mean commit",
            Target = Target.AtMost(15),
            Note = "8 commits in sequence are among it",
        },
        new(Name, "the driver's own time, p50", Statistics.Median(driver) - commit, "ms"),
    ];

    private static async Task<double> DriverTimeAsync(
        string database, Guid operation, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(DriverTime, connection);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = operation });
        return (double)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
