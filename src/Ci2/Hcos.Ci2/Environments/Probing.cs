using Hcos.Ci2.Calls;
using Hcos.Contracts.Ci2;
using Hcos.Contracts.Cie;
using Hcos.Kernel.Deciding;
using Hcos.Kernel.Messages;

namespace Hcos.Ci2.Environments;

/// <summary>What follows from a probe.</summary>
internal static class Probing
{
    public static Decision Answered(
        EnvironmentSyncState state, Reach reach, DriverAnswer.Probed probed, Ci2Options options)
    {
        var status = probed.Status;
        if (state.NativeIdentity is { } expected && status.NativeIdentity != expected)
        {
            return Failed(
                state, reach, $"{status.NativeIdentity} answers there instead of {expected}", probed.At);
        }

        // A sweep waits for its watch, so that nothing can be missed between the two; but not for ever.
        var waitsForWatch = probed.HasEvents
            && state.WatchedSince is null && state.Failures < options.MostWatchFailures;
        List<IEvent> events =
        [
            new EnvironmentIdentified(
                reach.Environment,
                status.NativeIdentity,
                status.Version,
                status.Scope,
                probed.HasEvents ? probed.At : null,
                waitsForWatch ? null : probed.At,
                probed.HasEvents ? options.SweepInterval : options.SweepIntervalWithoutEvents)
            {
                CallsPerLook = probed.CallsPerLook,
            },
        ];
        if (state.Reachability is Reachability.Unknown or Reachability.Unreachable || state.Version != status.Version)
        {
            events.Add(new EnvironmentReached(reach.Environment, status.NativeIdentity, status.Version, probed.At));
        }

        return Decision.Of(events);
    }

    public static Decision Failed(EnvironmentSyncState state, Reach reach, string reason, DateTimeOffset at) =>
        state.Reachability == Reachability.Unreachable
            ? Decision.Nothing
            : Decision.Of(new EnvironmentUnreachable(reach.Environment, reason, at));
}
