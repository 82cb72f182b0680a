using Hcos.Kernel.Conformance.Events;
using Hcos.Kernel.Messages;
using Hcos.Kernel.Stores;
using Hcos.Testing.Postgres;
using Npgsql;

namespace Hcos.Kernel.Postgres.Tests;

/// <summary>The real store in a database of its own.</summary>
public sealed class PostgresEventStoreFixture : IEventStoreFixture
{
    private readonly PostgresPeer _peer = new();
    private readonly List<PostgresEventStore> _opened = [];

    public async ValueTask InitializeAsync() => await _peer.StartAsync(TestContext.Current.CancellationToken);

    public IEventStore Open(MessageCatalog catalog) => OpenAt(_peer.ConnectionString, catalog);

    public IHarmableEventStore OpenHarmable(MessageCatalog catalog)
    {
        var wire = new Wire(_peer.ConnectionString);
        return new HarmableEventStore(wire, OpenAt(wire.ConnectionString, catalog));
    }

    public async Task EndSessionAsync(string log, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(_peer.AdministratorConnectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(
            """
            select pg_terminate_backend(pid) from pg_locks
            where locktype = 'advisory' and granted
                and database = (select oid from pg_database where datname = current_database())
                and (classid::bigint << 32) | objid::bigint = $1
            """,
            connection);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = new SchemaName(log).OwnerLock });
        Assert.True((bool)(await command.ExecuteScalarAsync(cancellationToken))!, $"nobody owns {log}");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var store in _opened) await store.DisposeAsync();
        await _peer.DisposeAsync();
    }

    private PostgresEventStore OpenAt(string connectionString, MessageCatalog catalog)
    {
        var options = new PostgresOptions
        {
            ConnectionString = connectionString,
            LockRetry = TimeSpan.FromMilliseconds(20),
        };
        var store = new PostgresEventStore(options, catalog, TimeProvider.System);
        lock (_opened) _opened.Add(store);
        return store;
    }

    private sealed class HarmableEventStore(Wire wire, IEventStore store) : IHarmableEventStore
    {
        public IEventStore Store { get; } = store;

        public void LoseAnswers() => wire.LoseAnswers();

        public void Cut() => wire.Cut();

        public ValueTask DisposeAsync() => wire.DisposeAsync();
    }
}
