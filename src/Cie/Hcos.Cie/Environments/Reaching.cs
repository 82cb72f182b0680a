using Hcos.Contracts.Ci2;
using Hcos.Contracts.Cie;
using Hcos.Kernel.Deciding;

namespace Hcos.Cie.Environments;

/// <summary>Whether an environment answers, as CI2 reports it; only changes are recorded.</summary>
internal static class Reaching
{
    public static Decision Decide(EnvironmentState state, object report) => report switch
    {
        EnvironmentReached reached
            when state.Reachability != Reachability.Reachable || state.Version != reached.Version =>
            Change(reached.Environment, Reachability.Reachable, reached.At, reached.Version, null),
        EnvironmentUnreachable lost when state.Reachability != Reachability.Unreachable =>
            Change(lost.Environment, Reachability.Unreachable, lost.At, state.Version, lost.Reason),
        EnvironmentSuspect suspect when state.Reachability != Reachability.Suspect =>
            Change(
                suspect.Environment,
                Reachability.Suspect,
                suspect.At,
                state.Version,
                $"{suspect.Lacking} of {suspect.Known} objects were missing at once"),
        _ => Decision.Nothing,
    };

    private static Decision Change(
        EnvironmentId environment, Reachability reachability, DateTimeOffset since, string? version, string? reason) =>
        Decision.Of(new EnvironmentReachabilityChanged(environment, reachability, since, version, reason));
}
