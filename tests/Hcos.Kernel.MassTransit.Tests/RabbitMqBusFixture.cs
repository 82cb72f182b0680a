using Hcos.Kernel.Bus;
using Hcos.Kernel.Conformance.Bus;
using Hcos.Kernel.MassTransit.Transports;
using Hcos.Kernel.MassTransit.Wire;
using Hcos.Kernel.Messages;
using Hcos.Testing.RabbitMq;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

[assembly: AssemblyFixture(typeof(RabbitMqPeer))]

namespace Hcos.Kernel.MassTransit.Tests;

/// <summary>A real broker, in real time; each test has exchanges and queues of its own.</summary>
public sealed class RabbitMqBusFixture : IMessageBusFixture
{
    private readonly string _prefix = $"test-{Guid.CreateVersion7():n}";
    private readonly List<MassTransitBus> _started = [];

    public async Task<IMessageBus> StartAsync(
        MessageCatalog writes, MessageCatalog reads, CancellationToken cancellationToken) =>
        await StartAsync(
            writes, reads, new MassTransitBusOptions(), NullLoggerFactory.Instance, cancellationToken);

    public Task AdvanceAsync(CancellationToken cancellationToken) =>
        Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        foreach (var bus in _started) await bus.DisposeAsync();
    }

    /// <summary>Starts one more bus, as another process would.</summary>
    internal async Task<MassTransitBus> StartAsync(
        MessageCatalog writes,
        MessageCatalog reads,
        MassTransitBusOptions options,
        ILoggerFactory loggers,
        CancellationToken cancellationToken)
    {
        var peer = await TestContext.Current.GetFixture<RabbitMqPeer>()
            ?? throw new InvalidOperationException("the assembly has no broker");
        var broker = RabbitMqOptions.Parse(await peer.UriAsync(cancellationToken), "test", _prefix);
        var bus = await MassTransitBus.StartAsync(
            new RabbitMqTransport(broker, options), new WireFormat(writes, reads), options, loggers, cancellationToken);
        _started.Add(bus);
        return bus;
    }
}
