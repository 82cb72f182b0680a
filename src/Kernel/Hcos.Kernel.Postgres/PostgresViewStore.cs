using Hcos.Kernel.Stores;
using Npgsql;

namespace Hcos.Kernel.Postgres;

/// <summary>Views in PostgreSQL: the sets of one schema. The schema is made by the first write.</summary>
public sealed class PostgresViewStore : IViewStore, IAsyncDisposable
{
    private const long GateMatched = 1;
    private readonly Connections _connections;
    private readonly SchemaName _schema;
    private readonly ViewSql _sql;

    /// <summary>Connects lazily.</summary>
    /// <param name="options">Where and how.</param>
    /// <param name="schema">The name of the layer that reads the views; the prefix comes before it.</param>
    public PostgresViewStore(PostgresOptions options, string schema)
    {
        _connections = new Connections(options);
        _schema = new SchemaName(options.SchemaPrefix + schema);
        _sql = new ViewSql(_schema);
    }

    /// <inheritdoc/>
    public Task<long> PositionAsync(string set, CancellationToken cancellationToken) => _connections.RunAsync(
        _sql.Position,
        [ViewParameters.Text(set)],
        0L,
        async command => await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) as long? ?? 0,
        cancellationToken);

    /// <inheritdoc/>
    public async Task WriteAsync(
        string set,
        long expected,
        long position,
        IReadOnlyList<ViewChange> changes,
        CancellationToken cancellationToken)
    {
        var fit = ViewRules.Check(expected, position, changes);
        var matched = await WriteOnceAsync(set, expected, position, fit, cancellationToken).ConfigureAwait(false);
        if (matched is null)
        {
            await CreateAsync(cancellationToken).ConfigureAwait(false);
            matched = await WriteOnceAsync(set, expected, position, fit, cancellationToken).ConfigureAwait(false);
        }

        if (matched != GateMatched) throw new ViewConflictException($"set {set} does not stand at {expected}");
    }

    /// <inheritdoc/>
    public Task<ViewRow?> GetAsync(
        string set, string view, string key, long? at, CancellationToken cancellationToken) => _connections.RunAsync(
        at is null ? _sql.Get : _sql.GetThen,
        ViewParameters.OfRow(set, view, key, at),
        null,
        async command =>
        {
            await using var row = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            return await row.ReadAsync(cancellationToken).ConfigureAwait(false) ? ViewRows.Parse(row, 0) : null;
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task<ViewPage> ListAsync(
        string set, string view, ViewQuery query, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(query.Limit, 1);
        return _connections.RunAsync(
            query.At is null ? _sql.List : _sql.ListThen,
            ViewParameters.OfPage(set, view, query),
            new ViewPage([], null, 0),
            async command =>
            {
                await using var rows = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
                return await ViewRows.PageAsync(rows, query, cancellationToken).ConfigureAwait(false);
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<ViewRow>> HistoryAsync(
        string set, string view, string key, int limit, CancellationToken cancellationToken) =>
        _connections.RunAsync<IReadOnlyList<ViewRow>>(
            _sql.History,
            [
                ViewParameters.Text(set), ViewParameters.Text(view), ViewParameters.Text(key),
                ViewParameters.Number(limit),
            ],
            [],
            async command =>
            {
                var versions = new List<ViewRow>();
                await using var rows = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
                while (await rows.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    versions.Add(ViewRows.Parse(rows, 0));
                }

                return versions;
            },
            cancellationToken);

    /// <inheritdoc/>
    public async Task FillAsync(
        string set,
        IAsyncEnumerable<ViewVersion> versions,
        Func<long> position,
        CancellationToken cancellationToken)
    {
        await CreateAsync(cancellationToken).ConfigureAwait(false);
        await using var connection = await _connections.OpenSharedAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await ViewFilling.FillAsync(connection, _sql, set, versions, position, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (PostgresException taken) when (taken.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            throw new ViewConflictException($"set {set} does not stand at 0");
        }
        catch (Exception error) when (PostgresErrors.IsUnavailable(error))
        {
            throw PostgresErrors.Unavailable(error);
        }
    }

    /// <inheritdoc/>
    public Task DropAsync(string set, CancellationToken cancellationToken) => _connections.RunAsync(
        _sql.Drop,
        [ViewParameters.Text(set)],
        0,
        command => command.ExecuteNonQueryAsync(cancellationToken),
        cancellationToken);

    /// <inheritdoc/>
    public Task<string> HashAsync(string set, CancellationToken cancellationToken) =>
        HashAsync(_sql.Everything, [ViewParameters.Text(set)], 0, cancellationToken);

    /// <inheritdoc/>
    public Task<string> HashAtAsync(string set, long position, CancellationToken cancellationToken) => HashAsync(
        _sql.EverythingThen,
        [ViewParameters.Text(set), ViewParameters.Number(position)],
        position,
        cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> SetsAsync(CancellationToken cancellationToken) =>
        _connections.RunAsync<IReadOnlyList<string>>(
            _sql.Sets,
            [],
            [],
            async command =>
            {
                var sets = new List<string>();
                await using var rows = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
                while (await rows.ReadAsync(cancellationToken).ConfigureAwait(false)) sets.Add(rows.GetString(0));
                return sets;
            },
            cancellationToken);

    /// <summary>Closes the connections.</summary>
    public ValueTask DisposeAsync() => _connections.DisposeAsync();

    private async Task<string> HashAsync(
        string sql, NpgsqlParameter[] parameters, long absent, CancellationToken cancellationToken)
    {
        var found = await _connections.RunAsync(
            sql, parameters, null, command => HashRowsAsync(command, cancellationToken), cancellationToken)
            .ConfigureAwait(false);
        if (found is not null) return found;
        using var empty = new ViewHash(absent);
        return empty.Finish();
    }

    private static async Task<string?> HashRowsAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using var rows = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await rows.ReadAsync(cancellationToken).ConfigureAwait(false);
        using var hash = new ViewHash(rows.GetInt64(0));
        var any = !rows.IsDBNull(1);
        while (any)
        {
            hash.Add(rows.GetString(1), rows.GetString(2), rows.GetInt64(3), rows.GetString(4));
            any = await rows.ReadAsync(cancellationToken).ConfigureAwait(false);
        }

        return hash.Finish();
    }

    private Task<long?> WriteOnceAsync(
        string set,
        long expected,
        long position,
        IReadOnlyList<ViewChange> changes,
        CancellationToken cancellationToken) =>
        _connections.RunAsync(
            _sql.Write,
            ViewParameters.OfWrite(set, expected, position, changes),
            null,
            async command => await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) as long?,
            cancellationToken);

    private async Task CreateAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await _connections.OpenSharedAsync(cancellationToken).ConfigureAwait(false);
            await SchemaCreation.EnsureAsync(connection, _schema, ViewSql.LastTable, _sql.Create, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (Exception error) when (PostgresErrors.IsUnavailable(error))
        {
            throw PostgresErrors.Unavailable(error);
        }
    }
}
