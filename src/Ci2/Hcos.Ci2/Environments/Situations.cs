using Hcos.Ci2.Calls;
using Hcos.Contracts.Ci2;
using Hcos.Contracts.Cie;
using Hcos.Kernel.Messages;

namespace Hcos.Ci2.Environments;

/// <summary>How an environment stands, from what is remembered of it.</summary>
internal static class Situations
{
    /// <summary>How many changes of servers the watch did not tell although it had the time.</summary>
    public static int Untold(
        EnvironmentSyncState state, EnvironmentId environment, DriverAnswer.Swept swept, Ci2Lookups lookups) =>
        state.WatchedSince is null
            ? 0
            : lookups.ActivityOf(environment)?.UntoldBefore(swept.StartedAt - lookups.GraceOf(state.Rhythm)) ?? 0;

    /// <summary>The situation after a sweep.</summary>
    public static SyncSituation After(
        EnvironmentSyncState state,
        EnvironmentId environment,
        DriverAnswer.Swept swept,
        int untold,
        DateTimeOffset now,
        Ci2Lookups lookups)
    {
        var clean = untold > 0 || state.WatchedSince is null ? 0 : state.CleanSweeps + 1;
        var isDoubtful = untold > 0 || (state.IsDoubtful && clean < lookups.Options.SweepsToTrust);
        return Of(state, environment, Watching(state, isDoubtful), now, lookups) with
        {
            CleanSweeps = clean,
            SweepCalls = swept.OwnCalls,
            SweepTook = swept.EndedAt - swept.StartedAt,
            Ledger = state.Calls.Add(swept.EndedAt, swept.Calls),
        };
    }

    /// <summary>How far a watch that tells can be relied on.</summary>
    public static WatchHealth Watching(EnvironmentSyncState state) =>
        state.IsDoubtful ? WatchHealth.Silent : WatchHealth.Alive;

    /// <summary>What is told when the watch stands otherwise than was told last; nothing when it does not.</summary>
    public static IEnumerable<IEvent> Told(
        EnvironmentSyncState state,
        EnvironmentId environment,
        WatchHealth watch,
        DateTimeOffset now,
        Ci2Lookups lookups)
    {
        var rhythm = Pacing.Of(Of(state, environment, watch, now, lookups), lookups.Options);
        return state.Rhythm is { } told && (told.Watch, told.Path) == (rhythm.Watch, rhythm.Path)
            ? []
            : [new RhythmChanged(environment, rhythm)];
    }

    private static SyncSituation Of(
        EnvironmentSyncState state,
        EnvironmentId environment,
        WatchHealth watch,
        DateTimeOffset now,
        Ci2Lookups lookups)
    {
        return new SyncSituation
        {
            Now = now,
            Watch = watch,
            CallsPerLook = state.CallsPerLook,
            IsSubscribed = state.IsSubscribed,
            CleanSweeps = watch is WatchHealth.Alive or WatchHealth.Silent ? state.CleanSweeps : 0,
            LastChange = lookups.ActivityOf(environment)?.LastChange,
            HasTasks = lookups.HasTasks(environment),
            Ledger = state.Calls,
        };
    }

    private static WatchHealth Watching(EnvironmentSyncState state, bool isDoubtful) => state switch
    {
        { WatchedSince: not null } => isDoubtful ? WatchHealth.Silent : WatchHealth.Alive,
        { Failures: > 0 } => WatchHealth.Lost,
        { Watch: not null } => WatchHealth.Awaited,
        _ => WatchHealth.None,
    };
}
