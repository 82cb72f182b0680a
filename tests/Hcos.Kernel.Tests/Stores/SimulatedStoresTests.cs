using Hcos.Kernel.Conformance.Events;
using Hcos.Kernel.Conformance.Views;
using Hcos.Kernel.Simulated.Stores;
using Hcos.Kernel.Stores;

namespace Hcos.Kernel.Tests.Stores;

public sealed class SimulatedEventStoreTests(SimulatedEventStoreFixture fixture)
    : EventStoreConformance<SimulatedEventStoreFixture>(fixture);

public sealed class SimulatedViewStoreTests(SimulatedViewStoreFixture fixture)
    : ViewStoreConformance<SimulatedViewStoreFixture>(fixture);

public sealed class SimulatedViewStoreFixture : IViewStoreFixture
{
    public IViewStore Store { get; } = new SimulatedViewStore(NoStoreFaults.Instance, TimeProvider.System);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
