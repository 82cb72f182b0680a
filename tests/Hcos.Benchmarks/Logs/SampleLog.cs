using Hcos.Benchmarks.Measuring;
using Hcos.Kernel.Postgres;
using Hcos.Kernel.Stores;
using Hcos.Testing.Postgres;

namespace Hcos.Benchmarks.Logs;

/// <summary>An owned, empty log on a PostgreSQL of its own.</summary>
internal sealed class SampleLog : IAsyncDisposable
{
    private readonly PostgresPeer _postgres;
    private readonly PostgresEventStore _store;
    private readonly int _postmaster;

    private SampleLog(PostgresPeer postgres, PostgresEventStore store, IOwnedLog log, int postmaster)
    {
        _postgres = postgres;
        _store = store;
        _postmaster = postmaster;
        Log = log;
    }

    public IOwnedLog Log { get; }

    /// <summary>For whoever writes past the log, into the same database.</summary>
    public string AdministratorConnectionString => _postgres.AdministratorConnectionString;

    /// <summary>Processor time of this process and of PostgreSQL up to now.</summary>
    public CpuTime Cpu() => CpuTime.Of(Environment.ProcessId, _postmaster);

    public static async Task<SampleLog> StartAsync(string name, CancellationToken cancellationToken)
    {
        var postgres = new PostgresPeer(ownServer: true);
        await postgres.StartAsync(cancellationToken);
        var store = new PostgresEventStore(
            new PostgresOptions { ConnectionString = postgres.ConnectionString },
            SampleEvents.Catalog,
            TimeProvider.System);
        var postmaster = await Postmaster.OfAsync(postgres.AdministratorConnectionString, cancellationToken);
        return new SampleLog(postgres, store, await store.OwnAsync(name, cancellationToken), postmaster);
    }

    public async ValueTask DisposeAsync()
    {
        await Log.DisposeAsync();
        await _store.DisposeAsync();
        await _postgres.DisposeAsync();
    }
}
