using Hcos.Kernel.Bus;
using Hcos.Kernel.Conformance.Bus;
using Hcos.Kernel.Messages;
using Hcos.Kernel.Simulated.Bus;
using Hcos.Kernel.Simulated.Time;

namespace Hcos.Kernel.Tests.Bus;

/// <summary>The twin in virtual time, without faults.</summary>
public sealed class SimulatedBusFixture : IMessageBusFixture
{
    private readonly VirtualTimeProvider _time = new(BusSamples.Noon);
    private SimulatedBus? _bus;

    public Task<IMessageBus> StartAsync(
        MessageCatalog writes, MessageCatalog reads, CancellationToken cancellationToken)
    {
        var network = new SimulatedNetwork(writes, reads, _time, seed: 7);
        _bus = new SimulatedBus(network, writes, reads, _time);
        return Task.FromResult<IMessageBus>(_bus);
    }

    public Task AdvanceAsync(CancellationToken cancellationToken)
    {
        _time.Advance(TimeSpan.FromMilliseconds(1));
        _bus!.DeliverDue();
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
