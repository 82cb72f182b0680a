using Hcos.Kernel.Bus;
using Hcos.Kernel.MassTransit.Transports;
using Hcos.Kernel.Messages;
using MassTransit;
using Microsoft.Extensions.Logging;

namespace Hcos.Kernel.MassTransit.Edge;

/// <summary>
/// The edge on RabbitMQ: each event in MassTransit's own envelope to the exchange of its type, for MassTransit
/// applications, and as a CloudEvent to the topic exchange <c>PREFIX-events</c> under its name, for everybody else.
/// Commands come to the exchange <c>PREFIX-outside-commands</c>, whose queue keeps them while nobody takes them.
/// </summary>
public sealed class MassTransitEdge : IEventEdge, IAsyncDisposable
{
    private static readonly EdgeSerializer Serializer = new();
    private readonly IBusControl _bus;
    private readonly MessageCatalog _catalog;
    private readonly RabbitMqOptions _broker;
    private readonly MassTransitBusOptions _options;
    private readonly SortedDictionary<string, Type> _commands;
    private readonly ILogger _logger;

    private MassTransitEdge(
        IBusControl bus, MessageCatalog catalog, RabbitMqOptions broker, MassTransitBusOptions options, ILogger logger)
    {
        _bus = bus;
        _catalog = catalog;
        _broker = broker;
        _options = options;
        _logger = logger;
        _commands = new SortedDictionary<string, Type>(
            catalog.Types.Where(typeof(ICommand).IsAssignableFrom).ToDictionary(UrnOf), StringComparer.Ordinal);
    }

    /// <summary>Starts it. It ends when it is disposed.</summary>
    /// <param name="catalog">The messages that travel.</param>
    /// <param name="broker">Where the broker is.</param>
    /// <param name="options">Bounds and clock.</param>
    /// <param name="loggers">Where it writes.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    public static async Task<MassTransitEdge> StartAsync(
        MessageCatalog catalog,
        RabbitMqOptions broker,
        MassTransitBusOptions options,
        ILoggerFactory loggers,
        CancellationToken cancellationToken)
    {
        var bus = new RabbitMqTransport(broker, options).Create(configure =>
        {
            configure.ConfigureJsonSerializerOptions(ContractJson.Configure);
            // Nobody listens for everything at once: no exchange for what all events have in common.
            configure.Publish<IMessage>(topology => topology.Exclude = true);
            configure.Publish<IEvent>(topology => topology.Exclude = true);
            configure.Publish<ITaskEnded>(topology => topology.Exclude = true);
            configure.Publish<ITaskBegun>(topology => topology.Exclude = true);
        });
        await BusStart.StartAsync(bus, options, cancellationToken);
        return new MassTransitEdge(bus, catalog, broker, options, loggers.CreateLogger<MassTransitEdge>());
    }

    /// <inheritdoc/>
    public async Task PublishAsync(IReadOnlyList<OutsideEvent> events, CancellationToken cancellationToken)
    {
        var everybody = await _bus.GetSendEndpoint(
            new Uri($"exchange:{_broker.Prefix}-events?type=topic"));
        for (var index = 0; index < events.Count; index += _broker.UnconfirmedMessages)
        {
            var window = events.Skip(index).Take(_broker.UnconfirmedMessages).SelectMany(happened => new[]
            {
                PublishAsync(happened.Event, cancellationToken),
                SendAsync(everybody, CloudEvent.Of(happened, _catalog), cancellationToken),
            });
            await Task.WhenAll([.. window]);
        }
    }

    /// <inheritdoc/>
    public async Task<IAsyncDisposable> ReceiveAsync(
        Func<OutsideCommand, CancellationToken, Task> take, CancellationToken cancellationToken)
    {
        var handle = _bus.ConnectReceiveEndpoint($"{_broker.Prefix}-outside-inbox", endpoint =>
        {
            var rabbit = (IRabbitMqReceiveEndpointConfigurator)endpoint;
            // Whoever may send to the exchange has no right to the queue.
            rabbit.Bind($"{_broker.Prefix}-outside-commands");
            endpoint.ConfigureConsumeTopology = false;
            endpoint.ConcurrentMessageLimit = 1;
            rabbit.PrefetchCount = _options.ConcurrentQuestions;
            rabbit.SetQueueArgument("x-max-length", _options.WaitingMessages);
            rabbit.SetQueueArgument("x-overflow", "reject-publish");
            endpoint.ClearSerialization();
            endpoint.AddSerializer(Serializer);
            endpoint.AddDeserializer(Serializer, isDefault: true);
            endpoint.DiscardFaultedMessages();
            endpoint.DiscardSkippedMessages();
            endpoint.UseMessageRetry(retry => retry.Interval(
                _options.EdgeAttempts, _options.EdgeRepeat));
            endpoint.Handler<EdgeCommand>(context => TakeAsync(context, take));
        });
        await handle.Ready.WaitAsync(cancellationToken);
        return new Receiving(handle, _options);
    }

    /// <summary>Stops it.</summary>
    public async ValueTask DisposeAsync() => await _bus.StopAsync(_options.StopTimeout);

    private static string UrnOf(Type type) => MessageUrn.ForTypeString(type)["urn:message:".Length..];

    private Task PublishAsync(RecordedEvent happened, CancellationToken cancellationToken) =>
        _bus.Publish(
            happened.Body,
            happened.Body.GetType(),
            Pipe.Execute<PublishContext>(context =>
            {
                context.MessageId = happened.Context.Id;
                context.CorrelationId = happened.Context.Correlation;
                context.InitiatorId = happened.Context.Causation;
                context.Headers.Set("hcos-name", _catalog.NameOf(happened.Body.GetType()));
                context.Headers.Set("hcos-time", $"{happened.Time:O}");
                context.Headers.Set("hcos-origin", $"{happened.Log}/{happened.Position}");
                context.Headers.Set("hcos-tenant", happened.Context.Tenant);
                context.Headers.Set("hcos-principal", happened.Context.Principal);
            }),
            cancellationToken);

    private static Task SendAsync(ISendEndpoint everybody, CloudEvent happened, CancellationToken cancellationToken) =>
        everybody.Send(
            happened,
            Pipe.Execute<SendContext<CloudEvent>>(context =>
            {
                context.MessageId = happened.Id;
                context.SetRoutingKey(happened.Name);
                context.Serializer = Serializer;
                context.ContentType = new(CloudEvent.ContentType);
            }),
            cancellationToken);

    private Task TakeAsync(ConsumeContext<EdgeCommand> context, Func<OutsideCommand, CancellationToken, Task> take)
    {
        // The broker has checked that whoever sent it is who the message says.
        var user = context.TryGetPayload<RabbitMqBasicConsumeContext>(out var transport)
            ? transport.Properties.UserId
            : null;
        if (user is { Length: > 0 } && _commands.TryGetValue(context.Message.Type, out var type))
        {
            return take(new OutsideCommand(context.Message.Id, user, type, context.Message.Json),
                context.CancellationToken);
        }

        Log.OutsideCommandIgnored(_logger, user is { Length: > 0 } ? "an unknown type" : "no user id");
        return Task.CompletedTask;
    }

    private sealed class Receiving(HostReceiveEndpointHandle handle, MassTransitBusOptions options) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            using var patience = new CancellationTokenSource(options.StopTimeout, options.Time);
            await handle.StopAsync(patience.Token);
        }
    }
}
