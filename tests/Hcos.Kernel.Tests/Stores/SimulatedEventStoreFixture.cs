using Hcos.Kernel.Conformance.Events;
using Hcos.Kernel.Messages;
using Hcos.Kernel.Simulated.Stores;
using Hcos.Kernel.Stores;

namespace Hcos.Kernel.Tests.Stores;

/// <summary>The twin; its wire is its plan of faults.</summary>
public sealed class SimulatedEventStoreFixture : IEventStoreFixture
{
    private readonly SimulatedEventStore _store = new(Sample.Catalog, NoStoreFaults.Instance, TimeProvider.System);

    public IEventStore Open(MessageCatalog catalog) => _store.Sharing(catalog, NoStoreFaults.Instance);

    public IHarmableEventStore OpenHarmable(MessageCatalog catalog) => new HarmableEventStore(_store, catalog);

    public Task EndSessionAsync(string log, CancellationToken cancellationToken)
    {
        _store.EndSession(log);
        return Task.CompletedTask;
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private sealed class HarmableEventStore : IHarmableEventStore, IStoreFaults
    {
        private StoreFault _fault = StoreFault.None;

        public HarmableEventStore(SimulatedEventStore store, MessageCatalog catalog) =>
            Store = store.Sharing(catalog, this);

        public IEventStore Store { get; }

        public StoreFault Next(StoreCall call, string subject) => _fault;

        public void LoseAnswers() => _fault = StoreFault.AnswerLost;

        public void Cut() => _fault = StoreFault.Refused;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
