using Hcos.Kernel.Bus;
using Hcos.Kernel.Messages;

namespace Hcos.Ci2.Tests.Driving;

/// <summary>A bus with one layer on it; the test is everybody else. What the layer sends goes nowhere.</summary>
internal sealed class HandBus : IMessageBus
{
    private readonly TaskCompletionSource<IBusReceiver> _connected =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly List<RecordedEvent> _cie = [];

    public async Task TellAsync(IEvent happened, CancellationToken cancellationToken)
    {
        var receiver = await _connected.Task.WaitAsync(cancellationToken);
        var position = _cie.Count + 1;
        var context = MessageContext.First(DerivedId.OfEvent("cie", position));
        var time = TimeProvider.System.GetUtcNow();
        _cie.Add(new RecordedEvent("cie", position, "any", position, time, 1, context, null, happened));
        await receiver.BatchAsync(Part(position, time), cancellationToken);
    }

    public Task SendAsync(string layer, IReadOnlyList<CommandEnvelope> commands, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    public Task PublishAsync(EventBatch batch, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task AnnounceAsync(HeadAnnouncement head, CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task RequestReplayAsync(ReplayRequest request, CancellationToken cancellationToken)
    {
        var receiver = await _connected.Task.WaitAsync(cancellationToken);
        var time = TimeProvider.System.GetUtcNow();
        if (request.From <= _cie.Count) await receiver.BatchAsync(Part(request.From, time), cancellationToken);
        else await receiver.HeadAsync(new HeadAnnouncement("cie", 1, 1, time, _cie.Count), cancellationToken);
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
        _connected.TrySetResult(receiver);
        return Task.FromResult<IAsyncDisposable>(new Connection());
    }

    private EventBatch Part(long from, DateTimeOffset time) =>
        new("cie", 1, 1, time, from, _cie.Count, [.. _cie.Skip((int)from - 1)]);

    private sealed class Connection : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
