using Hcos.Kernel.Messages;
using Hcos.Kernel.Stores;

namespace Hcos.Usl.Journal;

/// <summary>
/// The committed journal as readers want it: the latest part from memory, everything older from the store. Fed by the
/// layer's commits; safe for any number of readers. Nothing is queued for a reader, so a slow one costs nothing.
/// </summary>
internal sealed class JournalFeed(IEventStore store, int capacity)
{
    private readonly Lock _lock = new();
    private readonly RecordedEvent?[] _latest = new RecordedEvent?[capacity];
    private TaskCompletionSource _grown = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _first = 1;
    private long _head;

    /// <summary>The last position known to be committed; 0 before this process owned the log.</summary>
    public long Head
    {
        get
        {
            lock (_lock) return _head;
        }
    }

    /// <summary>Takes in what was just committed. Quick, and never throws.</summary>
    public void Append(IReadOnlyList<RecordedEvent> events)
    {
        if (events.Count == 0) return;
        TaskCompletionSource grown;
        lock (_lock)
        {
            // A commit whose answer was lost is seen only in the store.
            if (events[0].Position != _head + 1) _first = events[0].Position;
            foreach (var happened in events) _latest[happened.Position % capacity] = happened;
            _head = events[^1].Position;
            _first = Math.Max(_first, _head - capacity + 1);
            grown = _grown;
            _grown = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        grown.SetResult();
    }

    /// <summary>Waits until something is committed beyond a position.</summary>
    public async Task WaitBeyondAsync(long position, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task grown;
            lock (_lock)
            {
                if (_head > position) return;
                grown = _grown.Task;
            }

            await grown.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Reads committed events from a position, at most <paramref name="limit"/>; none at the head.</summary>
    /// <exception cref="StoreUnavailableException">The store is needed and cannot be reached.</exception>
    public async Task<IReadOnlyList<RecordedEvent>> ReadAsync(long from, int limit, CancellationToken cancellationToken)
    {
        var first = Math.Max(from, 1);
        lock (_lock)
        {
            if (first > _head && _head > 0) return [];
            if (first >= _first && _head > 0)
            {
                var count = (int)Math.Min(limit, _head - first + 1);
                var read = new RecordedEvent[count];
                for (var index = 0; index < count; index++) read[index] = _latest[(first + index) % capacity]!;
                return read;
            }
        }

        var stored = new List<RecordedEvent>();
        await foreach (var happened in store
            .ReadAsync(UslModule.Name, first, limit, cancellationToken).ConfigureAwait(false))
        {
            stored.Add(happened);
        }

        return stored;
    }
}
