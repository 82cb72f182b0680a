using Hcos.Contracts.Ci2;
using Hcos.Contracts.Cie;
using Hcos.Kernel.Messages;

namespace Hcos.Ci2.Environments;

/// <summary>The fold of an environment's synchronisation.</summary>
internal static class EnvironmentSyncFold
{
    public static EnvironmentSyncState Evolve(EnvironmentSyncState state, IEvent happened) => happened switch
    {
        EnvironmentTaken taken => Taken(state, taken),
        EnvironmentDropped dropped => EnvironmentSyncState.Initial with
        {
            Generation = state.Generation,
            Counter = state.Counter + 1,
            Leaving = dropped.Environment,
        },
        EnvironmentLeft => state with { Leaving = null },
        EnvironmentIdentified identified => Identified(state, identified),
        EnvironmentReached => state with { Reachability = Reachability.Reachable, SuspectSince = null },
        EnvironmentUnreachable => state with
        {
            Reachability = Reachability.Unreachable,
            Watch = null,
            WatchedSince = null,
            IsSubscribed = false,
            CleanSweeps = 0,
            Rhythm = null,
            Sweep = null,
            SuspectSince = null,
            LastLacking = [],
        },
        EnvironmentSuspect suspect => state with { Reachability = Reachability.Suspect, SuspectSince = suspect.At },
        WatchStarted started => Swept(state, null) with { WatchedSince = started.At, IsSubscribed = false },
        SubscriptionChanged changed => state with { IsSubscribed = changed.IsOn },
        ConnectionDoubted doubted => Doubted(state, doubted),
        RhythmChanged changed => state with { Rhythm = changed.Rhythm },
        SweepCompleted completed => Completed(state, completed),
        _ => state,
    };

    private static EnvironmentSyncState Completed(EnvironmentSyncState state, SweepCompleted completed)
    {
        var endedAt = completed.EndedAt ?? completed.StartedAt;
        var interval = completed.Rhythm is { } rhythm
            ? TimeSpan.FromSeconds(rhythm.SweepSeconds)
            : state.SweepInterval;
        return Swept(state, endedAt + interval) with
        {
            LastLacking = completed.Lacking,
            Failures = state.WatchedSince is null ? state.Failures : 0,
            Rhythm = completed.Rhythm,
            CleanSweeps = completed.Untold > 0 || state.WatchedSince is null ? 0 : state.CleanSweeps + 1,
            IsDoubtful = completed.Rhythm?.Watch == WatchHealth.Silent,
            Calls = state.Calls.Add(endedAt, completed.Calls ?? 0),
        };
    }

    /// <summary>A new generation begins with a probe; the identity that was registered stays.</summary>
    private static EnvironmentSyncState Taken(EnvironmentSyncState state, EnvironmentTaken taken) => state with
    {
        Reach = taken.Reach,
        Name = taken.Name,
        Generation = taken.Generation,
        LongestProbeRepeat = taken.LongestProbeRepeat,
        Counter = state.Counter + 1,
        Probe = new Planned(state.Counter + 1, null),
        Watch = null,
        WatchedSince = null,
        IsSubscribed = false,
        CleanSweeps = 0,
        Sweep = null,
        Failures = 0,
    };

    private static EnvironmentSyncState Identified(EnvironmentSyncState state, EnvironmentIdentified identified)
    {
        var next = state with
        {
            Probe = null,
            NativeIdentity = state.NativeIdentity ?? identified.NativeIdentity,
            Version = identified.Version,
            Scope = state.Scope ?? identified.Scope,
            SweepInterval = identified.SweepInterval,
            CallsPerLook = identified.CallsPerLook,
        };
        if (identified.WatchFrom is { } from && state.Watch is null)
        {
            next = next with { Counter = next.Counter + 1, Watch = new Planned(next.Counter + 1, from) };
        }

        return identified.SweepFrom is { } sweepFrom ? Swept(next, sweepFrom) : next;
    }

    private static EnvironmentSyncState Doubted(EnvironmentSyncState state, ConnectionDoubted doubted) => state with
    {
        Counter = state.Counter + 1,
        Probe = new Planned(state.Counter + 1, doubted.ProbeFrom),
        Watch = doubted.IsWatchLost ? null : state.Watch,
        WatchedSince = doubted.IsWatchLost ? null : state.WatchedSince,
        IsSubscribed = !doubted.IsWatchLost && state.IsSubscribed,
        CleanSweeps = doubted.IsWatchLost ? 0 : state.CleanSweeps,
        Sweep = null,
        Failures = doubted.Failures,
    };

    private static EnvironmentSyncState Swept(EnvironmentSyncState state, DateTimeOffset? next) =>
        state with { Counter = state.Counter + 1, Sweep = new Planned(state.Counter + 1, next) };
}
