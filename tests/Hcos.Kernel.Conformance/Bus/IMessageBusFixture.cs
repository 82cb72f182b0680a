using Hcos.Kernel.Bus;
using Hcos.Kernel.Messages;

namespace Hcos.Kernel.Conformance.Bus;

/// <summary>Starts one implementation of the bus for one test.</summary>
public interface IMessageBusFixture : IAsyncDisposable
{
    /// <summary>Starts a bus whose sending and receiving ends may know different messages.</summary>
    Task<IMessageBus> StartAsync(MessageCatalog writes, MessageCatalog reads, CancellationToken cancellationToken);

    /// <summary>Lets a little time pass: virtual time, in which what is due is delivered, or real time.</summary>
    Task AdvanceAsync(CancellationToken cancellationToken);
}
