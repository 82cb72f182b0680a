using Hcos.Ci2.Calls;
using Hcos.Ci2.Drivers;
using Hcos.Ci2.Environments;
using Hcos.Ci2.Observations;
using Hcos.Contracts.Ci2;
using Hcos.Contracts.Cie;
using Hcos.Kernel.Deciding;

namespace Hcos.Ci2.Tasks;

/// <summary>
/// One native change, run until it is done, refused or overdue. There is no memory of how far a run came, and none is
/// needed: every call of a driver reads before it acts and is idempotent, so a run after an uncertain one begins with
/// an observation and meets what the one before it made.
/// </summary>
internal abstract class DriverTask : IProcess<DriverTaskState, Ci2Lookups>
{
    private const string DeadlineKey = "deadline";

    public static DriverTaskState Initial => DriverTaskState.Initial;

    public static string StreamOf(Guid task) => task.ToString();

    public static Decision Decide(DriverTaskState state, Given given, Ci2Lookups lookups) => given.Message switch
    {
        RunDriverTask run => Begin(state, run, given.Time, lookups),
        EnvironmentTaken taken when state.Taken is { } task =>
            Decision.Of(new TaskRedirected(task.Task, taken.Reach)),
        EnvironmentDropped when state.Taken is not null => Removed(state, given.Time),
        TimerDue when state is { Taken: { } task, IsOverdue: false } => Overdue(state, task, given.Time),
        EffectEnded ended when state.Taken is { } task => TaskRun.Decide(state, task, ended.Result),
        _ => Decision.Nothing,
    };

    public static DriverTaskState Evolve(DriverTaskState state, Kernel.Messages.IEvent happened) =>
        DriverTaskState.Evolve(state, happened);

    public static bool IsFinal(DriverTaskState state) => state.HasEnded;

    public static IReadOnlyList<Pending> Pending(DriverTaskState state)
    {
        if (state.Taken is not { } task) return [];
        var pending = new List<Pending>();
        if (state.Reach is { } reach) pending.Add(Run(state, task, reach));
        if (task.Deadline is { } deadline && !state.IsOverdue)
        {
            pending.Add(new Pending.Timer(DeadlineKey, deadline));
        }

        return pending;
    }

    private static Pending.Effect Run(DriverTaskState state, TaskTaken task, Reach reach)
    {
        DriverCall call = state.IsOverdue
            ? new DriverCall.Close(reach, task.Task, task.Spec, task.Key)
            : new DriverCall.Act(
                reach, task.Task, task.Resource, task.Action, task.Kind, task.Spec, task.Key, task.Power,
                task.Deadline, task.Change);
        return new Pending.Effect(
            "run",
            Observation.SubjectOf(task.Environment, task.NativeKey.NativeId),
            call,
            IsChanging: task.Action != DriverAction.Look)
        {
            LongestRepeat = task.LongestRepeat,
            // Once it is overdue the closing read does not wait for the next repeat.
            NotBefore = state.IsOverdue ? task.Deadline : null,
        };
    }

    private static Decision Begin(
        DriverTaskState state, RunDriverTask run, DateTimeOffset now, Ci2Lookups lookups)
    {
        if (state.HasEnded || state.Taken is not null) return Decision.Nothing;
        if (Faults(run) is { } fault) return Decision.Refuse("invalid", fault);
        var reach = lookups.ReachOf(run.Environment);
        var taken = new TaskTaken(
            run.Task, run.Environment, run.Resource, run.Action, run.Kind, run.Spec, run.Key, run.Power, run.Deadline,
            lookups.Options.LongestTaskRepeat, reach, run.Change);
        var begun = new DriverTaskBegun(run.Task, run.Environment, run.Resource, run.Action);
        var denied = lookups.IsDropped(run.Environment) ? "the environment was removed"
            : run.Action != DriverAction.Look && reach is { Address.Access: EnvironmentAccess.ObserveOnly }
                ? ObserveOnlyDriver.Reason
            : null;
        // An environment that was never heard of is on its way here: the task waits for it, until its deadline.
        return denied is null
            ? Decision.Of(taken, begun)
            : Decision.Of(taken, begun, TaskRun.End(taken, DriverTaskOutcome.Denied, denied, now));
    }

    private static string? Faults(RunDriverTask run) => run.Action switch
    {
        DriverAction.Ensure when run.Spec is null => "an ensure needs a spec",
        DriverAction.Power when run.Key is null || run.Power is null => "a change of power needs a key and an action",
        DriverAction.Change when run.Key is null || run.Change?.IsWhole() != true =>
            "a change of a server needs a key and what is changed",
        DriverAction.Delete when run.Key is null && run.Spec is null => "a delete needs a key or a spec",
        DriverAction.Look when run.Key is null => "a look needs a key",
        _ => null,
    };

    private static Decision Removed(DriverTaskState state, DateTimeOffset now)
    {
        // A run may be under way, and nobody will look there again.
        var outcome = state.Reach is null ? DriverTaskOutcome.Denied : DriverTaskOutcome.Uncertain;
        return Decision.Of(TaskRun.End(state.Taken!, outcome, "the environment was removed", now));
    }

    private static Decision Overdue(DriverTaskState state, TaskTaken task, DateTimeOffset now) => state.Reach is null
        ? Decision.Of(TaskRun.End(task, DriverTaskOutcome.Unavailable, "the environment is not known", now))
        : Decision.Of(new TaskOverdue(task.Task));
}
