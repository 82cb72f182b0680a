using Hcos.Kernel.MassTransit.Wire;
using MassTransit;

namespace Hcos.Kernel.MassTransit.Endpoints;

/// <summary>
/// The endpoints of one layer in one process. They stand for as long as the bus runs and pass what arrives to the
/// connection of the moment; while nobody is connected it is dropped. (A queue of the in-memory transport cannot be
/// removed, and one that nobody reads grows for ever.)
/// </summary>
internal sealed class LayerEndpoints : IAsyncDisposable
{
    private readonly string _layer;
    private readonly IReceiveConnector _bus;
    private readonly MassTransitBusOptions _options;
    private readonly HashSet<string> _bound = [];
    private readonly SemaphoreSlim _opening = new(1);
    private int _eventQueues;
    private Connection? _connection;

    public LayerEndpoints(string layer, IReceiveConnector bus, MassTransitBusOptions options)
    {
        _layer = layer;
        _bus = bus;
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
            var opened = new List<HostReceiveEndpointHandle>();
            if (_eventQueues == 0) opened.AddRange([OpenCommands(), OpenRequests()]);
            var missing = consumes.Where(log => !_bound.Contains(log)).ToList();
            if (_eventQueues == 0 || missing.Count > 0) opened.Add(OpenEvents(missing));
            foreach (var endpoint in opened) await endpoint.Ready.WaitAsync(cancellationToken);
        }
        finally
        {
            _opening.Release();
        }
    }

    /// <summary>Ends a connection, unless another one has taken its place.</summary>
    public void Detach(Connection connection) => Interlocked.CompareExchange(ref _connection, null, connection);

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _connection, null) is { } connection) await connection.DisposeAsync();
        _opening.Dispose();
    }

    private HostReceiveEndpointHandle OpenCommands() =>
        _bus.ConnectReceiveEndpoint(Addresses.Commands(_layer), endpoint =>
        {
            Configure(endpoint, concurrentMessages: 1);
            Receive<CommandsMessage>(endpoint, (connection, message) => connection.Add(message));
        });

    private HostReceiveEndpointHandle OpenRequests() =>
        _bus.ConnectReceiveEndpoint(Addresses.Requests(_layer), endpoint =>
        {
            Configure(endpoint, _options.ConcurrentQuestions);
            Receive<ReplayRequestMessage>(endpoint, (connection, message) => connection.Add(message));
            endpoint.Handler<QuestionMessage>(AnswerAsync);
        });

    /// <summary>One message at a time, so that the parts of a log keep their order.</summary>
    private HostReceiveEndpointHandle OpenEvents(IReadOnlyList<string> logs)
    {
        var number = ++_eventQueues;
        _bound.UnionWith(logs);
        return _bus.ConnectReceiveEndpoint(Addresses.Events(_layer, number), endpoint =>
        {
            Configure(endpoint, concurrentMessages: 1);
            var binder = (IInMemoryReceiveEndpointConfigurator)endpoint;
            foreach (var log in logs) binder.Bind(Addresses.Log(log));
            if (number == 1) binder.Bind(Addresses.Replays(_layer));
            Receive<BatchMessage>(endpoint, (connection, message) => connection.Add(message));
            Receive<HeadMessage>(endpoint, (connection, message) => connection.Add(message));
        });
    }

    private static void Configure(IReceiveEndpointConfigurator endpoint, int concurrentMessages)
    {
        endpoint.ConfigureConsumeTopology = false;
        endpoint.ConcurrentMessageLimit = concurrentMessages;
        endpoint.DiscardFaultedMessages();
        endpoint.DiscardSkippedMessages();
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
