using Hcos.Contracts.Arml;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Ci2;
using Hcos.Kernel.Deciding;
using Hcos.Kernel.Messages;

namespace Hcos.Arml.Resources;

/// <summary>Changes of a stopped server: taken on, ended, and given up when CI2 stays silent. Pure.</summary>
internal static class ServerChanges
{
    public static Decision Begin(
        ResourceProvisioningState state, ChangeServer change, DateTimeOffset now, ArmlLookups lookups)
    {
        if (state.Change is { } current && current.Task == change.Task) return Decision.Of(current);
        if (state.LatestChange == change.Task) return Decision.Nothing;
        if (Refused(state, change, now, lookups) is { } refusal) return refusal;
        var begun = new ServerChangeBegun(change.Resource, change.Task, change.Change, change.Deadline);
        var held = Resizes.Begin(state, change.Change, lookups);
        return held is Decision.Happened { Events: var first } ? Decision.Of([.. first, begun]) : held;
    }

    public static Decision Ended(
        ResourceProvisioningState state, OwedTask task, ServerChangeBegun change, TaskEnd end)
    {
        var at = end.At ?? state.Status!.Evidence.At;
        var happened = new List<IEvent>();
        if (end.Observed is { } seen) happened.AddRange(Observing.Seen(state, seen, new(at, EvidenceSource.Effect)));
        if (end.Outcome != DriverTaskOutcome.Done) happened.Add(TaskEnds.OverOf(state, task, end));
        var observed = end.Observed is { } whole ? whole with { Native = null } : null;
        happened.AddRange(Resizes.After(state, change.Change, end));
        happened.Add(Ended(change, end.Outcome, end.Reason, observed, at));
        happened.AddRange(TaskEnds.Exhausted(state, end));
        return Decision.Of(happened);
    }

    /// <summary>CI2 should have ended it; nobody knows whether it happened. The driver task stays under way.</summary>
    public static Decision Overdue(ServerChangeBegun change) => Decision.Of(
        Ended(change, DriverTaskOutcome.Uncertain, "no end of it was told by the deadline", null, change.Deadline));

    public static ServerChangeEnded Ended(
        ServerChangeBegun change,
        DriverTaskOutcome outcome,
        string? reason,
        ResourceObject? observed,
        DateTimeOffset at) =>
        new(change.Resource, change.Task, change.Change, outcome, reason, observed, at);

    private static Decision? Refused(
        ResourceProvisioningState state, ChangeServer change, DateTimeOffset now, ArmlLookups lookups) => state switch
        {
            { Phase: ResourcePhase.None or ResourcePhase.Ended } =>
                Decision.Refuse("missing", "there is no such resource"),
            { Phase: ResourcePhase.Releasing } => Decision.Refuse("gone", "the resource is being removed"),
            { Phase: not ResourcePhase.Bound } => Decision.Refuse("conflict", "the resource is not made yet"),
            { Task: not null } => Decision.Refuse("busy", "something else is being done to the resource: try again"),
            _ when !change.Change.IsWhole() => Decision.Refuse("invalid", "the change does not say what is changed"),
            _ when now >= change.Deadline => Decision.Refuse("deadline", "the deadline has passed: ask again"),
            _ when lookups.IsObserveOnly(state.Claim!.Environment) => Decision.Refuse(
                "denied", "the environment is observe-only: set its access to 'manage' to change servers there"),
            _ => null,
        };
}
