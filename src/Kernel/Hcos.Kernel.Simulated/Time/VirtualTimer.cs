namespace Hcos.Kernel.Simulated.Time;

/// <summary>A timer of a <see cref="VirtualTimeProvider"/>.</summary>
internal sealed class VirtualTimer(VirtualTimeProvider clock, TimerCallback callback, object? state) : ITimer
{
    private bool _disposed;

    public static IComparer<VirtualTimer> Order { get; } =
        Comparer<VirtualTimer>.Create((a, b) => (a.Due, a.Setting).CompareTo((b.Due, b.Setting)));

    public long Due { get; set; }

    /// <summary>In ticks; 0 for a timer that fires once.</summary>
    public long Period { get; set; }

    public long Setting { get; set; }

    public void Fire() => callback(state);

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        if (_disposed) return false;
        if (dueTime == Timeout.InfiniteTimeSpan) clock.Clear(this);
        else clock.Set(this, dueTime.Ticks, period > TimeSpan.Zero ? period.Ticks : 0);
        return true;
    }

    public void Dispose()
    {
        _disposed = true;
        clock.Clear(this);
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}
