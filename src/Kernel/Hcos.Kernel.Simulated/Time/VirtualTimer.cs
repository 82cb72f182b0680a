namespace Hcos.Kernel.Simulated.Time;

/// <summary>A timer of a <see cref="VirtualTimeProvider"/>.</summary>
internal sealed class VirtualTimer(VirtualTimeProvider clock, TimerCallback callback, object? state) : ITimer
{
    public static IComparer<VirtualTimer> Order { get; } =
        Comparer<VirtualTimer>.Create((a, b) => (a.Due, a.Setting).CompareTo((b.Due, b.Setting)));

    public long Due { get; set; }

    /// <summary>In ticks; 0 for a timer that fires once.</summary>
    public long Period { get; set; }

    public long Setting { get; set; }

    public bool Disposed { get; set; }

    public void Fire() => callback(state);

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime != Timeout.InfiniteTimeSpan)
        {
            return clock.Set(this, dueTime.Ticks, period > TimeSpan.Zero ? period.Ticks : 0);
        }

        clock.Clear(this);
        return !Disposed;
    }

    public void Dispose() => clock.Dispose(this);

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}
