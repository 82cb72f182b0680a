using Hcos.Kernel.MassTransit.Transports;
using Hcos.Kernel.MassTransit.Wire;
using MassTransit;

namespace Hcos.Kernel.MassTransit.Endpoints;

/// <summary>
/// The endpoints of one layer in one process. They pass what arrives to the connection of the moment; while nobody is
/// connected it is dropped, or the endpoints are gone, as the transport allows.
/// </summary>
internal sealed class LayerEndpoints : IAsyncDisposable
{
    private readonly string _layer;
    private readonly IReceiveConnector _bus;
    private readonly ITransport _transport;
    private readonly Addresses _addresses;
    private readonly MassTransitBusOptions _options;
    private readonly HashSet<string> _bound = [];
    private readonly List<HostReceiveEndpointHandle> _open = [];
    private IReadOnlyList<string> _consumes = [];
    private int _sickChecks;
    private readonly SemaphoreSlim _opening = new(1);
    private volatile bool _isDisposed;
    private int _openings;
    private Connection? _connection;

    public LayerEndpoints(string layer, IReceiveConnector bus, ITransport transport, MassTransitBusOptions options)
    {
        _layer = layer;
        _bus = bus;
        _transport = transport;
        _addresses = new Addresses(transport.Prefix);
        _options = options;
    }

    /// <summary>Passes everything to a connection from now on; a connection before it gets nothing more.</summary>
    public async Task AttachAsync(
        Connection connection, IReadOnlyList<string> consumes, CancellationToken cancellationToken)
    {
        await _opening.WaitAsync(cancellationToken);
        try
        {
            Volatile.Write(ref _connection, connection);
            _consumes = consumes;
            foreach (var endpoint in OpenMissing()) await endpoint.Ready.WaitAsync(cancellationToken);
        }
        finally
        {
            _opening.Release();
        }
    }

    /// <summary>
    /// Opens all endpoints anew when one of them has been down for some checks in a row though the broker is there: a
    /// transport that lost its broker does not always bring each of them back.
    /// </summary>
    /// <param name="sick">The addresses of endpoints that are down.</param>
    /// <param name="isBrokerThere">Whether something else of this process is connected.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Whether it did.</returns>
    public async Task<bool> MendAsync(
        IReadOnlySet<Uri> sick, bool isBrokerThere, CancellationToken cancellationToken)
    {
        if (!await _opening.WaitAsync(0, cancellationToken)) return false;
        try
        {
            var isSick = _open.Exists(endpoint => sick.Contains(endpoint.ReceiveEndpoint.InputAddress));
            _sickChecks = isSick ? _sickChecks + 1 : 0;
            var most = isBrokerThere ? _options.SickChecks : _options.SickChecks * _options.PatienceWithBroker;
            if (_sickChecks < most || _isDisposed) return false;
            _sickChecks = 0;
            await CloseAsync();
            OpenMissing();
            return true;
        }
        finally
        {
            _opening.Release();
        }
    }

    /// <summary>Ends a connection, unless another one has taken its place.</summary>
    public async Task DetachAsync(Connection connection, CancellationToken cancellationToken)
    {
        if (_isDisposed) return;
        await _opening.WaitAsync(cancellationToken);
        try
        {
            var former = Interlocked.CompareExchange(ref _connection, null, connection);
            if (former == connection && !_transport.KeepsEndpoints) await CloseAsync();
        }
        finally
        {
            _opening.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _isDisposed = true;
        if (Interlocked.Exchange(ref _connection, null) is { } connection) await connection.DisposeAsync();
        _opening.Dispose();
    }

    private async Task CloseAsync()
    {
        using var patience = new CancellationTokenSource(_options.StopTimeout, _options.Time);
        try
        {
            foreach (var endpoint in _open) await endpoint.StopAsync(patience.Token);
        }
        catch (Exception gone) when (gone is OperationCanceledException or TransportException)
        {
            // The broker is away; its queues have gone with our connection.
        }

        _open.Clear();
        _bound.Clear();
        _openings++;
    }

    private List<HostReceiveEndpointHandle> OpenMissing()
    {
        var opened = new List<HostReceiveEndpointHandle>();
        var isFirst = _open.Count == 0;
        if (isFirst) opened.AddRange([OpenCommands(), OpenRequests()]);
        var missing = _consumes.Where(log => !_bound.Contains(log)).ToList();
        if (isFirst || missing.Count > 0) opened.Add(OpenEvents(missing, isFirst));
        _open.AddRange(opened);
        return opened;
    }

    private HostReceiveEndpointHandle OpenCommands() =>
        Open(_addresses.Commands(_layer), _openings, [_addresses.Commands(_layer)], 1, endpoint =>
            Receive<CommandsMessage>(endpoint, (connection, message) => connection.Add(message)));

    private HostReceiveEndpointHandle OpenRequests() =>
        Open(
            _addresses.Requests(_layer), _openings, [_addresses.Requests(_layer)], _options.ConcurrentQuestions,
            endpoint =>
            {
                Receive<ReplayRequestMessage>(endpoint, (connection, message) => connection.Add(message));
                endpoint.Handler<QuestionMessage>(AnswerAsync);
            });

    /// <summary>One message at a time, so that the parts of a log keep their order.</summary>
    private HostReceiveEndpointHandle OpenEvents(IReadOnlyList<string> logs, bool isFirst)
    {
        _bound.UnionWith(logs);
        var exchanges = logs.Select(_addresses.Log).ToList();
        if (isFirst) exchanges.Add(_addresses.Replays(_layer));
        return Open(_addresses.Events(_layer), ++_openings, exchanges, 1, endpoint =>
        {
            Receive<BatchMessage>(endpoint, (connection, message) => connection.Add(message));
            Receive<HeadMessage>(endpoint, (connection, message) => connection.Add(message));
        });
    }

    private HostReceiveEndpointHandle Open(
        string purpose,
        int opening,
        IReadOnlyList<string> exchanges,
        int concurrentMessages,
        Action<IReceiveEndpointConfigurator> handle)
    {
        var queue = _transport.Queue(purpose, opening);
        return _bus.ConnectReceiveEndpoint(queue, endpoint =>
        {
            endpoint.ConfigureConsumeTopology = false;
            endpoint.ConcurrentMessageLimit = concurrentMessages;
            endpoint.DiscardFaultedMessages();
            endpoint.DiscardSkippedMessages();
            _transport.Configure(endpoint, queue, exchanges);
            handle(endpoint);
        });
    }

    private void Receive<TMessage>(IReceiveEndpointConfigurator endpoint, Action<Connection, TMessage> add)
        where TMessage : class =>
        endpoint.Handler<TMessage>(context =>
        {
            if (Volatile.Read(ref _connection) is { } connection) add(connection, context.Message);
            return Task.CompletedTask;
        });

    private async Task AnswerAsync(ConsumeContext<QuestionMessage> context)
    {
        if (Volatile.Read(ref _connection) is not { } connection) return;
        var answer = await connection.AskAsync(context.Message, context.CancellationToken);
        await context.RespondAsync(answer);
    }
}
