using MassTransit;

namespace Hcos.Kernel.MassTransit.Transports;

/// <summary>
/// The transport within one process. Its queues cannot be removed, and one that nobody reads grows for ever: its
/// endpoints stand for as long as the bus runs.
/// </summary>
internal sealed class InMemoryTransport : ITransport
{
    public bool KeepsEndpoints => true;

    public bool TakesAtOnce => true;

    public int UnconfirmedMessages => 1;

    public string Prefix => "hcos";

    public IBusControl Create(Action<IBusFactoryConfigurator> configure) =>
        global::MassTransit.Bus.Factory.CreateUsingInMemory(bus =>
        {
            bus.AutoStart = true;
            configure(bus);
        });

    public string Queue(string purpose, int opening) => opening == 0 ? purpose : $"{purpose}-{opening}";

    public void Configure(
        IReceiveEndpointConfigurator endpoint, string queue, IReadOnlyList<string> exchanges)
    {
        var binder = (IInMemoryReceiveEndpointConfigurator)endpoint;
        // A queue has an exchange of its own name already.
        foreach (var exchange in exchanges.Where(exchange => exchange != queue)) binder.Bind(exchange);
    }
}
