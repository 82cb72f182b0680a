using Hcos.Contracts.Arml;
using Hcos.Contracts.Ci2;
using Hcos.Kernel.Deciding;

namespace Hcos.Arml.Resources;

/// <summary>Changes of a server's execution: taken on, and given up when CI2 stays silent. Pure.</summary>
internal static class PowerChanges
{
    public static Decision Begin(
        ResourceProvisioningState state, ChangePower change, DateTimeOffset now, ArmlLookups lookups)
    {
        if (state.Power is { } current && current.Task == change.Task) return Decision.Of(current);
        if (state.LatestPower == change.Task) return Decision.Nothing;
        return state switch
        {
            { Phase: ResourcePhase.None or ResourcePhase.Ended } =>
                Decision.Refuse("missing", "there is no such resource"),
            { Phase: ResourcePhase.Releasing } => Decision.Refuse("gone", "the resource is being removed"),
            { Phase: not ResourcePhase.Bound } => Decision.Refuse("conflict", "the resource is not made yet"),
            { Task: not null } => Decision.Refuse("busy", "something else is being done to the resource: try again"),
            _ when now >= change.Deadline => Decision.Refuse("deadline", "the deadline has passed: ask again"),
            _ when lookups.IsObserveOnly(state.Claim!.Environment) => Decision.Refuse(
                "denied", "the environment is observe-only: set its access to 'manage' to change servers there"),
            _ => Decision.Of(new PowerChangeBegun(change.Resource, change.Task, change.Action, change.Deadline)),
        };
    }

    /// <summary>CI2 should have ended it; nobody knows whether it happened. The driver task stays under way.</summary>
    public static Decision Overdue(ResourceProvisioningState state, PowerChangeBegun power) => Decision.Of(
        Ended(power, DriverTaskOutcome.Uncertain, "no end of it was told by the deadline", null, power.Deadline));

    public static PowerChangeEnded Ended(
        PowerChangeBegun power,
        DriverTaskOutcome outcome,
        string? reason,
        Contracts.Arml.Resources.ResourceObject? observed,
        DateTimeOffset at) =>
        new(power.Resource, power.Task, power.Action, outcome, reason, observed, at);
}
