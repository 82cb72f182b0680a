namespace Hcos.Kernel.Hosting;

/// <summary>
/// Log time: max(clock, last time + monotonic time passed), so that it never goes back and never stands still,
/// whatever happens to the wall clock. Safe for several threads.
/// </summary>
internal sealed class LogClock(TimeProvider time, DateTimeOffset last)
{
    private readonly Lock _lock = new();
    private DateTimeOffset _last = last;
    private long _stamp = time.GetTimestamp();

    public DateTimeOffset Now()
    {
        lock (_lock) return Read();
    }

    private DateTimeOffset Read()
    {
        var passed = time.GetElapsedTime(_stamp);
        _stamp = time.GetTimestamp();
        var clock = time.GetUtcNow();
        // The start of ages has no neighbours to add to.
        var monotonic = _last == DateTimeOffset.MinValue ? clock : _last + passed;
        var now = clock > monotonic ? clock : monotonic;
        _last = new DateTimeOffset(now.Ticks - (now.Ticks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);
        return _last;
    }
}
