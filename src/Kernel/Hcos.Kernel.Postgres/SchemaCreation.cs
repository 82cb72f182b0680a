using Npgsql;

namespace Hcos.Kernel.Postgres;

/// <summary>Creates what a schema needs once, however many processes try at the same time.</summary>
internal static class SchemaCreation
{
    /// <param name="connection">An open connection outside a transaction.</param>
    /// <param name="schema">The schema.</param>
    /// <param name="lastTable">The table that is created last; when it exists, nothing is done.</param>
    /// <param name="script">What creates everything.</param>
    /// <param name="cancellationToken">Gives up; nothing is half made.</param>
    public static async Task EnsureAsync(
        NpgsqlConnection connection,
        SchemaName schema,
        string lastTable,
        string script,
        CancellationToken cancellationToken)
    {
        if (await ExistsAsync(connection, schema, lastTable, cancellationToken).ConfigureAwait(false)) return;
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using var guard = new NpgsqlCommand(SessionSql.LockForCreation, connection, transaction);
        guard.Parameters.Add(new NpgsqlParameter<long> { TypedValue = schema.CreationLock });
        await guard.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        if (await ExistsAsync(connection, schema, lastTable, cancellationToken).ConfigureAwait(false)) return;
        await using var creation = new NpgsqlCommand(SessionSql.CreateSchema(schema) + script, connection, transaction);
        await creation.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    private static async Task<bool> ExistsAsync(
        NpgsqlConnection connection, SchemaName schema, string table, CancellationToken cancellationToken)
    {
        await using var query = new NpgsqlCommand(SessionSql.Exists, connection);
        query.Parameters.Add(new NpgsqlParameter<string> { TypedValue = schema.Unquoted });
        query.Parameters.Add(new NpgsqlParameter<string> { TypedValue = table });
        return (bool)(await query.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
    }
}
