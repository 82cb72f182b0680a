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

    /// <summary>Before the name of a log with a longer history.</summary>
    public const string LongPrefix = "long-";

    private const string StateChanged = "bsl.server-state-changed.v1";

    /// <summary>Fills <c>big-LAYER</c> with copies of the events of <paramref name="layer"/>.</summary>
    /// <returns>How many events there are then: <paramref name="count"/> or a little more.</returns>
    public static async Task<long> FillAsync(
        NpgsqlDataSource database, string layer, long count, CancellationToken cancellationToken)
    {
        await CreateAsync(database, Prefix, layer, cancellationToken);
        var each = await CountAsync(database, layer, cancellationToken);
        var copies = (count + each - 1) / each;
        for (var copy = 0L; copy < copies; copy++)
        {
            await ExecuteAsync(database, Copy(layer, copy, each), cancellationToken);
        }

        await EndAsync(database, Prefix, layer, cancellationToken);
        return copies * each;
    }

    /// <summary>Makes <c>long-LAYER</c>, which begins as <c>big-LAYER</c> is.</summary>
    public static async Task CopyAsync(NpgsqlDataSource database, string layer, CancellationToken cancellationToken)
    {
        await CreateAsync(database, LongPrefix, layer, cancellationToken);
        await ExecuteAsync(
            database,
            $"""insert into "{LongPrefix}{layer}".events select * from "{Prefix}{layer}".events order by seq_id""",
            cancellationToken);
        await EndAsync(database, LongPrefix, layer, cancellationToken);
    }

    /// <summary>
    /// Appends events about nobody new: the states of the servers change again, as they did among the first events,
    /// one time after the other.
    /// </summary>
    /// <param name="database">Where.</param>
    /// <param name="prefix">Before the layer's name.</param>
    /// <param name="layer">Whose log.</param>
    /// <param name="first">So many of its events come first.</param>
    /// <param name="count">How many are appended.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task GoOnAsync(
        NpgsqlDataSource database,
        string prefix,
        string layer,
        long first,
        long count,
        CancellationToken cancellationToken)
    {
        var head = await CountAsync(database, $"{prefix}{layer}", cancellationToken);
        for (var end = head + count; head < end;)
        {
            var appended = await ExecuteAsync(
                database, Again($"{prefix}{layer}", first, head, end - head), cancellationToken);
            if (appended == 0) throw new InvalidDataException($"no state of a server changed in {layer}");
            head += appended;
        }

        await EndAsync(database, prefix, layer, cancellationToken);
    }

    private static Task CreateAsync(
        NpgsqlDataSource database, string prefix, string layer, CancellationToken cancellationToken) =>
        ExecuteAsync(database, $"""
            drop schema if exists "{prefix}{layer}" cascade;
            create schema "{prefix}{layer}";
            create table "{prefix}{layer}".events (like "{layer}".events including all);
            create table "{prefix}{layer}".positions (like "{layer}".positions including all);
            create table "{prefix}{layer}".head (like "{layer}".head including all);
            insert into "{prefix}{layer}".head (epoch, position) select epoch, 0 from "{layer}".head;
            """, cancellationToken);

    /// <summary>The head row shows where the log ends.</summary>
    private static Task EndAsync(
        NpgsqlDataSource database, string prefix, string layer, CancellationToken cancellationToken) =>
        ExecuteAsync(database, $"""
            update "{prefix}{layer}".head set position = (
                select coalesce(max(seq_id), 0) from "{prefix}{layer}".events);
            analyze "{prefix}{layer}".events;
            """, cancellationToken);

    /// <summary>Versions go on, far enough apart that none is met twice; time goes on, too.</summary>
    private static string Again(string log, long first, long head, long most) => $"""
        insert into "{log}".events
        select {head} + row_number() over (order by seq_id), id, stream_id, version + 1000 * {head}, type, data,
            tenant_id, correlation_id, causation_id, headers,
            (select "timestamp" from "{log}".events where seq_id = {head}) + interval '1 second', cause_log,
            cause_position, principal, traceparent, epoch, settles_until
        from "{log}".events where seq_id <= {first} and type = '{StateChanged}' order by seq_id limit {most}
        """;

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

    private static async Task<int> ExecuteAsync(
        NpgsqlDataSource database, string statement, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(statement);
        command.CommandTimeout = 600;
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
