using Hcos.Contracts.Bsl;
using Hcos.Contracts.Esl;
using Hcos.Esl.Health;
using Hcos.Kernel.Deciding;

namespace Hcos.Esl.Systems;

/// <summary>
/// What a business system owes: orders to BSL, watches over health, and the times at which it looks again.
/// </summary>
internal static class SystemOwing
{
    private static readonly TimeSpan OrderWithin = TimeSpan.FromSeconds(30);

    public static IReadOnlyList<Pending> Pending(SystemState state)
    {
        if (!state.Exists) return [];
        var pending = new List<Pending>();
        if (state.Task is { Failure: null } task) pending.Add(new Pending.Timer($"task/{task.Id}", task.Deadline));
        foreach (var component in state.Spec.Components) AddRetry(pending, state, component);
        foreach (var instance in state.Instances) Add(pending, state, instance);
        return pending;
    }

    private static void AddRetry(List<Pending> pending, SystemState state, ComponentSpec component)
    {
        if (!state.Failures.TryGetValue(component.Name, out var failures)) return;
        // Once all are there again, even if they only wait, nothing is left to be begun after the pause.
        if (state.Of(component.Name).Count(instance => !instance.IsLeaving) >= component.Count) return;
        pending.Add(new Pending.Timer($"create/{component.Name}/{failures.Count}", failures.RetryAt));
    }

    private static void Add(List<Pending> pending, SystemState state, InstanceRecord instance)
    {
        if (state.ComponentOf(instance) is not { } component)
        {
            if (instance.State == InstanceState.Deleting) AddDelete(pending, instance);
            return;
        }

        switch (instance.State)
        {
            case InstanceState.Creating when !instance.IsOrdered:
                pending.Add(new Pending.Command(
                    $"create/{instance.Server}", "bsl", Create(state, component, instance), OrderWithin));
                break;
            case InstanceState.Deleting:
                AddDelete(pending, instance);
                break;
            default:
                AddHealing(pending, state, instance);
                AddWatch(pending, state, component, instance);
                break;
        }
    }

    private static void AddDelete(List<Pending> pending, InstanceRecord instance)
    {
        if (instance.IsOrdered) return;
        pending.Add(new Pending.Command(
            $"delete/{instance.Server}", "bsl", new DeleteServer(instance.Server), OrderWithin));
    }

    private static void AddHealing(List<Pending> pending, SystemState state, InstanceRecord instance)
    {
        // Once BSL has a task in flight the order is answered; its end decides what follows.
        if (instance is { Healing: { } action, Task: null })
        {
            pending.Add(new Pending.Command(
                $"heal/{instance.Server}/{instance.HealingOrders}",
                "bsl",
                action == HealingAction.Start ? new StartServer(instance.Server) : new RebootServer(instance.Server),
                OrderWithin));
        }
        else if (state.Spec.Heal
            && instance.Healing is null
            && instance.State is InstanceState.Down or InstanceState.Unhealthy)
        {
            pending.Add(new Pending.Timer(
                $"look/{instance.Server}/{instance.HealNotBefore.UtcTicks}", instance.HealNotBefore));
        }
    }

    private static void AddWatch(
        List<Pending> pending, SystemState state, ComponentSpec component, InstanceRecord instance)
    {
        if (component.Health is not { } health) return;
        if (instance.State is not (InstanceState.Starting or InstanceState.Healthy or InstanceState.Unhealthy)) return;
        if (instance.State == InstanceState.Starting)
        {
            pending.Add(new Pending.Timer(
                $"start/{instance.Server}/{instance.Since.UtcTicks}",
                instance.Since + TimeSpan.FromSeconds(health.StartSeconds)));
        }

        if (instance.Addresses.Count == 0) return;
        var watch = new WatchHealth(state.Id, instance.Server, instance.Addresses[0], health);
        // Asked otherwise, it is another watch: the one under way would go on as it was asked.
        var how = $"{health.Port}{health.Path}/{health.IntervalSeconds}/{health.TimeoutSeconds}"
            + $"/{health.FailuresToUnhealthy}";
        pending.Add(new Pending.Effect(
            $"health/{instance.Server}/{instance.Addresses[0]}/{instance.Healings}/{how}",
            $"{instance.Server}",
            watch,
            false));
    }

    private static CreateServer Create(SystemState state, ComponentSpec component, InstanceRecord instance) => new(
        instance.Server,
        instance.Name,
        component.Vcpus,
        component.MemoryBytes,
        component.DiskBytes,
        component.Image,
        component.Network,
        component.Environments.Count == 0
            ? null
            : component.Environments[(instance.Index - 1) % component.Environments.Count],
        component.UserData,
        Start: true,
        Group: $"{state.Name}-{component.Name}",
        Owner: $"systems/{state.Id}");
}
