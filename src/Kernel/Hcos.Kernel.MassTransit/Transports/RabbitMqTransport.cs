using System.Security.Cryptography;
using MassTransit;

namespace Hcos.Kernel.MassTransit.Transports;

/// <summary>
/// The transport between processes. Every queue is the connected owner's alone and goes with it: what comes for a
/// layer without an owner is lost at once, and a standby takes nothing away.
/// </summary>
internal sealed class RabbitMqTransport(RabbitMqOptions options, MassTransitBusOptions bounds) : ITransport
{
    private const int InstanceBytes = 6;
    private readonly string _instance = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(InstanceBytes));

    public bool KeepsEndpoints => false;

    public bool TakesAtOnce => false;

    public int UnconfirmedMessages => options.UnconfirmedMessages;

    public string Prefix => options.Prefix;

    public IBusControl Create(Action<IBusFactoryConfigurator> configure) =>
        global::MassTransit.Bus.Factory.CreateUsingRabbitMq(bus =>
        {
            bus.Host(options.Host, (ushort)options.Port, options.VirtualHost, $"hcos {options.Process}", host =>
            {
                host.Username(options.UserName);
                host.Password(options.Password);
                host.Heartbeat(options.Heartbeat);
                if (options.IsSecure) host.UseSsl(tls => tls.ServerName = options.Host);
            });
            bus.AutoStart = true;
            bus.OverrideDefaultBusEndpointQueueName($"{options.Prefix}-{options.Process}-replies-{_instance}");
            configure(bus);
        });

    public string Queue(string purpose, int opening) => $"{purpose}-{_instance}-{opening}";

    public void Configure(
        IReceiveEndpointConfigurator endpoint, string queue, IReadOnlyList<string> exchanges)
    {
        var rabbit = (IRabbitMqReceiveEndpointConfigurator)endpoint;
        rabbit.Durable = false;
        rabbit.AutoDelete = true;
        rabbit.Exclusive = true;
        rabbit.PrefetchCount = options.Prefetch;
        rabbit.SetQueueArgument("x-max-length", bounds.WaitingMessages);
        rabbit.SetQueueArgument("x-max-length-bytes", bounds.WaitingBytes);
        rabbit.SetQueueArgument("x-overflow", "drop-head");
        foreach (var exchange in exchanges) rabbit.Bind(exchange);
    }
}
