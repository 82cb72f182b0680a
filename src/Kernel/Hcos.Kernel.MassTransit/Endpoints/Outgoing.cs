using System.Numerics;
using Hcos.Kernel.MassTransit.Wire;
using MassTransit;
using Microsoft.Extensions.Logging;

namespace Hcos.Kernel.MassTransit.Endpoints;

/// <summary>
/// What is on its way to one exchange of a broker. Whoever sends never waits: while the broker is away messages wait
/// here, and beyond the bounds they are dropped and counted. Order is kept; confirmations come in a window.
/// </summary>
internal sealed class Outgoing : IAsyncDisposable
{
    private readonly Func<Task<ISendEndpoint>> _find;
    private readonly string _exchange;
    private readonly MassTransitBusOptions _options;
    private readonly BusMetrics _metrics;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _window;
    private readonly HandOver<WireMessage> _waiting;
    private ISendEndpoint? _endpoint;
    private volatile bool _isOpen;

    public Outgoing(
        string exchange,
        Func<Task<ISendEndpoint>> find,
        int unconfirmed,
        MassTransitBusOptions options,
        BusMetrics metrics,
        ILogger logger)
    {
        _exchange = exchange;
        _find = find;
        _options = options;
        _metrics = metrics;
        _logger = logger;
        _window = new SemaphoreSlim(unconfirmed);
        _waiting = new HandOver<WireMessage>(options, SendNextAsync);
    }

    public void Add(WireMessage message)
    {
        if (!_waiting.TryAdd(message, message.Json.Length)) Drop();
    }

    public ValueTask DisposeAsync() => _waiting.DisposeAsync();

    private async Task SendNextAsync(WireMessage message, CancellationToken cancellationToken)
    {
        await _window.WaitAsync(cancellationToken);
        var sending = SendAsync(message, cancellationToken);
        // Until one was confirmed, channel and exchange may still be made, and the next would overtake it.
        if (!_isOpen) await sending;
    }

    private async Task SendAsync(WireMessage message, CancellationToken cancellationToken)
    {
        try
        {
            _endpoint ??= await _find();
            await _endpoint.Send(message, message.GetType(), Transient.Instance, cancellationToken)
                .WaitAsync(_options.SendTimeout, _options.Time, cancellationToken);
            _isOpen = true;
        }
        catch (OperationCanceledException)
        {
            // The bus stops.
        }
        catch (Exception failed)
        {
            _isOpen = false;
            Log.NotSent(_logger, _exchange, failed.GetType().Name);
            Drop();
        }
        finally
        {
            _window.Release();
        }
    }

    private void Drop()
    {
        var dropped = _metrics.Drop("outgoing", _exchange);
        if (BitOperations.IsPow2(dropped)) Log.Dropped(_logger, "message", _exchange, dropped);
    }

    /// <summary>Nothing on the bus has to survive the broker.</summary>
    private sealed class Transient : IPipe<SendContext>
    {
        public static Transient Instance { get; } = new();

        public Task Send(SendContext context)
        {
            context.Durable = false;
            return Task.CompletedTask;
        }

        public void Probe(ProbeContext context) => context.CreateScope("transient");
    }
}
