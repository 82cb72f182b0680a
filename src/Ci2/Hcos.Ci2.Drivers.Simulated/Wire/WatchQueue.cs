namespace Hcos.Ci2.Drivers.Simulated.Wire;

/// <summary>
/// The events that one watcher has not taken yet. Filling and waking are two calls, so that events can be put in order
/// under a lock and the watcher goes on outside of it, on the thread that wakes it.
/// </summary>
internal sealed class WatchQueue(int limit)
{
    private readonly Lock _lock = new();
    private readonly Queue<NativeEvent> _events = new();
    private TaskCompletionSource _filled = new();
    private string? _ended;

    public void Put(NativeEvent happened)
    {
        lock (_lock)
        {
            if (_events.Count == limit)
            {
                _ended ??= "the watcher fell too far behind";
            }
            else if (_ended is null)
            {
                _events.Enqueue(happened);
            }
        }
    }

    public void End(string reason)
    {
        lock (_lock)
        {
            _ended ??= reason;
        }
    }

    public void Wake()
    {
        TaskCompletionSource filled;
        lock (_lock)
        {
            if (_events.Count == 0 && _ended is null)
            {
                return;
            }

            filled = _filled;
        }

        filled.TrySetResult();
    }

    /// <summary>The next event, once there is one.</summary>
    public async Task<NativeEvent> TakeAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task filled;
            lock (_lock)
            {
                if (_events.TryDequeue(out var happened))
                {
                    return happened;
                }

                if (_ended is not null)
                {
                    throw new DriverException(DriverFailure.Unavailable, _ended);
                }

                _filled = _filled.Task.IsCompleted ? new() : _filled;
                filled = _filled.Task;
            }

            await filled.WaitAsync(cancellationToken);
        }
    }
}
