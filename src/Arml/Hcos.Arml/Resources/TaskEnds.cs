using Hcos.Contracts.Arml;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Ci2;
using Hcos.Kernel.Deciding;
using Hcos.Kernel.Messages;

namespace Hcos.Arml.Resources;

/// <summary>What follows from the end of a driver task. Pure.</summary>
internal static class TaskEnds
{
    public static Decision Decide(ResourceProvisioningState state, OwedTask task, TaskEnd end, DateTimeOffset now) =>
        (task.Action, state.Phase) switch
        {
            (DriverAction.Delete, _) => Deleted(state, end, now),
            (DriverAction.Ensure or DriverAction.Look, ResourcePhase.Making) => Made(state, task, end),
            (DriverAction.Power, ResourcePhase.Bound) when state.Power is { } power => Powered(state, task, power, end),
            (DriverAction.Change, ResourcePhase.Bound) when state.Change is { } change =>
                ServerChanges.Ended(state, task, change, end),
            // Nobody waits for it any more: it was given up, or a release waits for its turn.
            _ => Over(state, task, end),
        };

    /// <summary>CI2 should have ended it; nobody knows whether it happened. The driver task stays under way.</summary>
    public static Decision MakeOverdue(ResourceProvisioningState state) =>
        state.Phase != ResourcePhase.Making
            ? Decision.Nothing
            : Decision.Of(new ResourceFailed(
                state.Claim!.Resource, DriverTaskOutcome.Uncertain, "no end of it was told by the deadline"));

    private static Decision Made(ResourceProvisioningState state, OwedTask task, TaskEnd end)
    {
        var claim = state.Claim!;
        if (end is { Outcome: DriverTaskOutcome.Done, Observed: { } seen, At: { } at } && !IsHalfMade(end))
        {
            return Decision.Of(new ResourceProvisioned(
                claim.Resource,
                claim.Claim,
                claim.Environment,
                end.Key ?? seen.Key,
                seen with { Native = null },
                new Evidence(
                    at, task.Action == DriverAction.Look ? EvidenceSource.Read : EvidenceSource.Effect)));
        }

        var (outcome, reason) = NotMade(task, end);
        return Decision.Of([
            OverOf(state, task, end), new ResourceFailed(claim.Resource, outcome, reason), .. Exhausted(state, end),
        ]);
    }

    /// <summary>Whoever makes it, this HCOS or another, has not said that it is whole.</summary>
    private static bool IsHalfMade(TaskEnd end) => end.Observed is { State: ResourceState.Provisioning };

    private static (DriverTaskOutcome Outcome, string Reason) NotMade(OwedTask task, TaskEnd end) => end.Outcome switch
    {
        DriverTaskOutcome.Done when IsHalfMade(end) && task.Action == DriverAction.Look =>
            (DriverTaskOutcome.Conflict, "it is still being made: adopt it when it is whole"),
        DriverTaskOutcome.Done when IsHalfMade(end) => (DriverTaskOutcome.Uncertain, "it is still being made"),
        DriverTaskOutcome.Done => (DriverTaskOutcome.Uncertain, "it was not seen after it was made"),
        _ => (end.Outcome, end.Reason ?? "it was not seen after it was made"),
    };

    private static Decision Powered(
        ResourceProvisioningState state, OwedTask task, PowerChangeBegun power, TaskEnd end)
    {
        var at = end.At ?? state.Status!.Evidence.At;
        var happened = new List<IEvent>();
        if (end.Observed is { } seen) happened.AddRange(Observing.Seen(state, seen, new(at, EvidenceSource.Effect)));
        if (end.Observed is { } found) happened.AddRange(Resizes.Seen(state with { Task = null }, found));
        if (end.Outcome != DriverTaskOutcome.Done) happened.Add(OverOf(state, task, end));
        var observed = end.Observed is { } whole ? whole with { Native = null } : null;
        happened.Add(PowerChanges.Ended(power, end.Outcome, end.Reason, observed, at));
        happened.AddRange(Exhausted(state, end));
        return Decision.Of(happened);
    }

    private static Decision Deleted(ResourceProvisioningState state, TaskEnd end, DateTimeOffset now)
    {
        var claim = state.Claim!;
        if (end.Outcome == DriverTaskOutcome.Done) return Decision.Of(Releases.Ended(claim, isAbandoned: false));
        var number = state.Failures + 1;
        return Decision.Of(new RemovalPostponed(
            claim.Resource, number, end.Outcome, end.Reason, now + DriverTasks.Pause(state.Failures)));
    }

    private static Decision Over(ResourceProvisioningState state, OwedTask task, TaskEnd end)
    {
        var over = OverOf(state, task, end);
        // A refused creation left nothing: a release that waited for it ends here.
        return over.WasRefused && task.Action == DriverAction.Ensure && state.Phase == ResourcePhase.Releasing
            ? Decision.Of([over, .. Releases.Ended(state.Claim!, isAbandoned: false)])
            : Decision.Of([over, .. Late(state, task, end)]);
    }

    /// <summary>A resize that was given up has ended after all.</summary>
    private static IEnumerable<IEvent> Late(ResourceProvisioningState state, OwedTask task, TaskEnd end) =>
        task.Change is { } change && state.Phase == ResourcePhase.Bound ? Resizes.After(state, change, end) : [];

    public static DriverTaskOver OverOf(ResourceProvisioningState state, OwedTask task, TaskEnd end) =>
        new(state.Claim!.Resource, task.Id, end.Outcome, end.WasRefused);

    public static IEnumerable<IEvent> Exhausted(ResourceProvisioningState state, TaskEnd end)
    {
        if (end.Outcome != DriverTaskOutcome.Exhausted || end.At is not { } at) yield break;
        yield return new PlatformExhausted(state.Claim!.Environment, state.Claim.Host, at);
    }
}
