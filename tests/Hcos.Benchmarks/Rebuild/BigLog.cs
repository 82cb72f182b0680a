using System.Globalization;
using Npgsql;

namespace Hcos.Benchmarks.Rebuild;

/// <summary>
/// Makes a big log of a small real one: the same events again and again, each time about other servers, operations and
/// environments. Done by the database itself, in a schema beside.
/// </summary>
internal static class BigLog
{
    public const string Prefix = "big-";

    /// <summary>Fills <c>big-LAYER</c> with copies of the events of <paramref name="layer"/>.</summary>
    /// <returns>How many events there are then: <paramref name="count"/> or a little more.</returns>
    public static async Task<long> FillAsync(
        NpgsqlDataSource database, string layer, long count, CancellationToken cancellationToken)
    {
        await ExecuteAsync(database, $"""
            drop schema if exists "{Prefix}{layer}" cascade;
            create schema "{Prefix}{layer}";
            create table "{Prefix}{layer}".events (like "{layer}".events including all);
            create table "{Prefix}{layer}".positions (like "{layer}".positions including all);
            create table "{Prefix}{layer}".head (like "{layer}".head including all);
            """, cancellationToken);
        var each = await CountAsync(database, layer, cancellationToken);
        var copies = (count + each - 1) / each;
        for (var copy = 0L; copy < copies; copy++)
        {
            await ExecuteAsync(database, Copy(layer, copy, each), cancellationToken);
        }

        await ExecuteAsync(database, $"""
            insert into "{Prefix}{layer}".head (epoch, position)
            select (select epoch from "{layer}".head), coalesce(max(seq_id), 0) from "{Prefix}{layer}".events;
            analyze "{Prefix}{layer}".events;
            """, cancellationToken);
        return copies * each;
    }

    /// <summary>Every id begins with other digits in each copy; versions go on.</summary>
    private static string Copy(string layer, long copy, long each)
    {
        var digits = copy.ToString("x4", CultureInfo.InvariantCulture);
        const string id = "[0-9a-f]{4}([0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})";
        return $"""
            insert into "{Prefix}{layer}".events
            select seq_id + {copy * each}, regexp_replace(id::text, '{id}', '{digits}\1')::uuid,
                regexp_replace(stream_id, '{id}', '{digits}\1'), version + {copy * each}, type,
                regexp_replace(data::text, '{id}', '{digits}\1', 'g')::json, tenant_id,
                regexp_replace(correlation_id::text, '{id}', '{digits}\1')::uuid,
                regexp_replace(causation_id::text, '{id}', '{digits}\1')::uuid, headers,
                "timestamp" + interval '1 hour' * {copy}, cause_log, cause_position, principal, traceparent, epoch,
                settles_until
            from "{layer}".events order by seq_id
            """;
    }

    private static async Task<long> CountAsync(
        NpgsqlDataSource database, string layer, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand($"""select max(seq_id) from "{layer}".events""");
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private static async Task ExecuteAsync(
        NpgsqlDataSource database, string statement, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(statement);
        command.CommandTimeout = 600;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
