using System.Threading.Channels;

namespace Hcos.Kernel.MassTransit.Endpoints;

/// <summary>
/// A bounded queue between the transport and one receiver. The transport is never held up: what does not fit is
/// dropped and counted. One loop hands the messages over in order and waits for the receiver.
/// </summary>
internal sealed class HandOver<TMessage> : IAsyncDisposable
{
    private readonly Channel<(TMessage Message, int Size)> _waiting =
        Channel.CreateUnbounded<(TMessage, int)>(new() { SingleReader = true });

    private readonly CancellationTokenSource _stopping = new();
    private readonly int _mostMessages;
    private readonly long _mostBytes;
    private readonly TimeSpan _patience;
    private readonly TimeProvider _time;
    private readonly Task _loop;
    private int _disposed;
    private int _messages;
    private long _bytes;

    /// <summary>Begins to hand over.</summary>
    /// <param name="options">The bounds.</param>
    /// <param name="deliver">Reads and delivers one message; must not throw.</param>
    public HandOver(MassTransitBusOptions options, Func<TMessage, CancellationToken, Task> deliver)
    {
        _mostMessages = options.WaitingMessages;
        _mostBytes = options.WaitingBytes;
        _patience = options.StopTimeout;
        _time = options.Time;
        _loop = DeliverAllAsync(deliver, _stopping.Token);
    }

    /// <summary>Queues a message. False when it does not fit; one message alone always fits.</summary>
    public bool TryAdd(TMessage message, int size)
    {
        var messages = Interlocked.Increment(ref _messages);
        var bytes = Interlocked.Add(ref _bytes, size);
        var fits = messages <= _mostMessages && (bytes <= _mostBytes || messages == 1);
        if (fits && _waiting.Writer.TryWrite((message, size))) return true;
        Remove(size);
        return false;
    }

    /// <summary>
    /// Ends after the call under way, but does not wait for ever for a receiver that ignores the end.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1) return;
        _waiting.Writer.TryComplete();
        await _stopping.CancelAsync();
        try
        {
            await _loop.WaitAsync(_patience, _time);
            _stopping.Dispose();
        }
        catch (TimeoutException)
        {
            // The receiver never came back; its call is left to itself.
        }
    }

    private void Remove(int size)
    {
        Interlocked.Decrement(ref _messages);
        Interlocked.Add(ref _bytes, -size);
    }

    private async Task DeliverAllAsync(Func<TMessage, CancellationToken, Task> deliver, CancellationToken stopping)
    {
        try
        {
            while (await _waiting.Reader.WaitToReadAsync(stopping))
            {
                while (!stopping.IsCancellationRequested && _waiting.Reader.TryRead(out var next))
                {
                    await deliver(next.Message, stopping);
                    Remove(next.Size);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Disconnected: what still waits is no longer wanted.
        }
    }
}
