using Npgsql;

namespace Hcos.Benchmarks.Logs;

/// <summary>What all logs of a platform hold, or what one unit of its work put there.</summary>
/// <param name="Events">Events, the journal's copies included.</param>
/// <param name="Bytes">Of their bodies.</param>
internal readonly record struct Written(double Events, double Bytes)
{
    private const string Logs = """
        select table_schema from information_schema.tables where table_name = 'events' and table_schema <> $1
        """;

    /// <summary>Up to now, in every log of a database but one.</summary>
    public static async Task<Written> ReadAsync(string database, string but, CancellationToken cancellationToken)
    {
        await using var source = NpgsqlDataSource.Create(database);
        var all = default(Written);
        foreach (var log in await LogsAsync(source, but, cancellationToken))
        {
            await using var command = source.CreateCommand(
                $"""select count(*), coalesce(sum(octet_length(data::text)), 0)::bigint from "{log}".events""");
            await using var row = await command.ExecuteReaderAsync(cancellationToken);
            await row.ReadAsync(cancellationToken);
            all = new(all.Events + row.GetInt64(0), all.Bytes + row.GetInt64(1));
        }

        return all;
    }

    /// <summary>What each of so many units put there since.</summary>
    public Written Since(Written before, int units) =>
        new((Events - before.Events) / units, (Bytes - before.Bytes) / units);

    private static async Task<List<string>> LogsAsync(
        NpgsqlDataSource source, string but, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(Logs);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = but });
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var logs = new List<string>();
        while (await rows.ReadAsync(cancellationToken)) logs.Add(rows.GetString(0));
        return logs;
    }
}
