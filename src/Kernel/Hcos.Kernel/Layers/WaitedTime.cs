namespace Hcos.Kernel.Layers;

/// <summary>
/// Log time as it was waited for: a step further on than five seconds comes after a jump of the clock, or after nobody
/// was there, and counts as five.
/// </summary>
internal sealed class WaitedTime
{
    private static readonly TimeSpan LongestStride = TimeSpan.FromSeconds(5);
    private DateTimeOffset? _latest;

    /// <summary>All that was waited so far.</summary>
    public TimeSpan Total { get; private set; }

    /// <summary>It is so late now; time that went back is not counted.</summary>
    public void Pass(DateTimeOffset now)
    {
        if (now < _latest) return;
        var stride = now - (_latest ?? now);
        Total += stride < LongestStride ? stride : LongestStride;
        _latest = now;
    }
}
