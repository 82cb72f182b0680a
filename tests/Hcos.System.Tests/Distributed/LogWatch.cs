using System.Diagnostics;
using Npgsql;

namespace Hcos.System.Tests.Distributed;

/// <summary>Looks at a layer's log in the database, as the layer's own role.</summary>
internal sealed class LogWatch(string connectionString, string layer)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>The highest epoch that committed something.</summary>
    public async Task<long> EpochAsync(CancellationToken cancellationToken)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        return await EpochAsync(source, cancellationToken);
    }

    /// <summary>Waits for the first commit under a higher epoch; answers how long after a timestamp.</summary>
    public async Task<TimeSpan> TakenOverAsync(long epoch, long since, CancellationToken cancellationToken)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        while (await EpochAsync(source, cancellationToken) <= epoch)
        {
            Assert.True(Stopwatch.GetElapsedTime(since) < Patience, $"nobody took {layer} over");
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, cancellationToken);
        }

        return Stopwatch.GetElapsedTime(since);
    }

    private async Task<long> EpochAsync(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(
            $"select epoch from {layer}.events order by seq_id desc limit 1");
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
