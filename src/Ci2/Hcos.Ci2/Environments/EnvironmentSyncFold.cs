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
            Sweep = null,
            SuspectSince = null,
            LastLacking = [],
        },
        EnvironmentSuspect suspect => state with { Reachability = Reachability.Suspect, SuspectSince = suspect.At },
        WatchStarted started => Swept(state, null) with { WatchedSince = started.At },
        ConnectionDoubted doubted => Doubted(state, doubted),
        SweepCompleted completed => Swept(state, (completed.EndedAt ?? completed.StartedAt) + state.SweepInterval) with
        {
            LastLacking = completed.Lacking,
            Failures = state.WatchedSince is null ? state.Failures : 0,
        },
        _ => state,
    };

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
        Sweep = null,
        Failures = doubted.Failures,
    };

    private static EnvironmentSyncState Swept(EnvironmentSyncState state, DateTimeOffset? next) =>
        state with { Counter = state.Counter + 1, Sweep = new Planned(state.Counter + 1, next) };
}
