namespace Hcos.Ci2.Drivers;

/// <summary>
/// Counts the native calls of a driver: one for each request that it sends, whatever becomes of it. The client counts,
/// right where it sends, so that no call is forgotten.
/// </summary>
public sealed class CallCounter
{
    private long _total;
    private long _taken;

    /// <summary>All calls so far.</summary>
    public long Total => Interlocked.Read(ref _total);

    /// <summary>One more is sent.</summary>
    public void Count() => Interlocked.Increment(ref _total);

    /// <summary>The calls since this was asked last; for one who keeps the books.</summary>
    public long Take()
    {
        var total = Total;
        return total - Interlocked.Exchange(ref _taken, total);
    }
}
