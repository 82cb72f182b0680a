using Hcos.Kernel.Bus;
using Hcos.Kernel.Messages;

namespace Hcos.Kernel.Tests.Hosting;

/// <summary>A bus that keeps what leaves the layer, and brings it events of <c>works</c>.</summary>
internal sealed class RecordingBus : IMessageBus
{
    private const string Works = "works";
    private readonly Lock _lock = new();
    private readonly List<CommandEnvelope> _commands = [];
    private readonly List<EventBatch> _batches = [];
    private readonly List<RecordedEvent> _works = [];
    private IBusReceiver? _receiver;

    public IReadOnlyList<CommandEnvelope> Commands
    {
        get
        {
            lock (_lock) return [.. _commands];
        }
    }

    public IReadOnlyList<EventBatch> Batches
    {
        get
        {
            lock (_lock) return [.. _batches];
        }
    }

    /// <summary>Something happens in <c>works</c>.</summary>
    public async Task TellAsync(IEvent happened, CancellationToken cancellationToken)
    {
        EventBatch batch;
        lock (_lock)
        {
            var position = _works.Count + 1;
            var context = MessageContext.First(DerivedId.OfEvent(Works, position));
            var time = TimeProvider.System.GetUtcNow();
            _works.Add(new RecordedEvent(Works, position, "any", position, time, 1, context, null, happened));
            batch = Part(position);
        }

        await _receiver!.BatchAsync(batch, cancellationToken);
    }

    public Task SendAsync(string layer, IReadOnlyList<CommandEnvelope> commands, CancellationToken cancellationToken)
    {
        lock (_lock) _commands.AddRange(commands);
        return Task.CompletedTask;
    }

    public Task PublishAsync(EventBatch batch, CancellationToken cancellationToken)
    {
        lock (_lock) _batches.Add(batch);
        return Task.CompletedTask;
    }

    public Task AnnounceAsync(HeadAnnouncement head, CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task RequestReplayAsync(ReplayRequest request, CancellationToken cancellationToken)
    {
        EventBatch? batch;
        lock (_lock) batch = request.Log == Works && request.From <= _works.Count ? Part(request.From) : null;
        if (batch is not null) await _receiver!.BatchAsync(batch, cancellationToken);
        else await _receiver!.HeadAsync(Head(request.Log), cancellationToken);
    }

    public Task ReplayAsync(string consumer, EventBatch batch, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    public Task ReplayAsync(string consumer, HeadAnnouncement head, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    public Task<TAnswer> AskAsync<TAnswer>(
        string layer, IQuestion<TAnswer> question, TimeSpan deadline, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<IAsyncDisposable> ConnectAsync(
        string layer, IReadOnlyList<string> consumes, IBusReceiver receiver, CancellationToken cancellationToken)
    {
        _receiver = receiver;
        return Task.FromResult<IAsyncDisposable>(new Connection());
    }

    private HeadAnnouncement Head(string log) =>
        new(log, 1, 1, TimeProvider.System.GetUtcNow(), log == Works ? _works.Count : 0);

    private EventBatch Part(long from) => new(
        Works, 1, 1, TimeProvider.System.GetUtcNow(), from, _works.Count, [.. _works.Skip((int)from - 1)]);

    private sealed class Connection : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
