using System.Diagnostics;
using System.Text.Json;
using Hcos.Benchmarks.Measuring;
using Hcos.Benchmarks.Running;
using Npgsql;

namespace Hcos.Benchmarks.Changes;

/// <summary>What was seen of changes made outside during a time.</summary>
/// <param name="Delays">From the receipt of each native event to the answer that shows it, in ms.</param>
/// <param name="Rate">How many changes CI2 took in per second.</param>
/// <param name="Cpu">What each of them cost.</param>
internal sealed record ChangeWindow(IReadOnlyList<double> Delays, double Rate, UnitCpu Cpu)
{
    private const int Watched = 4;

    /// <summary>Every change made outside is told by a native event, and each of those is one such event.</summary>
    private const string TakenIn = "select count(*) from ci2.events where type = 'ci2.resource-state-observed.v1'";

    /// <summary>Watches some servers by the API.</summary>
    public static async Task<ChangeWindow> MeasureAsync(
        RunningPlatform platform, TimeSpan duration, CancellationToken cancellationToken)
    {
        await using var database = NpgsqlDataSource.Create(platform.Database);
        var before = await TakenInAsync(database, cancellationToken);
        var (began, cpu) = (Stopwatch.GetTimestamp(), platform.Cpu());
        var delays = await WatchAsync(platform, duration, cancellationToken);
        var used = platform.Cpu().Since(cpu);
        var took = Stopwatch.GetElapsedTime(began);
        var taken = await TakenInAsync(database, cancellationToken) - before;
        return new(delays, taken / took.TotalSeconds, used.Per(taken, "change"));
    }

    private static async Task<long> TakenInAsync(NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(TakenIn);
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private static async Task<IReadOnlyList<double>> WatchAsync(
        RunningPlatform platform, TimeSpan duration, CancellationToken cancellationToken)
    {
        using var requests = platform.Requests();
        var until = TimeProvider.System.GetUtcNow() + duration;
        var all = await Task.WhenAll(Enumerable.Range(0, Watched).Select(
            number => WatchAsync(requests, $"/v1/resources/bench-{number * 4}", until, cancellationToken)));
        return [.. all.SelectMany(delays => delays)];
    }

    private static async Task<List<double>> WatchAsync(
        Requests requests, string path, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var delays = new List<double>();
        DateTimeOffset? last = null;
        while (true)
        {
            var bytes = await requests.GetAsync(path, cancellationToken);
            var now = TimeProvider.System.GetUtcNow();
            if (now > until) return delays;
            using var answer = JsonDocument.Parse(bytes);
            var evidence = answer.RootElement.GetProperty("evidence");
            var at = evidence.GetProperty("at").GetDateTimeOffset();
            if (at != last && last is not null && evidence.GetProperty("source").GetString() == "event")
            {
                delays.Add((now - at).TotalMilliseconds);
            }

            last = at;
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, cancellationToken);
        }
    }
}
