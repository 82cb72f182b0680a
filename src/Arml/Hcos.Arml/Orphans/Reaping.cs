using Hcos.Arml.Resources;
using Hcos.Contracts.Arml;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Ci2;
using Hcos.Kernel.Deciding;
using Hcos.Kernel.Messages;

namespace Hcos.Arml.Orphans;

/// <summary>
/// Removing orphans: a driver task for each, and then evidence that it is gone. It is done only when all are. Pure.
/// </summary>
internal static class Reaping
{
    private const string OverdueKey = "reap-overdue";

    public static Decision Begin(OrphanState state, ReapOrphans reap, Given given, ArmlLookups lookups)
    {
        if (state.Begun is { } known)
        {
            return known.Reap == reap.Reap
                ? Decision.Of(known)
                : Decision.Refuse("busy", "orphans of this environment are being reaped: wait for its end");
        }

        if (state.Latest == reap.Reap) return Decision.Nothing;
        var plan = ReapPlanning.Plan(reap, lookups);
        if (plan.Code is { } code) return Decision.Refuse(code, plan.Reason!);
        var begun = new OrphansReaping(
            reap.Reap,
            reap.Environment,
            given.Context.Id,
            given.Time + lookups.Options.ReapWithin,
            plan.Reaps,
            plan.Keeps);
        return plan.Reaps.Count == 0
            ? Decision.Of(begun, End(Evolve(state, begun), begun))
            : Decision.Of(begun);
    }

    public static IReadOnlyList<Pending> Pending(OrphanState state)
    {
        if (state.Begun is not { } begun) return [];
        var owed = new List<Pending> { new Pending.Timer($"{OverdueKey} {begun.Reap}", begun.Deadline) };
        owed.AddRange(state.Open.Values.Where(item => !item.IsTaken).Select(item => new Pending.Command(
            KeyOf(item.Orphan.Task), "ci2", Command(begun, item.Orphan), DriverTasks.Within)));
        return owed;
    }

    public static OrphanState Evolve(OrphanState state, IEvent happened) => happened switch
    {
        // Said again to a repeat.
        OrphansReaping again when state.Begun?.Reap == again.Reap => state,
        OrphansReaping begun => state with
        {
            Begun = begun,
            Open = state.Open.Clear().AddRange(begun.Reaps.Select(orphan =>
                KeyValuePair.Create(orphan.Task, new ReapItem(orphan)))),
            Failed = [],
        },
        ReapTaskTaken taken when state.Open.TryGetValue(taken.Task, out var item) =>
            state with { Open = state.Open.SetItem(taken.Task, item with { IsTaken = true }) },
        ReapTaskOver { Failure: { } failure } over when state.Open.TryGetValue(over.Task, out var item) => state with
        {
            Open = state.Open.Remove(over.Task),
            Failed = state.Failed.Add($"{item.Orphan.Key.Kind} {item.Orphan.Name}: {failure}"),
        },
        ReapTaskOver over when state.Open.TryGetValue(over.Task, out var item) =>
            state with { Open = state.Open.SetItem(over.Task, item with { IsTaken = true, DoneAt = over.At }) },
        OrphanGone gone => state with { Open = state.Open.RemoveRange(TasksOf(state, gone.Key)) },
        OrphansReapEnded ended => OrphanState.Initial with { Latest = ended.Reap },
        _ => state,
    };

    public static Decision Answered(OrphanState state, CommandAnswered answered)
    {
        var task = state.Open.Keys.FirstOrDefault(task => KeyOf(task) == answered.Key);
        if (state.Begun is not { } begun || task == Guid.Empty) return Decision.Nothing;
        if (answered.Code is SettledCodes.Expired or SettledCodes.Parked or SettledCodes.Defect)
        {
            return Decision.Nothing;
        }

        return answered.IsRefusal
            ? Over(state, begun, task, $"{answered.Code}: {answered.Reason}", begun.Deadline)
            : Decision.Of(new ReapTaskTaken(begun.Environment, task));
    }

    public static Decision Ended(OrphanState state, DriverTaskEnded ended) => state.Begun is not { } begun
        ? Decision.Nothing
        : Over(
            state,
            begun,
            ended.Task,
            ended.Outcome == DriverTaskOutcome.Done ? null : ended.Reason ?? ended.Outcome.ToString(),
            ended.At);

    /// <summary>Events of the watch, and the end of the reaping when nothing of it is open after them.</summary>
    public static IReadOnlyList<IEvent> After(OrphanState state, IReadOnlyList<IEvent> happened)
    {
        if (state.Begun is not { } begun || happened.Count == 0) return happened;
        var after = happened.Aggregate(state, Evolve);
        return after.Open.IsEmpty ? [.. happened, End(after, begun)] : happened;
    }

    public static OrphansReapEnded Overdue(OrphanState state, OrphansReaping begun) => GivenUp(
        state, begun, "deadline", "there was no evidence in time that all of it is gone");

    /// <summary>It ends, whatever is still open; that is named.</summary>
    public static OrphansReapEnded GivenUp(OrphanState state, OrphansReaping begun, string code, string reason) => new(
        begun.Reap,
        begun.Environment,
        begun.Task,
        TaskOutcome.Failed,
        code,
        reason,
        [.. state.Failed, .. state.Open.Values.Select(item => $"{item.Orphan.Key.Kind} {item.Orphan.Name}")]);

    private static Decision Over(
        OrphanState state, OrphansReaping begun, Guid task, string? failure, DateTimeOffset at) =>
        state.Open.ContainsKey(task)
            ? Decision.Of(After(state, [new ReapTaskOver(begun.Environment, task, failure, at)]))
            : Decision.Nothing;

    private static OrphansReapEnded End(OrphanState state, OrphansReaping begun)
    {
        var gone = begun.Reaps.Count - state.Failed.Count;
        var reason = $"{gone} gone, {begun.Keeps.Count} kept"
            + string.Concat(begun.Keeps.Take(3).Select(kept => $"; {kept.Name}: {kept.Code} ({kept.Reason})"));
        return state.Failed.IsEmpty
            ? new(begun.Reap, begun.Environment, begun.Task, TaskOutcome.Done, "done", reason, [])
            : new(begun.Reap, begun.Environment, begun.Task, TaskOutcome.Failed, "partly", reason, state.Failed);
    }

    private static IEnumerable<Guid> TasksOf(OrphanState state, ResourceKey key) =>
        [.. state.Open.Where(item => item.Value.Orphan.Key == key).Select(item => item.Key)];

    /// <summary>What is left of a server that is not there goes by removing that server once more.</summary>
    private static RunDriverTask Command(OrphansReaping begun, ReapedOrphan orphan)
    {
        var isServer = orphan.Key.Kind == ResourceKind.Server;
        return new(
            orphan.Task,
            begun.Environment,
            orphan.MadeFor,
            DriverAction.Delete,
            ResourceKind.Server,
            isServer ? null : new ResourceSpec(orphan.MadeFor, ResourceKind.Server, "orphan"),
            isServer ? orphan.Key : null,
            null,
            begun.Deadline - DriverTasks.Margin);
    }

    private static string KeyOf(Guid task) => $"reap {task}";
}
