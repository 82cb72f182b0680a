using Npgsql;

namespace Hcos.Benchmarks.Create;

/// <summary>What an operation cost in the logs: events, and commits one after the other.</summary>
/// <param name="Events">Events of all layers, the journal's copies not counted.</param>
/// <param name="Journaled">The journal's copies of them.</param>
/// <param name="Commits">The longest chain of commits in which each had to wait for the one before.</param>
internal sealed record CommitChain(int Events, int Journaled, int Commits)
{
    private static readonly string[] Layers = ["usl", "bsl", "arml", "ci2", "cie", "esl"];

    /// <summary>Reads it from the tables: the transaction that wrote a row tells its commit.</summary>
    public static async Task<CommitChain> ReadAsync(
        string database, Guid operation, string lastEvent, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync(cancellationToken);
        var rows = new Dictionary<(string Log, long Position), Row>();
        foreach (var log in Layers)
        {
            foreach (var row in await RowsAsync(connection, log, operation, cancellationToken))
            {
                rows[(log, row.Position)] = row;
            }
        }

        var own = rows.Values.Where(row => row.Type != "usl.journaled.v1").ToList();
        var depths = new Dictionary<(string, long), int>();
        var commits = own.Where(row => row.Type == lastEvent).Max(row => Depth(row, rows, depths));
        return new CommitChain(own.Count, rows.Count - own.Count, commits);
    }

    /// <summary>An event waits for its cause, unless both are of one commit.</summary>
    private static int Depth(
        Row row, Dictionary<(string Log, long Position), Row> rows, Dictionary<(string, long), int> known)
    {
        if (known.TryGetValue((row.Log, row.Position), out var depth)) return depth;
        depth = 1;
        if (row.Cause is { } cause && rows.TryGetValue(cause, out var before))
        {
            depth = Depth(before, rows, known) + (before.Log == row.Log && before.Commit == row.Commit ? 0 : 1);
        }

        return known[(row.Log, row.Position)] = depth;
    }

    private static async Task<List<Row>> RowsAsync(
        NpgsqlConnection connection, string log, Guid operation, CancellationToken cancellationToken)
    {
        var sql = $"""
            select seq_id, type, xmin::text, cause_log, cause_position from {log}.events where correlation_id = $1
            """;
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = operation });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<Row>();
        while (await reader.ReadAsync(cancellationToken))
        {
            (string, long)? cause = reader.IsDBNull(3) ? null : (reader.GetString(3), reader.GetInt64(4));
            rows.Add(new(log, reader.GetInt64(0), reader.GetString(1), reader.GetString(2), cause));
        }

        return rows;
    }

    private sealed record Row(
        string Log, long Position, string Type, string Commit, (string Log, long Position)? Cause);
}
