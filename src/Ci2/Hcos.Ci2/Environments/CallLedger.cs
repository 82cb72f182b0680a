namespace Hcos.Ci2.Environments;

/// <summary>
/// The native calls of the last hour, in few entries. An entry counts until an hour after its latest call, so that the
/// sum is never too small.
/// </summary>
/// <param name="Entries">The oldest first.</param>
internal sealed record CallLedger(IReadOnlyList<SpentCalls> Entries)
{
    private static readonly TimeSpan Kept = TimeSpan.FromHours(1);
    private static readonly TimeSpan Slot = TimeSpan.FromMinutes(5);

    public static CallLedger Empty { get; } = new([]);

    /// <summary>The ledger with calls that are known at <paramref name="at"/>.</summary>
    public CallLedger Add(DateTimeOffset at, long calls)
    {
        var kept = Entries.Where(entry => entry.To > at - Kept).ToList();
        if (kept is [.., var last] && at - last.From < Slot)
        {
            kept[^1] = last with { To = at, Calls = last.Calls + calls };
        }
        else
        {
            kept.Add(new SpentCalls(at, at, calls));
        }

        return new CallLedger(kept);
    }

    /// <summary>The calls of the hour before <paramref name="now"/>.</summary>
    public long LastHour(DateTimeOffset now) =>
        Entries.Where(entry => entry.To > now - Kept).Sum(entry => entry.Calls);

    /// <summary>How long to wait until further calls are within a budget; a long time when they never are.</summary>
    public TimeSpan RoomFor(long calls, long budget, DateTimeOffset now)
    {
        var spent = LastHour(now) + calls;
        if (spent <= budget) return TimeSpan.Zero;
        foreach (var entry in Entries.Where(entry => entry.To > now - Kept))
        {
            spent -= entry.Calls;
            if (spent <= budget) return entry.To + Kept - now;
        }

        return Kept;
    }
}

/// <summary>Native calls that became known between two instants.</summary>
internal sealed record SpentCalls(DateTimeOffset From, DateTimeOffset To, long Calls);
