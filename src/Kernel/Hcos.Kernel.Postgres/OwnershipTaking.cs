using Hcos.Kernel.Messages;
using Npgsql;

namespace Hcos.Kernel.Postgres;

/// <summary>The way from an open connection to an owned log.</summary>
internal static class OwnershipTaking
{
    public static async Task<PostgresOwnedLog> OwnAsync(
        Connections connections,
        NpgsqlConnection connection,
        string log,
        SchemaName schema,
        MessageCatalog catalog,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var (sql, options) = (new EventSql(schema), connections.Options);
        await using var settings = new NpgsqlCommand(SessionSql.ForOwner(options.KeepAlive), connection);
        await settings.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        await SchemaCreation.EnsureAsync(connection, schema, EventSql.LastTable, sql.Create, cancellationToken)
            .ConfigureAwait(false);
        await LockAsync(connection, schema, options.LockRetry, time, cancellationToken).ConfigureAwait(false);
        var (epoch, head) = await RaiseEpochAsync(connection, log, sql, cancellationToken).ConfigureAwait(false);
        var positions = await PositionsAsync(connection, sql, cancellationToken).ConfigureAwait(false);
        var columns = new CommitColumns(catalog);
        await PrepareAsync(connection, sql.Commit, columns.Of(0, 0, [], positions), cancellationToken)
            .ConfigureAwait(false);
        await PrepareAsync(connection, sql.Epoch, [], cancellationToken).ConfigureAwait(false);
        return new PostgresOwnedLog(connections, connection, log, sql, columns, epoch, head, positions);
    }

    // The session keeps what is prepared, so that every commit, the first one too, is one round trip.
    private static async Task PrepareAsync(
        NpgsqlConnection connection, string sql, NpgsqlParameter[] parameters, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddRange(parameters);
        await command.PrepareAsync(cancellationToken).ConfigureAwait(false);
    }

    // Asked for again and again rather than waited for: a waiting statement would not notice a server that is gone.
    private static async Task LockAsync(
        NpgsqlConnection connection,
        SchemaName schema,
        TimeSpan retry,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        await using var query = new NpgsqlCommand(SessionSql.TryLock, connection);
        query.Parameters.Add(new NpgsqlParameter<long> { TypedValue = schema.OwnerLock });
        while (!(bool)(await query.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!)
        {
            await Task.Delay(retry, time, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task<(long Epoch, long Head)> RaiseEpochAsync(
        NpgsqlConnection connection, string log, EventSql sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql.RaiseEpoch, connection);
        await using var row = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        if (!await row.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            throw new InvalidOperationException($"the head row of log {log} is missing: restore the database whole");
        }

        var (epoch, head, last) = (row.GetInt64(0), row.GetInt64(1), row.GetInt64(2));
        return head == last
            ? (epoch, head)
            : throw new InvalidOperationException(
                $"log {log} ends at {last} but its head row says {head}: restore the database whole");
    }

    private static async Task<IReadOnlyDictionary<string, long>> PositionsAsync(
        NpgsqlConnection connection, EventSql sql, CancellationToken cancellationToken)
    {
        var positions = new SortedDictionary<string, long>(StringComparer.Ordinal);
        await using var query = new NpgsqlCommand(sql.Positions, connection);
        await using var rows = await query.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        while (await rows.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            positions.Add(rows.GetString(0), rows.GetInt64(1));
        }

        return positions;
    }
}
