using Hcos.Kernel.Bus;
using Hcos.Kernel.Conformance.Bus;
using Hcos.Kernel.MassTransit.Transports;
using Hcos.Kernel.MassTransit.Wire;
using Hcos.Kernel.Messages;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hcos.Kernel.MassTransit.Tests;

/// <summary>MassTransit's in-memory transport, in real time.</summary>
public sealed class InMemoryBusFixture : IMessageBusFixture
{
    private MassTransitBus? _bus;

    public async Task<IMessageBus> StartAsync(
        MessageCatalog writes, MessageCatalog reads, CancellationToken cancellationToken) =>
        _bus = await MassTransitBus.StartAsync(
            new InMemoryTransport(),
            new WireFormat(writes, reads),
            new MassTransitBusOptions(),
            NullLoggerFactory.Instance,
            cancellationToken);

    public Task AdvanceAsync(CancellationToken cancellationToken) =>
        Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, cancellationToken);

    public ValueTask DisposeAsync() => _bus?.DisposeAsync() ?? ValueTask.CompletedTask;
}
