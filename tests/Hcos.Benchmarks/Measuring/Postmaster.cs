using Npgsql;

namespace Hcos.Benchmarks.Measuring;

/// <summary>The first process of a PostgreSQL on this machine.</summary>
internal static class Postmaster
{
    /// <summary>The one behind a connection string.</summary>
    public static async Task<int> OfAsync(string database, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand("select pg_backend_pid()", connection);
        var backend = (int)(await command.ExecuteScalarAsync(cancellationToken))!;
        return ProcessTimes.ParentOf(backend);
    }
}
