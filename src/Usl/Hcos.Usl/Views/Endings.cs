namespace Hcos.Usl.Views;

/// <summary>Tells those who wait that an operation has ended and the views show it.</summary>
internal sealed class Endings(TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, (TaskCompletionSource Ended, int Waiting)> _waiting = [];

    /// <summary>Waits until an operation has ended; not longer than the bound.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="hasEnded">Whether it had ended before anybody waited for it.</param>
    /// <param name="bound">The longest wait.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="TimeoutException">It goes on.</exception>
    public async Task WaitAsync(
        Guid operation,
        Func<CancellationToken, ValueTask<bool>> hasEnded,
        TimeSpan bound,
        CancellationToken cancellationToken)
    {
        var ended = Enter(operation);
        try
        {
            // From here on its end is told.
            if (await hasEnded(cancellationToken).ConfigureAwait(false)) return;
            await ended.Task.WaitAsync(bound, time, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Leave(operation, ended);
        }
    }

    /// <summary>An operation has ended.</summary>
    public void Tell(Guid operation)
    {
        lock (_lock)
        {
            if (_waiting.Remove(operation, out var known)) known.Ended.SetResult();
        }
    }

    private TaskCompletionSource Enter(Guid operation)
    {
        lock (_lock)
        {
            var (ended, count) = _waiting.TryGetValue(operation, out var known)
                ? known
                : (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), 0);
            _waiting[operation] = (ended, count + 1);
            return ended;
        }
    }

    private void Leave(Guid operation, TaskCompletionSource ended)
    {
        lock (_lock)
        {
            if (!_waiting.TryGetValue(operation, out var known) || known.Ended != ended) return;
            if (known.Waiting == 1) _waiting.Remove(operation);
            else _waiting[operation] = known with { Waiting = known.Waiting - 1 };
        }
    }
}
