using Hcos.Kernel.Conformance.Views;
using Hcos.Kernel.Stores;
using Hcos.Testing.Postgres;

namespace Hcos.Kernel.Postgres.Tests;

/// <summary>The real store in a database of its own.</summary>
public sealed class PostgresViewStoreFixture : IViewStoreFixture
{
    private readonly PostgresPeer _peer = new();
    private PostgresViewStore? _store;

    public IViewStore Store => _store!;

    public async ValueTask InitializeAsync()
    {
        await _peer.StartAsync(TestContext.Current.CancellationToken);
        _store = new PostgresViewStore(new PostgresOptions { ConnectionString = _peer.ConnectionString }, "usl");
    }

    public async ValueTask DisposeAsync()
    {
        if (_store is not null) await _store.DisposeAsync();
        await _peer.DisposeAsync();
    }
}
