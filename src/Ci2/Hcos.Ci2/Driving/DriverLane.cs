using Hcos.Ci2.Calls;
using Hcos.Ci2.Drivers;

namespace Hcos.Ci2.Driving;

/// <summary>
/// One driver of one environment with its own bounded queue, so that an environment that hangs slows nobody else. It
/// is disposed of when it is retired and the last call on it has returned.
/// </summary>
internal sealed class DriverLane(
    Reach reach, IResourceDriver driver, CallCounter calls, LookPace pace, Ci2Options options, TimeProvider time)
    : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly BoundedTurns _turns = new(
        options.MostCallsAtOnce,
        options.LongestCallQueue,
        $"{options.LongestCallQueue} calls wait for this environment already");

    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _uses;
    private bool _isRetired;

    public Reach Reach { get; } = reach;

    public IResourceDriver Driver { get; } = driver;

    /// <summary>Counts what is sent to the environment, whatever the generation of its driver.</summary>
    public CallCounter Calls { get; } = calls;

    /// <summary>When the driver looks for changes, where it looks.</summary>
    public LookPace Pace { get; } = pace;

    /// <summary>The secrets that it is reached with; null where it needs none.</summary>
    public Secrets? Secrets { get; init; }

    public CallPipelines Pipelines { get; } = new(options, time);

    /// <summary>Keeps the driver from being disposed of; false when it is retired.</summary>
    public bool TryUse()
    {
        lock (_lock)
        {
            if (_isRetired) return false;
            _uses++;
            return true;
        }
    }

    public void EndUse()
    {
        lock (_lock)
        {
            _uses--;
            if (_isRetired && _uses == 0) _idle.TrySetResult();
        }
    }

    /// <summary>Waits for a turn; <see cref="EndTurn"/> gives it back.</summary>
    /// <exception cref="DriverException">Too many wait already.</exception>
    public Task TakeTurnAsync(CancellationToken cancellationToken) => _turns.TakeAsync(cancellationToken);

    public void EndTurn() => _turns.Release();

    /// <summary>Takes no more calls, waits for those under way, and disposes of the driver.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            _isRetired = true;
            if (_uses == 0) _idle.TrySetResult();
        }

        await _idle.Task.ConfigureAwait(false);
        await Driver.DisposeAsync().ConfigureAwait(false);
        _turns.Dispose();
    }
}
