namespace Hcos.Kernel.Messages;

/// <summary>
/// Log times are in UTC and have whole microseconds: what every store can keep, so that an event in memory equals the
/// same event read back.
/// </summary>
public static class LogTime
{
    /// <summary>The last whole microsecond not after <paramref name="time"/>, in UTC.</summary>
    public static DateTimeOffset Truncate(DateTimeOffset time)
    {
        var ticks = time.UtcTicks;
        return new DateTimeOffset(ticks - (ticks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);
    }
}
