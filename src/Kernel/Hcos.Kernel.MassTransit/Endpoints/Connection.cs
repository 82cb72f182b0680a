using System.Numerics;
using System.Text.Json;
using Hcos.Kernel.Bus;
using Hcos.Kernel.MassTransit.Wire;
using Microsoft.Extensions.Logging;

namespace Hcos.Kernel.MassTransit.Endpoints;

/// <summary>
/// One connected receiver: queues what the transport brings, reads it and hands it over in order. Nothing is ever
/// thrown back into the transport; the log is the truth, and what is dropped here is replayed or sent again.
/// </summary>
internal sealed class Connection : IAsyncDisposable
{
    private readonly string _layer;
    private readonly HashSet<string> _consumes;
    private readonly IBusReceiver _receiver;
    private readonly WireFormat _wire;
    private readonly BusMetrics _metrics;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _disconnected = new();
    private readonly HandOver<CommandsMessage> _commands;
    private readonly HandOver<WireMessage> _events;
    private readonly HandOver<ReplayRequestMessage> _replayRequests;

    public Connection(
        string layer,
        IReadOnlyList<string> consumes,
        IBusReceiver receiver,
        WireFormat wire,
        MassTransitBusOptions options,
        BusMetrics metrics,
        ILogger logger)
    {
        _layer = layer;
        _consumes = [.. consumes];
        _receiver = receiver;
        _wire = wire;
        _metrics = metrics;
        _logger = logger;
        _commands = new(options, DeliverCommandsAsync);
        _events = new(options, DeliverEventsAsync);
        _replayRequests = new(options, DeliverReplayRequestAsync);
    }

    public void Add(CommandsMessage message) =>
        CountIfDropped(_commands.TryAdd(message, message.Json.Length), "commands");

    public void Add(BatchMessage message)
    {
        if (_consumes.Contains(message.Name)) CountIfDropped(_events.TryAdd(message, message.Json.Length), "batch");
    }

    public void Add(HeadMessage message)
    {
        if (_consumes.Contains(message.Name)) CountIfDropped(_events.TryAdd(message, message.Json.Length), "head");
    }

    public void Add(ReplayRequestMessage message) =>
        CountIfDropped(_replayRequests.TryAdd(message, message.Json.Length), "replay request");

    /// <summary>
    /// Asks the receiver. The answer is empty when the receiver failed or does not know the question.
    /// </summary>
    public async Task<AnswerMessage> AskAsync(QuestionMessage message, CancellationToken cancellationToken)
    {
        try
        {
            using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _disconnected.Token);
            if (_wire.ReadQuestion(message) is { } question)
            {
                return _wire.Answer(message.Name, question, await _receiver.AskedAsync(question, ended.Token));
            }

            Log.UnknownQuestion(_logger, _layer, message.Name);
        }
        catch (OperationCanceledException)
        {
            // Disconnected before there was an answer.
        }
        catch (Exception exception)
        {
            Log.ReceiverFailed(_logger, message.Name, _layer, exception);
        }

        return new AnswerMessage(message.Name, []);
    }

    public async ValueTask DisposeAsync()
    {
        await _disconnected.CancelAsync();
        await _commands.DisposeAsync();
        await _events.DisposeAsync();
        await _replayRequests.DisposeAsync();
    }

    private Task DeliverCommandsAsync(CommandsMessage message, CancellationToken cancellationToken) =>
        DeliverAsync(
            "commands",
            () => _wire.ReadCommands(message, exception => CountUnreadable("command", exception)),
            commands => _receiver.CommandsAsync(commands, cancellationToken));

    private Task DeliverEventsAsync(WireMessage message, CancellationToken cancellationToken) =>
        message is BatchMessage batch
            ? DeliverAsync(
                "batch", () => _wire.ReadBatch(batch), read => _receiver.BatchAsync(read, cancellationToken))
            : DeliverAsync(
                "head",
                () => _wire.ReadHead((HeadMessage)message),
                read => _receiver.HeadAsync(read, cancellationToken));

    private Task DeliverReplayRequestAsync(ReplayRequestMessage message, CancellationToken cancellationToken) =>
        DeliverAsync(
            "replay request",
            () => _wire.ReadReplayRequest(message),
            request => _receiver.ReplayRequestedAsync(request, cancellationToken));

    private async Task DeliverAsync<TMessage>(string kind, Func<TMessage> read, Func<TMessage, ValueTask> deliver)
    {
        TMessage message;
        try
        {
            message = read();
        }
        catch (Exception exception)
        {
            CountUnreadable(kind, exception);
            return;
        }

        try
        {
            await deliver(message);
        }
        catch (OperationCanceledException)
        {
            // Disconnected while the receiver was busy.
        }
        catch (Exception exception)
        {
            Log.ReceiverFailed(_logger, kind, _layer, exception);
        }
    }

    private void CountIfDropped(bool added, string kind)
    {
        if (added) return;
        var dropped = _metrics.Drop(kind, _layer);
        if (BitOperations.IsPow2(dropped)) Log.Dropped(_logger, kind, _layer, dropped);
    }

    /// <summary>Says where reading failed, never what was read: a message may hold what a log line must not.</summary>
    private void CountUnreadable(string kind, Exception exception)
    {
        _metrics.Drop(kind, _layer);
        Log.Unreadable(_logger, kind, _layer, exception.GetType().Name, (exception as JsonException)?.Path);
    }
}
