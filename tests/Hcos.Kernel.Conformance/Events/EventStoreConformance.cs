using Hcos.Kernel.Messages;
using Hcos.Kernel.Stores;

namespace Hcos.Kernel.Conformance.Events;

/// <summary>What every event store promises.</summary>
/// <typeparam name="TFixture">Gives the store.</typeparam>
public abstract partial class EventStoreConformance<TFixture>(
    TFixture fixture) : IClassFixture<TFixture>, IAsyncDisposable
    where TFixture : class, IEventStoreFixture
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly IEventStore _store = fixture.Open(Sample.Catalog);

    private static CancellationToken Token => TestContext.Current.CancellationToken;


    public async ValueTask DisposeAsync()
    {
        if (_store is IAsyncDisposable opened) await opened.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private Task<IOwnedLog> OwnAsync(string log) => _store.OwnAsync(log, Token).WaitAsync(Patience, Token);

    private Task<IReadOnlyList<RecordedEvent>> AllAsync(string log) => Sample.AllAsync(_store, log, Token);

    private static Task CommitAsync(IOwnedLog owner, params RecordedEvent[] events) =>
        owner.CommitAsync(events, Sample.NoPositions, Token);

    private static Task<OwnershipLostException> LostAsync(Func<Task> call) =>
        Assert.ThrowsAsync<OwnershipLostException>(call);
}
