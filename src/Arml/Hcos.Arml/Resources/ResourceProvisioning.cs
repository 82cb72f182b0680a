using Hcos.Contracts.Arml;
using Hcos.Contracts.Ci2;
using Hcos.Contracts.Cie;
using Hcos.Kernel.Deciding;
using Hcos.Kernel.Messages;

namespace Hcos.Arml.Resources;

/// <summary>
/// A claim and the resource that fills it: held, bound, releasing, released. One driver task at a time; a release may
/// come at any time and waits for the task under way.
/// </summary>
internal abstract class ResourceProvisioning : IProcess<ResourceProvisioningState, ArmlLookups>
{
    private const string MakeOverdue = "make-overdue";

    public static ResourceProvisioningState Initial => ResourceProvisioningState.Initial;

    public static Decision Decide(ResourceProvisioningState state, Given given, ArmlLookups lookups) =>
        given.Message switch
        {
            ClaimCapacity claim => Claiming.Decide(state, claim, given.Time, lookups),
            AdoptResource adopt => Adopting.Decide(state, adopt, given.Time, lookups),
            ChangePower change => PowerChanges.Begin(state, change, given.Time, lookups),
            ChangeServer change => ServerChanges.Begin(state, change, given.Time, lookups),
            ReleaseResource release => Releases.Begin(state, release),
            CommandAnswered answered when state.Task is { } task && answered.Key == KeyOf(task) =>
                Answered(state, task, answered, given.Time),
            DriverTaskEnded ended when state.Task?.Id == ended.Task =>
                TaskEnds.Decide(state, state.Task, TaskEnd.Of(ended), given.Time),
            TimerDue { Key: MakeOverdue } => TaskEnds.MakeOverdue(state),
            TimerDue due when state.Power is { } power && due.Key == OverdueOf(power) =>
                PowerChanges.Overdue(state, power),
            TimerDue due when state.Change is { } change && due.Key == OverdueOf(change) =>
                ServerChanges.Overdue(change),
            TimerDue due when due.Key == AgainOf(state) => Decision.Of(
                new RemovalResumed(state.Claim!.Resource, state.Failures)),
            EnvironmentRemoved removed => Releases.EnvironmentRemoved(state, removed),
            _ when state.Phase == ResourcePhase.Bound => Observing.Decide(state, given.Message),
            _ => Decision.Nothing,
        };

    public static ResourceProvisioningState Evolve(ResourceProvisioningState state, IEvent happened)
    {
        var next = Applied(state, happened);
        // Whenever a release finds no task under way, the removal is the next.
        return next is { Phase: ResourcePhase.Releasing, Task: null, AgainAt: null, Claim: { } claim }
            ? next with { Task = DriverTasks.Delete(claim, next.Failures + 1) }
            : next;
    }

    public static bool IsFinal(ResourceProvisioningState state) =>
        state is { Phase: ResourcePhase.Ended, Task: null };

    public static IReadOnlyList<Pending> Pending(ResourceProvisioningState state)
    {
        var owed = new List<Pending>(2);
        if (state.Phase == ResourcePhase.Ended) return owed;
        if (state.Task is { IsTaken: false } task)
        {
            owed.Add(new Pending.Command(KeyOf(task), "ci2", DriverTasks.Command(state, task), DriverTasks.Within));
        }

        if (state.Phase == ResourcePhase.Making) owed.Add(new Pending.Timer(MakeOverdue, state.Claim!.Deadline));
        if (state.Power is { } power) owed.Add(new Pending.Timer(OverdueOf(power), power.Deadline));
        if (state.Change is { } change) owed.Add(new Pending.Timer(OverdueOf(change), change.Deadline));
        if (state.AgainAt is { } again) owed.Add(new Pending.Timer(AgainOf(state), again));
        return owed;
    }

    private static ResourceProvisioningState Applied(
        ResourceProvisioningState state, IEvent happened) => happened switch
        {
            CapacityClaimed claim => state with
            {
                Phase = ResourcePhase.Making,
                Claim = claim,
                Task = claim.Adopted is null ? DriverTasks.Ensure(claim) : DriverTasks.Look(claim),
            },
            DriverTaskTaken taken when state.Task?.Id == taken.Task =>
                state with { Task = state.Task with { IsTaken = true } },
            DriverTaskOver over when state.Task?.Id == over.Task => state with
            {
                Task = null,
                MayExist = state.MayExist && !(over.WasRefused && state.Task.Action == DriverAction.Ensure),
            },
            ResourceProvisioned made => state with
            {
                Phase = ResourcePhase.Bound,
                Task = null,
                Key = made.Key,
                Status = new(made.Resource, made.Environment, made.Object.State, made.Object, made.Evidence, null),
            },
            ResourceFailed => state with { Phase = ResourcePhase.Failed },
            ResourceStatusChanged status => state with { Status = status },
            // Said again to a repeat: what is under way goes on as it is.
            PowerChangeBegun again when state.Power?.Task == again.Task => state,
            PowerChangeBegun begun => state with { Power = begun, Task = DriverTasks.Power(state.Claim!, begun) },
            PowerChangeEnded ended => state with
            {
                Power = null,
                LatestPower = ended.Task,
                Task = ended.Outcome == DriverTaskOutcome.Done ? null : state.Task,
            },
            ServerChangeBegun again when state.Change?.Task == again.Task => state,
            ServerChangeBegun begun => state with { Change = begun, Task = DriverTasks.Change(state.Claim!, begun) },
            ServerChangeEnded ended => state with
            {
                Change = null,
                LatestChange = ended.Task,
                Task = ended.Outcome == DriverTaskOutcome.Done ? null : state.Task,
            },
            ClaimResized resized => Resizes.Evolve(state, resized),
            ResourceReleasing => state with { Phase = ResourcePhase.Releasing },
            RemovalPostponed postponed => state with
            {
                Task = null,
                Failures = postponed.Number,
                AgainAt = postponed.AgainAt,
            },
            RemovalResumed => state with { AgainAt = null },
            ClaimReleased => state with
            {
                Phase = ResourcePhase.Ended,
                Task = null,
                Power = null,
                Change = null,
                AgainAt = null,
            },
            _ => state,
        };

    private static Decision Answered(
        ResourceProvisioningState state, OwedTask task, CommandAnswered answered, DateTimeOffset now)
    {
        if (!answered.IsRefusal) return Decision.Of(new DriverTaskTaken(state.Claim!.Resource, task.Id));
        // Sent again by itself, under the next attempt.
        if (answered.Code is SettledCodes.Expired or SettledCodes.Parked or SettledCodes.Defect)
        {
            return Decision.Nothing;
        }

        return TaskEnds.Decide(state, task, TaskEnd.Of(answered), now);
    }

    private static string KeyOf(OwedTask task) => $"run {task.Id}";

    private static string OverdueOf(PowerChangeBegun power) => $"power-overdue {power.Task}";

    private static string OverdueOf(ServerChangeBegun change) => $"change-overdue {change.Task}";

    private static string AgainOf(ResourceProvisioningState state) => $"remove-again {state.Failures}";
}
