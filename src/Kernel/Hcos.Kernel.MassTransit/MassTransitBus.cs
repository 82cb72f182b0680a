using System.Collections.Concurrent;
using Hcos.Kernel.Bus;
using Hcos.Kernel.MassTransit.Endpoints;
using Hcos.Kernel.MassTransit.Transports;
using Hcos.Kernel.MassTransit.Wire;
using Hcos.Kernel.Messages;
using MassTransit;
using Microsoft.Extensions.Logging;

namespace Hcos.Kernel.MassTransit;

/// <summary>
/// The bus on MassTransit. Everything is serialised, also within one process. Each log has its own exchange, so a
/// layer receives only the logs it consumes; each layer has one endpoint for commands, one for replay requests and
/// questions, and one queue of events. Its bounds are those of <see cref="MassTransitBusOptions"/>.
/// </summary>
public sealed class MassTransitBus : IMessageBus, IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Task<ISendEndpoint>> _destinations = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Outgoing> _outgoing = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, LayerEndpoints> _layers = new(StringComparer.Ordinal);
    private readonly BusMetrics _metrics = new();
    private readonly IBusControl _bus;
    private readonly ITransport _transport;
    private readonly Addresses _addresses;
    private readonly IClientFactory _clients;
    private readonly WireFormat _wire;
    private readonly MassTransitBusOptions _options;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _watching;
    private int _disposed;

    private MassTransitBus(
        IBusControl bus, ITransport transport, WireFormat wire, MassTransitBusOptions options, ILogger logger)
    {
        _bus = bus;
        _transport = transport;
        _addresses = new Addresses(transport.Prefix);
        _clients = bus.CreateClientFactory();
        _wire = wire;
        _options = options;
        _logger = logger;
        _watching = transport.KeepsEndpoints ? Task.CompletedTask : WatchAsync(_stopping.Token);
    }

    /// <summary>
    /// How many messages were dropped since the start, because a receiver was slow or could not read them.
    /// </summary>
    public long Dropped => _metrics.Dropped;

    /// <summary>Starts a bus for the layers of one process. It ends when it is disposed.</summary>
    /// <param name="catalog">The messages that travel.</param>
    /// <param name="options">Bounds and clock.</param>
    /// <param name="loggers">Where the bus and MassTransit (warnings and errors only) write.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    public static Task<MassTransitBus> StartInMemoryAsync(
        MessageCatalog catalog,
        MassTransitBusOptions options,
        ILoggerFactory loggers,
        CancellationToken cancellationToken) =>
        StartAsync(
            new InMemoryTransport(), new WireFormat(catalog, catalog), options, loggers, cancellationToken);

    /// <summary>Starts a bus between processes. It ends when it is disposed.</summary>
    /// <param name="catalog">The messages that travel.</param>
    /// <param name="broker">Where the broker is. It may be away; then nothing travels until it is back.</param>
    /// <param name="options">Bounds and clock.</param>
    /// <param name="loggers">Where the bus and MassTransit (warnings and errors only) write.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    public static Task<MassTransitBus> StartRabbitMqAsync(
        MessageCatalog catalog,
        RabbitMqOptions broker,
        MassTransitBusOptions options,
        ILoggerFactory loggers,
        CancellationToken cancellationToken) =>
        StartAsync(
            new RabbitMqTransport(broker, options),
            new WireFormat(catalog, catalog),
            options,
            loggers,
            cancellationToken);

    /// <inheritdoc/>
    public Task SendAsync(
        string layer, IReadOnlyList<CommandEnvelope> commands, CancellationToken cancellationToken) =>
        SendToAsync(_addresses.Commands(layer), _wire.Commands(layer, commands), cancellationToken);

    /// <inheritdoc/>
    public Task PublishAsync(EventBatch batch, CancellationToken cancellationToken) =>
        SendToAsync(_addresses.Log(batch.Log), _wire.Batch(batch), cancellationToken);

    /// <inheritdoc/>
    public Task AnnounceAsync(HeadAnnouncement head, CancellationToken cancellationToken) =>
        SendToAsync(_addresses.Log(head.Log), _wire.Head(head), cancellationToken);

    /// <inheritdoc/>
    public Task RequestReplayAsync(ReplayRequest request, CancellationToken cancellationToken) =>
        SendToAsync(_addresses.Requests(request.Log), _wire.ReplayRequest(request), cancellationToken);

    /// <inheritdoc/>
    public Task ReplayAsync(string consumer, EventBatch batch, CancellationToken cancellationToken) =>
        SendToAsync(_addresses.Replays(consumer), _wire.Batch(batch), cancellationToken);

    /// <inheritdoc/>
    public Task ReplayAsync(string consumer, HeadAnnouncement head, CancellationToken cancellationToken) =>
        SendToAsync(_addresses.Replays(consumer), _wire.Head(head), cancellationToken);

    /// <inheritdoc/>
    public async Task<TAnswer> AskAsync<TAnswer>(
        string layer, IQuestion<TAnswer> question, TimeSpan deadline, CancellationToken cancellationToken)
    {
        var message = _wire.Question(question);
        using var tooLate = new CancellationTokenSource(deadline, _options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(tooLate.Token, cancellationToken);
        try
        {
            // MassTransit's own limit runs on the system's clock; it only has to lie beyond ours.
            var client = _clients.CreateRequestClient<QuestionMessage>(Addresses.Exchange(_addresses.Requests(layer)));
            var answer = await client.GetResponse<AnswerMessage>(message, either.Token, deadline + deadline);
            return answer.Message.Json is { Length: > 0 } json
                ? _wire.ReadAnswer<TAnswer>(json)
                : throw new QuestionFailedException(layer, message.Name);
        }
        catch (Exception exception) when (IsTimeout(exception) && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"{layer} did not answer {message.Name} within {deadline}", exception);
        }
    }

    /// <inheritdoc/>
    public async Task<IAsyncDisposable> ConnectAsync(
        string layer, IReadOnlyList<string> consumes, IBusReceiver receiver, CancellationToken cancellationToken)
    {
        var endpoints = _layers.GetOrAdd(layer, name => new LayerEndpoints(name, _bus, _transport, _options));
        var connection = new Connection(layer, consumes, receiver, _wire, _options, _metrics, _logger);
        try
        {
            await endpoints.AttachAsync(connection, consumes, cancellationToken);
        }
        catch
        {
            await endpoints.DetachAsync(connection, CancellationToken.None);
            await connection.DisposeAsync();
            throw;
        }

        return new Disconnecting(endpoints, connection);
    }

    /// <summary>Stops receiving and sending.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1) return;
        await _stopping.CancelAsync();
        await _watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
        foreach (var layer in _layers.Values) await layer.DisposeAsync();
        foreach (var outgoing in _outgoing.Values) await outgoing.DisposeAsync();
        await _bus.StopAsync(_options.StopTimeout);
        _metrics.Dispose();
    }

    /// <summary>As the public ones, with ends that may know different messages.</summary>
    internal static async Task<MassTransitBus> StartAsync(
        ITransport transport,
        WireFormat wire,
        MassTransitBusOptions options,
        ILoggerFactory loggers,
        CancellationToken cancellationToken)
    {
        var begun = options.Time.GetTimestamp();
        LogContext.ConfigureCurrentLogContext(new QuietLoggers(loggers));
        var control = transport.Create(bus =>
        {
            bus.ClearSerialization();
            bus.AddSerializer(new WireSerializer());
            bus.AddDeserializer(new WireSerializer(), isDefault: true);
        });
        var logger = loggers.CreateLogger<MassTransitBus>();
        if (await BusStart.StartAsync(control, options, cancellationToken))
        {
            Log.Started(logger, (long)options.Time.GetElapsedTime(begun).TotalMilliseconds);
        }
        else
        {
            Log.StartedAlone(logger);
        }

        return new MassTransitBus(control, transport, wire, options, logger);
    }

    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        using var check = new PeriodicTimer(_options.EndpointCheck, _options.Time);
        while (await check.WaitForNextTickAsync(cancellationToken))
        {
            var endpoints = _bus.CheckHealth().Endpoints.Values;
            var sick = endpoints.Where(endpoint => endpoint.Status != BusHealthStatus.Healthy)
                .Select(endpoint => endpoint.InputAddress).ToHashSet();
            if (sick.Count == 0) continue;
            var isBrokerThere = endpoints.Any(endpoint => endpoint.Status == BusHealthStatus.Healthy);
            foreach (var (name, layer) in _layers)
            {
                if (await layer.MendAsync(sick, isBrokerThere, cancellationToken)) Log.Mended(_logger, name);
            }
        }
    }

    private static bool IsTimeout(Exception exception) =>
        exception is OperationCanceledException or RequestTimeoutException or RequestCanceledException;

    private Task SendToAsync(string exchange, WireMessage message, CancellationToken cancellationToken)
    {
        if (_transport.TakesAtOnce) return SendNowAsync(exchange, message, cancellationToken);
        _outgoing.GetOrAdd(exchange, CreateOutgoing).Add(message);
        return Task.CompletedTask;
    }

    private Outgoing CreateOutgoing(string exchange) => new(
        exchange,
        () => _bus.GetSendEndpoint(Addresses.Exchange(exchange)),
        _transport.UnconfirmedMessages,
        _options,
        _metrics,
        _logger);

    private async Task SendNowAsync(string exchange, WireMessage message, CancellationToken cancellationToken)
    {
        var endpoint = await _destinations.GetOrAdd(
            exchange, name => _bus.GetSendEndpoint(Addresses.Exchange(name)));
        await endpoint.Send(message, message.GetType(), cancellationToken);
    }

    private sealed class Disconnecting(LayerEndpoints endpoints, Connection connection) : IAsyncDisposable
    {
        private int _done;

        public async ValueTask DisposeAsync()
        {
            if (Interlocked.Exchange(ref _done, 1) == 1) return;
            await endpoints.DetachAsync(connection, CancellationToken.None);
            await connection.DisposeAsync();
        }
    }
}
