using System.Data;
using System.Text.Json;
using Hcos.Kernel.Messages;
using Npgsql;

namespace Hcos.Kernel.Postgres;

/// <summary>Turns rows into events, one after the other, while they arrive.</summary>
internal sealed class EventRows(string log, MessageCatalog catalog) : IAsyncDisposable
{
    private NpgsqlConnection? _connection;
    private NpgsqlCommand? _command;
    private NpgsqlDataReader? _reader;
    private RecordedEvent? _current;

    public RecordedEvent Current => _current!;

    /// <summary>Starts reading. The connection is given back when this is disposed.</summary>
    public async Task OpenAsync(
        NpgsqlConnection connection, string sql, NpgsqlParameter[] parameters, CancellationToken cancellationToken)
    {
        _connection = connection;
        _command = new NpgsqlCommand(sql, connection);
        _command.Parameters.AddRange(parameters);
        try
        {
            await _command.PrepareAsync(cancellationToken).ConfigureAwait(false);
            _reader = await _command.ExecuteReaderAsync(CommandBehavior.SequentialAccess, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (Exception error) when (PostgresErrors.IsAbsent(error))
        {
            _reader = null;
        }
        catch (Exception error) when (PostgresErrors.IsUnavailable(error))
        {
            throw PostgresErrors.Unavailable(error);
        }
    }

    public async ValueTask<bool> NextAsync(CancellationToken cancellationToken)
    {
        if (_reader is null) return false;
        try
        {
            if (!await _reader.ReadAsync(cancellationToken).ConfigureAwait(false)) return false;
            _current = Parse(_reader);
            return true;
        }
        catch (Exception error) when (PostgresErrors.IsUnavailable(error))
        {
            throw PostgresErrors.Unavailable(error);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_reader is not null) await _reader.DisposeAsync().ConfigureAwait(false);
        if (_command is not null) await _command.DisposeAsync().ConfigureAwait(false);
        if (_connection is not null) await _connection.DisposeAsync().ConfigureAwait(false);
    }

    // Columns are taken in the order of the statement: they stream, and cannot be gone back to.
    private RecordedEvent Parse(NpgsqlDataReader row)
    {
        var position = row.GetInt64(0);
        var id = row.GetGuid(1);
        var stream = row.GetString(2);
        var version = row.GetInt64(3);
        var body = Body(row.GetString(4), row.GetFieldValue<byte[]>(5));
        var tenant = row.GetString(6);
        var correlation = row.GetGuid(7);
        var causation = row.IsDBNull(8) ? (Guid?)null : row.GetGuid(8);
        var time = Time(row, 9);
        var causeLog = row.IsDBNull(10) ? null : row.GetString(10);
        var cause = row.IsDBNull(11) || causeLog is null ? null : new Cause(causeLog, row.GetInt64(11));
        var principal = row.GetString(12);
        var trace = row.IsDBNull(13) ? null : row.GetString(13);
        var epoch = row.GetInt64(14);
        var settlesUntil = row.IsDBNull(15) ? (DateTimeOffset?)null : Time(row, 15);
        var context = new MessageContext(id, correlation, causation, cause, tenant, principal, trace);
        return new RecordedEvent(log, position, stream, version, time, epoch, context, settlesUntil, body);
    }

    private static DateTimeOffset Time(NpgsqlDataReader row, int column) => new(row.GetDateTime(column));

    private IEvent Body(string name, byte[] json) =>
        catalog.TypeOf(name) is { } type
            ? (IEvent)JsonSerializer.Deserialize(json, type, catalog.Json)!
            : new UnknownMessage(name);
}
