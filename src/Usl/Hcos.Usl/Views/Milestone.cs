namespace Hcos.Usl.Views;

/// <summary>A number that only grows, and that can be waited for.</summary>
internal sealed class Milestone
{
    private readonly Lock _lock = new();
    private TaskCompletionSource _grown = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _value = -1;

    public long Value
    {
        get
        {
            lock (_lock) return _value;
        }
    }

    public void Reach(long value)
    {
        TaskCompletionSource grown;
        lock (_lock)
        {
            if (value <= _value) return;
            _value = value;
            grown = _grown;
            _grown = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        grown.SetResult();
    }

    public async Task ReachedAsync(long value, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task grown;
            lock (_lock)
            {
                if (_value >= value) return;
                grown = _grown.Task;
            }

            await grown.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
