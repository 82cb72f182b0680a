namespace Hcos.Kernel.Simulated.Time;

/// <summary>
/// A clock that stands still until it is told to advance. Timers that become due run inside <see cref="Advance"/>, in
/// order of their time and, where that is equal, of their setting. For one thread.
/// </summary>
public sealed class VirtualTimeProvider : TimeProvider
{
    private readonly SortedSet<VirtualTimer> _timers = new(VirtualTimer.Order);
    private readonly long _start;
    private long _now;
    private long _settings;

    /// <summary>Starts the clock.</summary>
    public VirtualTimeProvider(DateTimeOffset start) => _start = _now = start.UtcTicks;

    /// <summary>When the next timer is due; null when none is set.</summary>
    public DateTimeOffset? NextDue =>
        _timers.Min is { } next ? new DateTimeOffset(Math.Max(next.Due, _now), TimeSpan.Zero) : null;

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => new(_now, TimeSpan.Zero);

    /// <inheritdoc/>
    public override long GetTimestamp() => _now - _start;

    /// <summary>Lets time pass and runs what becomes due, including what that sets anew.</summary>
    public void Advance(TimeSpan time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero);
        var end = _now + time.Ticks;
        while (_timers.Min is { } next && next.Due <= end)
        {
            _timers.Remove(next);
            _now = Math.Max(_now, next.Due);
            if (next.Period > 0) Set(next, next.Period, next.Period);
            next.Fire();
        }

        _now = end;
    }

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new VirtualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    internal void Clear(VirtualTimer timer) => _timers.Remove(timer);

    internal void Set(VirtualTimer timer, long due, long period)
    {
        _timers.Remove(timer);
        (timer.Due, timer.Period, timer.Setting) = (_now + due, period, ++_settings);
        _timers.Add(timer);
    }
}
