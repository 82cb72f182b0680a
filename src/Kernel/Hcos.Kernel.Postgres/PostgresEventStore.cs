using System.Runtime.CompilerServices;
using Hcos.Kernel.Messages;
using Hcos.Kernel.Stores;
using Npgsql;

namespace Hcos.Kernel.Postgres;

/// <summary>
/// Event logs in PostgreSQL, one schema per log. An owner holds a session-level advisory lock on a connection of its
/// own and commits over that same connection: whoever loses the session has lost the log.
/// </summary>
public sealed class PostgresEventStore : IEventStore, IAsyncDisposable
{
    private readonly Connections _connections;
    private readonly MessageCatalog _catalog;
    private readonly TimeProvider _time;

    /// <summary>Connects lazily.</summary>
    /// <param name="options">Where and how.</param>
    /// <param name="catalog">Reads and writes the events.</param>
    /// <param name="time">For the waits of a standby.</param>
    public PostgresEventStore(PostgresOptions options, MessageCatalog catalog, TimeProvider time)
    {
        _connections = new Connections(options);
        _catalog = catalog;
        _time = time;
    }

    /// <inheritdoc/>
    public async Task<IOwnedLog> OwnAsync(string log, CancellationToken cancellationToken)
    {
        var schema = SchemaOf(log);
        var connection = await _connections.OpenSingleAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await OwnershipTaking
                .OwnAsync(_connections, connection, log, schema, _catalog, _time, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (Exception error)
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            if (PostgresErrors.IsUnavailable(error)) throw PostgresErrors.Unavailable(error);
            throw;
        }
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<RecordedEvent> ReadAsync(
        string log, long from, int limit, CancellationToken cancellationToken) =>
        ReadRowsAsync(log, new EventSql(SchemaOf(log)).Read, [Number(from), Number(limit)], cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<RecordedEvent> ReadStreamAsync(
        string log, string stream, long fromVersion, int limit, CancellationToken cancellationToken) =>
        ReadRowsAsync(
            log,
            new EventSql(SchemaOf(log)).ReadStream,
            [Number(fromVersion), Number(limit), new NpgsqlParameter<string> { TypedValue = stream }],
            cancellationToken);

    /// <inheritdoc/>
    public Task<long> PositionAtAsync(string log, DateTimeOffset time, CancellationToken cancellationToken) =>
        _connections.RunAsync(
            new EventSql(SchemaOf(log)).PositionAt,
            [new NpgsqlParameter<DateTimeOffset> { TypedValue = LogTime.Truncate(time) }],
            0L,
            async query => await query.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) as long? ?? 0,
            cancellationToken);

    /// <inheritdoc/>
    public Task<LogSnapshot?> SnapshotAsync(string log, CancellationToken cancellationToken) =>
        Snapshots.ReadAsync(_connections, new EventSql(SchemaOf(log)), cancellationToken);

    /// <summary>Closes the connections for reading. Owned logs are disposed by their owners.</summary>
    public ValueTask DisposeAsync() => _connections.DisposeAsync();

    private static NpgsqlParameter<long> Number(long value) => new() { TypedValue = value };

    private async IAsyncEnumerable<RecordedEvent> ReadRowsAsync(
        string log,
        string sql,
        NpgsqlParameter[] parameters,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var rows = new EventRows(log, _catalog);
        var connection = await _connections.OpenSharedAsync(cancellationToken).ConfigureAwait(false);
        await rows.OpenAsync(connection, sql, parameters, cancellationToken).ConfigureAwait(false);
        while (await rows.NextAsync(cancellationToken).ConfigureAwait(false)) yield return rows.Current;
    }

    private SchemaName SchemaOf(string log) => new(_connections.Options.SchemaPrefix + log);
}
