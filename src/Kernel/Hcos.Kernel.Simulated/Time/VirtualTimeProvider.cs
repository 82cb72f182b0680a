namespace Hcos.Kernel.Simulated.Time;

/// <summary>
/// A clock that stands still until it is told to advance. Timers that become due run inside <see cref="Advance"/>, in
/// order of their time and, where that is equal, of their setting. One thread advances it; timers may be set and
/// cleared from any.
/// </summary>
public sealed class VirtualTimeProvider : TimeProvider
{
    private readonly SortedSet<VirtualTimer> _timers = new(VirtualTimer.Order);
    private readonly Lock _gate = new();
    private readonly long _start;
    private long _now;
    private long _settings;

    /// <summary>Starts the clock.</summary>
    public VirtualTimeProvider(DateTimeOffset start) => _start = _now = start.UtcTicks;

    /// <summary>When the next timer is due; null when none is set.</summary>
    public DateTimeOffset? NextDue
    {
        get
        {
            lock (_gate)
            {
                return _timers.Min is { } next ? new DateTimeOffset(Math.Max(next.Due, _now), TimeSpan.Zero) : null;
            }
        }
    }

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => new(Volatile.Read(ref _now), TimeSpan.Zero);

    /// <inheritdoc/>
    public override long GetTimestamp() => Volatile.Read(ref _now) - _start;

    /// <summary>Lets time pass and runs what becomes due, including what that sets anew.</summary>
    public void Advance(TimeSpan time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero);
        var end = _now + time.Ticks;
        while (TakeDue(end) is { } due) due.Fire();
        Volatile.Write(ref _now, end);
    }

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new VirtualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    internal void Clear(VirtualTimer timer)
    {
        lock (_gate) _timers.Remove(timer);
    }

    internal void Dispose(VirtualTimer timer)
    {
        lock (_gate)
        {
            timer.Disposed = true;
            _timers.Remove(timer);
        }
    }

    /// <summary>Sets a timer anew; false when it has been disposed of.</summary>
    internal bool Set(VirtualTimer timer, long due, long period)
    {
        lock (_gate)
        {
            if (timer.Disposed) return false;
            _timers.Remove(timer);
            (timer.Due, timer.Period, timer.Setting) = (_now + due, period, ++_settings);
            return _timers.Add(timer);
        }
    }

    /// <summary>The next timer that is due by an instant, with the clock set to its time; null when none is.</summary>
    private VirtualTimer? TakeDue(long end)
    {
        lock (_gate)
        {
            if (_timers.Min is not { } next || next.Due > end) return null;
            _timers.Remove(next);
            Volatile.Write(ref _now, Math.Max(_now, next.Due));
            if (next.Period > 0) Set(next, next.Period, next.Period);
            return next;
        }
    }
}
