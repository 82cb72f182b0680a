using Hcos.Ci2.Calls;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Ci2;
using Hcos.Kernel.Deciding;

namespace Hcos.Ci2.Tasks;

/// <summary>What follows from one run of a task.</summary>
internal static class TaskRun
{
    public static Decision Decide(DriverTaskState state, TaskTaken task, object result) =>
        result switch
        {
            DriverAnswer.Acted acted => Acted(state, task, acted),
            DriverAnswer.Looked looked => Closed(state, task, looked),
            DriverAnswer.Failed failed => Failed(state, task, failed),
            EffectUncertain => Delay(state, task, DriverTaskOutcome.Uncertain, "HCOS was stopped meanwhile"),
            EffectThrew threw => Delay(state, task, DriverTaskOutcome.Uncertain, threw.Reason),
            _ => Decision.Nothing,
        };

    public static DriverTaskEnded End(
        TaskTaken task,
        DriverTaskOutcome outcome,
        string? reason,
        DateTimeOffset at,
        ResourceKey? key = null,
        ResourceObject? observed = null) => new(
            task.Task, task.Environment, task.Resource, task.Action, outcome, reason, key ?? task.Key, observed, at);

    private static Decision Acted(DriverTaskState state, TaskTaken task, DriverAnswer.Acted acted)
    {
        switch (acted.Outcome)
        {
            case DriverTaskOutcome.Done:
                return Decision.Of(End(task, acted.Outcome, null, acted.At, acted.Key, acted.Object));
            case DriverTaskOutcome.Unavailable or DriverTaskOutcome.Uncertain:
                // An overdue task is ended by its closing read, which follows.
                return Delay(state, task, acted.Outcome, acted.Reason!);
            default:
                // Uncertainty is never ended by a later refusal.
                return state.IsUncertain
                    ? Decision.Of(End(
                        task, DriverTaskOutcome.Uncertain, $"{state.Reason}; then: {acted.Reason}", acted.At, acted.Key,
                        acted.Object))
                    : Decision.Of(End(task, acted.Outcome, acted.Reason, acted.At, acted.Key, acted.Object));
        }
    }

    /// <summary>Nothing was sent, or nothing could be read.</summary>
    private static Decision Failed(DriverTaskState state, TaskTaken task, DriverAnswer.Failed failed)
    {
        var acted = new DriverAnswer.Acted(failed.Outcome, failed.Reason, null, null, failed.At);
        return state.IsOverdue ? Overdue(state, task, acted) : Acted(state, task, acted);
    }

    /// <summary>The last read of an overdue task: what was wanted may hold all the same.</summary>
    private static Decision Closed(DriverTaskState state, TaskTaken task, DriverAnswer.Looked looked) =>
        Goal.IsReached(task, looked.Object)
            ? Decision.Of(End(task, DriverTaskOutcome.Done, null, looked.At, looked.Object?.Key, looked.Object))
            : Overdue(state, task, new DriverAnswer.Acted(
                DriverTaskOutcome.Unavailable,
                "it was not begun in time",
                looked.Object?.Key,
                looked.Object,
                looked.At));

    private static Decision Overdue(DriverTaskState state, TaskTaken task, DriverAnswer.Acted acted)
    {
        var outcome = state.IsUncertain ? DriverTaskOutcome.Uncertain : DriverTaskOutcome.Unavailable;
        var reason = $"the deadline has come: {state.Reason ?? acted.Reason}";
        return Decision.Of(End(task, outcome, reason, acted.At, acted.Key, acted.Object));
    }

    /// <summary>Only news is recorded: repeats that fail in the same way append nothing.</summary>
    private static Decision Delay(DriverTaskState state, TaskTaken task, DriverTaskOutcome outcome, string reason) =>
        state.Delay == outcome || state.IsUncertain
            ? Decision.Nothing
            : Decision.Of(new TaskDelayed(task.Task, outcome, reason));
}
