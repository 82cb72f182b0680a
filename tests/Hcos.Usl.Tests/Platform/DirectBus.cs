using System.Collections.Concurrent;
using System.Threading.Channels;
using Hcos.Kernel.Bus;
using Hcos.Kernel.Messages;

namespace Hcos.Usl.Tests.Platform;

/// <summary>A bus inside one process: every receiver has one queue and is called in order.</summary>
internal sealed class DirectBus : IMessageBus
{
    private readonly ConcurrentDictionary<string, Receiver> _receivers = new(StringComparer.Ordinal);

    public Task SendAsync(string layer, IReadOnlyList<CommandEnvelope> commands, CancellationToken cancellationToken) =>
        To(layer, (receiver, token) => receiver.CommandsAsync(commands, token));

    public Task PublishAsync(EventBatch batch, CancellationToken cancellationToken) =>
        ToConsumers(batch.Log, (receiver, token) => receiver.BatchAsync(batch, token));

    public Task AnnounceAsync(HeadAnnouncement head, CancellationToken cancellationToken) =>
        ToConsumers(head.Log, (receiver, token) => receiver.HeadAsync(head, token));

    public Task RequestReplayAsync(ReplayRequest request, CancellationToken cancellationToken) =>
        To(request.Log, (receiver, token) => receiver.ReplayRequestedAsync(request, token));

    public Task ReplayAsync(string consumer, EventBatch batch, CancellationToken cancellationToken) =>
        To(consumer, (receiver, token) => receiver.BatchAsync(batch, token));

    public Task ReplayAsync(string consumer, HeadAnnouncement head, CancellationToken cancellationToken) =>
        To(consumer, (receiver, token) => receiver.HeadAsync(head, token));

    public async Task<TAnswer> AskAsync<TAnswer>(
        string layer, IQuestion<TAnswer> question, TimeSpan deadline, CancellationToken cancellationToken) =>
        _receivers.TryGetValue(layer, out var receiver)
            ? (TAnswer)(await receiver.Inner.AskedAsync(question, cancellationToken))!
            : throw new TimeoutException(layer);

    public Task<IAsyncDisposable> ConnectAsync(
        string layer, IReadOnlyList<string> consumes, IBusReceiver receiver, CancellationToken cancellationToken)
    {
        var connected = new Receiver(receiver, consumes, () => _receivers.TryRemove(layer, out _));
        _receivers[layer] = connected;
        return Task.FromResult<IAsyncDisposable>(connected);
    }

    private Task To(string layer, Func<IBusReceiver, CancellationToken, ValueTask> call)
    {
        if (_receivers.TryGetValue(layer, out var receiver)) receiver.Calls.Writer.TryWrite(call);
        return Task.CompletedTask;
    }

    private Task ToConsumers(string log, Func<IBusReceiver, CancellationToken, ValueTask> call)
    {
        foreach (var receiver in _receivers.Values.Where(receiver => receiver.Consumes.Contains(log)))
        {
            receiver.Calls.Writer.TryWrite(call);
        }

        return Task.CompletedTask;
    }

    private sealed class Receiver : IAsyncDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly Action _leave;
        private readonly Task _pump;

        public Receiver(IBusReceiver inner, IReadOnlyList<string> consumes, Action leave)
        {
            Inner = inner;
            Consumes = consumes;
            _leave = leave;
            _pump = PumpAsync();
        }

        public IBusReceiver Inner { get; }

        public IReadOnlyList<string> Consumes { get; }

        public Channel<Func<IBusReceiver, CancellationToken, ValueTask>> Calls { get; } =
            Channel.CreateUnbounded<Func<IBusReceiver, CancellationToken, ValueTask>>();

        public async ValueTask DisposeAsync()
        {
            _leave();
            await _stop.CancelAsync();
            await _pump.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _stop.Dispose();
        }

        private async Task PumpAsync()
        {
            await Task.Yield();
            await foreach (var call in Calls.Reader.ReadAllAsync(_stop.Token)) await call(Inner, _stop.Token);
        }
    }
}
