using Hcos.Contracts.Esl;
using Hcos.Kernel.Messages;

namespace Hcos.Esl.Systems;

internal abstract partial class BusinessSystem
{
    public static SystemState Evolve(SystemState state, IEvent happened) => happened switch
    {
        SystemRequested e => Requested(state, e),
        SystemDeleting e => state with { Task = new SystemTask(e.Task, e.Deadline), IsDeleting = true },
        DeploymentUndoing e => state with
        {
            IsDeleting = true,
            Task = state.Task is { } task ? task with { Failure = new TaskFailure(e.Code, e.Reason) } : null,
        },
        SystemTaskEnded => state with { Task = null },
        SystemDeleted => state with { IsDeleted = true },
        SystemHealthChanged e => state with
        {
            Health = e.Health,
            Reasons = e.Reasons,
            HasStood = state.HasStood || e.Health == SystemHealth.Healthy,
        },
        InstanceAdded e => state with
        {
            Instances = state.Instances.Add(new InstanceRecord(e.Component, e.Index, e.Server, e.Name)),
            NextIndex = state.NextIndex.SetItem(e.Component, e.Index + 1),
        },
        InstanceCreationFailed e => state with
        {
            Failures = state.Failures.SetItem(e.Component, new CreationFailures(
                (state.Failures.TryGetValue(e.Component, out var former) ? former.Count : 0) + 1,
                e.RetryAt,
                e.Code,
                e.Reason)),
        },
        InstanceStateChanged { State: InstanceState.Deleted } e => state with
        {
            Instances = state.Instances.RemoveAll(instance => instance.Server == e.Server),
        },
        InstanceStateChanged e => Changed(state, e),
        _ => EvolveInstance(state, happened),
    };

    private static SystemState Requested(SystemState state, SystemRequested e) => state with
    {
        Id = e.System,
        Name = e.Name,
        Spec = e.Spec,
        Task = new SystemTask(e.Task, e.Deadline),
        Failures = state.Failures.Clear(),
    };

    private static SystemState Changed(SystemState state, InstanceStateChanged e)
    {
        var changed = With(state, e.Server, instance => instance with
        {
            State = e.State,
            Addresses = e.Addresses,
            Reason = e.Reason,
            IsOrdered = instance.IsOrdered && e.State is not InstanceState.Deleting,
            Healings = e.State == InstanceState.Healthy ? 0 : instance.Healings,
            Healing = e.State is InstanceState.Healthy or InstanceState.Deleting ? null : instance.Healing,
        });
        return e.State == InstanceState.Healthy
            ? changed with { Failures = changed.Failures.Remove(e.Component) }
            : changed;
    }

    private static SystemState EvolveInstance(SystemState state, IEvent happened) => happened switch
    {
        InstanceOrdered e => With(state, e.Server, instance => instance with { IsOrdered = true }),
        InstanceDated e => With(state, e.Server, instance => instance with { Since = e.Since }),
        InstanceTaskSeen e => With(state, e.Server, instance => instance with { Task = e.Task }),
        InstanceServerSeen e => With(
            state, e.Server, instance => instance with { IsLost = e.IsLost, IsPaused = e.IsPaused }),
        InstanceHealing e => With(state, e.Server, instance => instance with
        {
            Healings = e.Number,
            HealingOrders = instance.HealingOrders + 1,
            Healing = e.Action == "start" ? HealingAction.Start : HealingAction.Reboot,
        }),
        InstanceHealingEnded e => With(
            state, e.Server, instance => instance with { Healing = null, HealNotBefore = e.NotBefore }),
        _ => state,
    };

    private static SystemState With(
        SystemState state, Contracts.Bsl.ServerId server, Func<InstanceRecord, InstanceRecord> change)
    {
        var index = state.Instances.FindIndex(instance => instance.Server == server);
        return index < 0
            ? state
            : state with { Instances = state.Instances.SetItem(index, change(state.Instances[index])) };
    }
}
