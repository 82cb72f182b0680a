using System.Collections.Concurrent;
using Hcos.Kernel.Bus;
using Hcos.Kernel.Messages;

namespace Hcos.Kernel.Conformance.Bus;

/// <summary>Remembers what arrives, in order; can be told to throw or to wait first.</summary>
public sealed class RecordingReceiver : IBusReceiver
{
    public ConcurrentQueue<CommandEnvelope> Commands { get; } = new();

    public ConcurrentQueue<EventBatch> Batches { get; } = new();

    public ConcurrentQueue<HeadAnnouncement> Heads { get; } = new();

    /// <summary>Batches and heads, in the order in which they came.</summary>
    public ConcurrentQueue<object> Parts { get; } = new();

    public ConcurrentQueue<ReplayRequest> ReplayRequests { get; } = new();

    public ConcurrentQueue<IMessage> Questions { get; } = new();

    /// <summary>What to do before anything is remembered; nothing unless set.</summary>
    public Func<object, CancellationToken, ValueTask> First { get; set; } = (_, _) => ValueTask.CompletedTask;

    /// <summary>How to answer; null unless set.</summary>
    public Func<IMessage, object?> Answer { get; set; } = _ => null;

    public async ValueTask CommandsAsync(
        IReadOnlyList<CommandEnvelope> commands, CancellationToken cancellationToken)
    {
        await First(commands, cancellationToken);
        foreach (var command in commands) Commands.Enqueue(command);
    }

    public async ValueTask BatchAsync(EventBatch batch, CancellationToken cancellationToken)
    {
        await First(batch, cancellationToken);
        Parts.Enqueue(batch);
        Batches.Enqueue(batch);
    }

    public async ValueTask HeadAsync(HeadAnnouncement head, CancellationToken cancellationToken)
    {
        await First(head, cancellationToken);
        Parts.Enqueue(head);
        Heads.Enqueue(head);
    }

    public async ValueTask ReplayRequestedAsync(ReplayRequest request, CancellationToken cancellationToken)
    {
        await First(request, cancellationToken);
        ReplayRequests.Enqueue(request);
    }

    public async ValueTask<object?> AskedAsync(IMessage question, CancellationToken cancellationToken)
    {
        Questions.Enqueue(question);
        await First(question, cancellationToken);
        return Answer(question);
    }
}
