using Hcos.Contracts.Ci2;

namespace Hcos.Ci2.Environments;

/// <summary>
/// How often an environment is swept and looked at: often while something happens there, rarely once nothing does and
/// the watch has proved itself, and never more often than the budget of native calls allows. Pure.
/// </summary>
internal static class Pacing
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    /// <summary>The pace that a situation asks for.</summary>
    public static SyncRhythm Of(SyncSituation situation, Ci2Options options)
    {
        var looks = Looks(situation, options);
        var wanted = Wanted(situation, options);
        var sweep = Rounded(Larger(wanted, Affordable(situation, options, wanted)));
        var seen = sweep + situation.SweepTook + options.LookAllowance;
        var path = PathOf(situation);
        return new SyncRhythm(
            path,
            situation.Watch,
            sweep.TotalSeconds,
            looks,
            // A subscription makes looks come at once for changes of state; what comes or goes is still found by looks.
            looks is not null ? looks.LongestSeconds + options.LookAllowance.TotalSeconds
            : path == SyncPath.Events ? null
            : seen.TotalSeconds,
            seen.TotalSeconds,
            situation.Ledger.LastHour(situation.Now),
            options.CallBudget,
            PacingWords.Of(situation, options, sweep > wanted));
    }

    /// <summary>The wait that grows with the time for which nothing has happened.</summary>
    public static TimeSpan Resting(TimeSpan quiet, TimeSpan shortest, TimeSpan longest, int part)
    {
        var share = quiet / part;
        return share <= shortest ? shortest : share < longest ? share : Larger(shortest, longest);
    }

    private static SyncPath PathOf(SyncSituation situation) =>
        situation.Watch is WatchHealth.Alive or WatchHealth.Silent
        && (situation.CallsPerLook == 0 || situation.IsSubscribed)
            ? SyncPath.Events
            : SyncPath.Polling;

    private static TimeSpan Wanted(SyncSituation situation, Ci2Options options)
    {
        var (shortest, longest) = situation.Watch switch
        {
            WatchHealth.Alive => (options.SweepInterval, Trusted(situation, options)),
            // What missed something once is swept as if there were no watch, but for what it tells all the same.
            WatchHealth.Silent => (options.SweepIntervalWithoutEvents, options.SweepInterval),
            _ => (options.SweepIntervalWithoutEvents, options.LongestSweepIntervalWithoutEvents),
        };
        return situation.IsInDoubt ? shortest : Resting(situation.Quiet, shortest, longest, options.QuietPart);
    }

    /// <summary>Trust doubles with every sweep that confirms it.</summary>
    private static TimeSpan Trusted(SyncSituation situation, Ci2Options options)
    {
        var doubled = options.SweepInterval * Math.Pow(2, Math.Min(situation.CleanSweeps, 16));
        return doubled < options.LongestSweepInterval ? doubled : options.LongestSweepInterval;
    }

    /// <summary>
    /// The shortest wait that the budget allows: spread over the hour, and not before there is room in it.
    /// </summary>
    private static TimeSpan Affordable(SyncSituation situation, Ci2Options options, TimeSpan wanted)
    {
        var budget = Math.Max(1, options.CallBudget * (situation.IsLookedAt ? 1 - options.LookShare : 1));
        var spread = Hour * Math.Min(1, situation.SweepCalls / budget);
        var room = situation.Ledger.RoomFor(situation.SweepCalls, options.CallBudget, situation.Now);
        var least = Larger(spread, room);
        return least < options.SlowestSweepInterval ? least : Larger(wanted, options.SlowestSweepInterval);
    }

    private static LookRhythm? Looks(SyncSituation situation, Ci2Options options)
    {
        if (!situation.IsLookedAt) return null;
        var share = Math.Max(1, options.CallBudget * options.LookShare);
        var spread = Hour * Math.Min(1, situation.CallsPerLook / share);
        var isSpent = situation.Ledger.RoomFor(situation.CallsPerLook, options.CallBudget, situation.Now)
            > TimeSpan.Zero;
        var least = isSpent ? options.SlowestLookInterval : Larger(options.ShortestLookInterval, spread);
        var shortest = least < options.SlowestLookInterval
            ? least
            : Larger(options.ShortestLookInterval, options.SlowestLookInterval);
        var longest = Larger(shortest, options.LongestLookInterval);
        var now = Resting(situation.Quiet, shortest, longest, options.QuietPart);
        return new LookRhythm(now.TotalSeconds, shortest.TotalSeconds, longest.TotalSeconds);
    }

    /// <summary>Up to whole seconds: nobody wants to read more, and what is stored must not be shorter.</summary>
    private static TimeSpan Rounded(TimeSpan wait) =>
        wait < TimeSpan.FromSeconds(1) ? wait : TimeSpan.FromSeconds((long)Math.Ceiling(wait.TotalSeconds));

    private static TimeSpan Larger(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
