using Hcos.Kernel.Messages;

namespace Hcos.Kernel.Bus;

/// <summary>
/// Carries messages between layers, in one process or many. At least once at best: it may lose, double and delay, and
/// nothing is lost by that. Batches of one log arrive in the order they were published as far as they arrive.
/// Sending never waits for a receiver.
/// </summary>
public interface IMessageBus
{
    /// <summary>Sends commands to the endpoint of a layer, in order.</summary>
    Task SendAsync(string layer, IReadOnlyList<CommandEnvelope> commands, CancellationToken cancellationToken);

    /// <summary>Publishes a part of a log to everyone who consumes it.</summary>
    Task PublishAsync(EventBatch batch, CancellationToken cancellationToken);

    /// <summary>Tells everyone who consumes the log how far it reaches.</summary>
    Task AnnounceAsync(HeadAnnouncement head, CancellationToken cancellationToken);

    /// <summary>Asks the owner of a log for a part of it.</summary>
    Task RequestReplayAsync(ReplayRequest request, CancellationToken cancellationToken);

    /// <summary>Answers a replay request: a part of a log for one consumer alone.</summary>
    Task ReplayAsync(string consumer, EventBatch batch, CancellationToken cancellationToken);

    /// <summary>
    /// Answers a replay request that reaches beyond the log: how far it reaches, for one consumer alone.
    /// </summary>
    Task ReplayAsync(string consumer, HeadAnnouncement head, CancellationToken cancellationToken);

    /// <summary>
    /// Asks a layer a question. Not durable: it may be lost, and the caller asks again.
    /// </summary>
    /// <exception cref="TimeoutException">No answer within <paramref name="deadline"/>.</exception>
    /// <exception cref="QuestionFailedException">The layer does not know the question, or failed on it.</exception>
    Task<TAnswer> AskAsync<TAnswer>(
        string layer, IQuestion<TAnswer> question, TimeSpan deadline, CancellationToken cancellationToken);

    /// <summary>
    /// Connects a layer: its endpoint for commands, replay requests and questions, and the logs it consumes. Disposing
    /// the answer disconnects it. A layer is connected while it owns its log.
    /// </summary>
    Task<IAsyncDisposable> ConnectAsync(
        string layer, IReadOnlyList<string> consumes, IBusReceiver receiver, CancellationToken cancellationToken);
}

/// <summary>
/// What a connected layer receives. Calls may come from several threads, but one log's parts come in order.
/// </summary>
public interface IBusReceiver
{
    /// <summary>Commands arrived. Completes when they are queued; waiting here is the bus's back-pressure.</summary>
    ValueTask CommandsAsync(IReadOnlyList<CommandEnvelope> commands, CancellationToken cancellationToken);

    /// <summary>A part of a consumed log arrived.</summary>
    ValueTask BatchAsync(EventBatch batch, CancellationToken cancellationToken);

    /// <summary>A consumed log's owner announced its head.</summary>
    ValueTask HeadAsync(HeadAnnouncement head, CancellationToken cancellationToken);

    /// <summary>Somebody asks for a part of this layer's log.</summary>
    ValueTask ReplayRequestedAsync(ReplayRequest request, CancellationToken cancellationToken);

    /// <summary>Somebody asks a question. The answer is an object that the question's type announces.</summary>
    ValueTask<object?> AskedAsync(IMessage question, CancellationToken cancellationToken);
}
