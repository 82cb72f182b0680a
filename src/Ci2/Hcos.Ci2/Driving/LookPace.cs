using Hcos.Ci2.Environments;
using Hcos.Contracts.Ci2;

namespace Hcos.Ci2.Driving;

/// <summary>
/// When a driver looks for changes next: soon while something happens, later and later once nothing does, within the
/// bounds that were decided with the last listing.
/// </summary>
internal sealed class LookPace(Ci2Options options, TimeProvider time)
{
    private readonly Lock _lock = new();
    private TimeSpan _shortest = options.ShortestLookInterval;
    private TimeSpan _longest = options.LongestLookInterval;
    private long _lastChange = time.GetTimestamp();
    private TaskCompletionSource _hurried = Signal();

    /// <summary>The wait between two looks now.</summary>
    public TimeSpan Interval
    {
        get
        {
            lock (_lock)
            {
                return Pacing.Resting(time.GetElapsedTime(_lastChange), _shortest, _longest, options.QuietPart);
            }
        }
    }

    /// <summary>What was decided; null leaves it as it is.</summary>
    public void Within(LookRhythm? bounds)
    {
        if (bounds is null) return;
        lock (_lock)
        {
            _shortest = TimeSpan.FromSeconds(bounds.ShortestSeconds);
            _longest = TimeSpan.FromSeconds(bounds.LongestSeconds);
        }
    }

    /// <summary>Something happens there: a look that waits for long waits no longer.</summary>
    public void Hurry()
    {
        TaskCompletionSource hurried;
        lock (_lock)
        {
            _lastChange = time.GetTimestamp();
            (hurried, _hurried) = (_hurried, Signal());
        }

        hurried.TrySetResult();
    }

    /// <summary>Rests until the next look is due.</summary>
    public async Task RestAsync(CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            Task hurried;
            lock (_lock)
            {
                hurried = _hurried.Task;
            }

            var left = Interval - time.GetElapsedTime(began);
            if (left <= TimeSpan.Zero) return;
            using var rested = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var due = Task.Delay(left, time, rested.Token);
            var first = await Task.WhenAny(due, hurried).ConfigureAwait(false);
            await rested.CancelAsync().ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            if (first == due) return;
        }
    }

    private static TaskCompletionSource Signal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
