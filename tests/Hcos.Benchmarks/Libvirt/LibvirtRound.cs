using System.Diagnostics;
using Hcos.Benchmarks.Create;
using Hcos.Benchmarks.Measuring;
using Hcos.Benchmarks.Running;
using Npgsql;

namespace Hcos.Benchmarks.Libvirt;

/// <summary>Some servers created one after the other: medians, in ms.</summary>
/// <param name="Added">The time beside the driver's.</param>
/// <param name="Driver">The time in which the driver worked.</param>
/// <param name="Cpu">What each cost.</param>
internal sealed record LibvirtRound(double Added, double Driver, UnitCpu Cpu)
{
    private const string DriverTime = """
        select extract(epoch from max("timestamp") - min("timestamp"))::float8 * 1000 from ci2.events
        where correlation_id = $1 and type in ('ci2.task-taken.v1', 'ci2.driver-task-ended.v1')
        """;

    public static async Task<LibvirtRound> MeasureAsync(
        RunningPlatform platform, Creating creating, int creates, CancellationToken cancellationToken)
    {
        var made = new List<(Guid Operation, double Milliseconds)>();
        var cpu = platform.Cpu();
        while (made.Count < creates)
        {
            var began = Stopwatch.GetTimestamp();
            var operation = await creating.OneAsync(cancellationToken);
            made.Add((operation, Stopwatch.GetElapsedTime(began).TotalMilliseconds));
        }

        var used = platform.Cpu().Since(cpu).Per(creates, "create");
        var (added, driver) = (new List<double>(), new List<double>());
        await using var database = NpgsqlDataSource.Create(platform.Database);
        foreach (var (operation, all) in made)
        {
            driver.Add(await DriverTimeAsync(database, operation, cancellationToken));
            added.Add(all - driver[^1]);
        }

        return new(Statistics.Median(added), Statistics.Median(driver), used);
    }

    private static async Task<double> DriverTimeAsync(
        NpgsqlDataSource database, Guid operation, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(DriverTime);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = operation });
        return (double)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
