using System.Collections.Concurrent;
using Hcos.Kernel.Bus;
using Hcos.Kernel.Messages;

namespace Hcos.Host.Running;

/// <summary>
/// A bus that remembers the heads announced to the layers connected through it: what a process knows of the others.
/// </summary>
internal sealed class HeadWatch(IMessageBus bus, TimeProvider time) : IMessageBus
{
    private readonly ConcurrentDictionary<string, Seen> _seen = new(StringComparer.Ordinal);

    /// <summary>The latest announcement of a log, and when it came here; null before the first.</summary>
    public Seen? Latest(string log) => _seen.GetValueOrDefault(log);

    public Task SendAsync(
        string layer, IReadOnlyList<CommandEnvelope> commands, CancellationToken cancellationToken) =>
        bus.SendAsync(layer, commands, cancellationToken);

    public Task PublishAsync(EventBatch batch, CancellationToken cancellationToken) =>
        bus.PublishAsync(batch, cancellationToken);

    public Task AnnounceAsync(HeadAnnouncement head, CancellationToken cancellationToken)
    {
        _seen[head.Log] = new Seen(head, time.GetTimestamp());
        return bus.AnnounceAsync(head, cancellationToken);
    }

    public Task RequestReplayAsync(ReplayRequest request, CancellationToken cancellationToken) =>
        bus.RequestReplayAsync(request, cancellationToken);

    public Task ReplayAsync(string consumer, EventBatch batch, CancellationToken cancellationToken) =>
        bus.ReplayAsync(consumer, batch, cancellationToken);

    public Task ReplayAsync(string consumer, HeadAnnouncement head, CancellationToken cancellationToken) =>
        bus.ReplayAsync(consumer, head, cancellationToken);

    public Task<TAnswer> AskAsync<TAnswer>(
        string layer, IQuestion<TAnswer> question, TimeSpan deadline, CancellationToken cancellationToken) =>
        bus.AskAsync(layer, question, deadline, cancellationToken);

    public Task<IAsyncDisposable> ConnectAsync(
        string layer, IReadOnlyList<string> consumes, IBusReceiver receiver, CancellationToken cancellationToken) =>
        bus.ConnectAsync(layer, consumes, new Watching(this, receiver), cancellationToken);

    /// <summary>An announcement and the clock's timestamp of its arrival.</summary>
    internal sealed record Seen(HeadAnnouncement Head, long At);

    private sealed class Watching(HeadWatch watch, IBusReceiver receiver) : IBusReceiver
    {
        public ValueTask CommandsAsync(IReadOnlyList<CommandEnvelope> commands, CancellationToken cancellationToken) =>
            receiver.CommandsAsync(commands, cancellationToken);

        public ValueTask BatchAsync(EventBatch batch, CancellationToken cancellationToken) =>
            receiver.BatchAsync(batch, cancellationToken);

        public ValueTask HeadAsync(HeadAnnouncement head, CancellationToken cancellationToken)
        {
            watch._seen[head.Log] = new Seen(head, watch.Now);
            return receiver.HeadAsync(head, cancellationToken);
        }

        public ValueTask ReplayRequestedAsync(ReplayRequest request, CancellationToken cancellationToken) =>
            receiver.ReplayRequestedAsync(request, cancellationToken);

        public ValueTask<object?> AskedAsync(IMessage question, CancellationToken cancellationToken) =>
            receiver.AskedAsync(question, cancellationToken);
    }

    private long Now => time.GetTimestamp();
}
