using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers;

/// <summary>
/// One change of one object at a time. A call that was given up answers at once, but what it had sent may still be on
/// its way: the next one for the same object waits until that has ended.
/// </summary>
public sealed class ChangesUnderWay
{
    private readonly Lock _lock = new();
    private readonly Dictionary<ResourceKey, Task> _last = [];

    /// <summary>Waits for the object; the answer must be called once, when the change has really ended.</summary>
    /// <param name="key">The object.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public async Task<Action> EnterAsync(ResourceKey key, CancellationToken cancellationToken)
    {
        var mine = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task? before;
        lock (_lock)
        {
            before = _last.GetValueOrDefault(key);
            _last[key] = mine.Task;
        }

        if (before is not null)
        {
            try
            {
                await before.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                // Whoever comes next still has to wait for the one before.
                _ = before.ContinueWith(
                    _ => Leave(key, mine), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
                throw;
            }
        }

        return () => Leave(key, mine);
    }

    private void Leave(ResourceKey key, TaskCompletionSource mine)
    {
        lock (_lock)
        {
            if (_last.GetValueOrDefault(key) == mine.Task)
            {
                _last.Remove(key);
            }
        }

        mine.TrySetResult();
    }
}
