using Hcos.Contracts.Bsl;
using Hcos.Contracts.Esl;
using Hcos.Kernel.Messages;

namespace Hcos.Esl.Systems;

/// <summary>
/// Says what follows from how a system stands: who is added, who leaves, who is healed, what has ended.
/// </summary>
internal static class Convergence
{
    public static void Converge(Unfolding unfolding, EslOptions options)
    {
        if (!unfolding.State.Exists) return;
        if (unfolding.State.IsDeleting)
        {
            Empty(unfolding);
            return;
        }

        Leave(unfolding);
        foreach (var component in unfolding.State.Spec.Components) Count(unfolding, component);
        foreach (var component in unfolding.State.Spec.Components) Trust(unfolding, component);
        foreach (var component in unfolding.State.Spec.Components) Begin(unfolding, component);
        if (unfolding.State.Spec.Heal) Healing.Heal(unfolding, options);
        Tell(unfolding);
        EndTask(unfolding);
    }

    private static void Empty(Unfolding unfolding)
    {
        foreach (var instance in unfolding.State.Instances.Where(instance => !instance.IsLeaving).ToList())
        {
            Dismiss(unfolding, instance, "its system is deleted");
        }

        Tell(unfolding);
        if (unfolding.State.Instances.Count > 0) return;
        var task = unfolding.State.Task;
        unfolding.Add(new SystemDeleted(unfolding.State.Id, unfolding.State.Name));
        if (task is null) return;
        unfolding.Add(task.Failure is { } failure
            ? Ended(unfolding, task, TaskOutcome.Undone, failure.Code, failure.Reason)
            : Ended(unfolding, task, TaskOutcome.Done, SettledCodes.Done, null));
    }

    /// <summary>Instances of components that are no longer wanted leave.</summary>
    private static void Leave(Unfolding unfolding)
    {
        foreach (var instance in unfolding.State.Instances.ToList())
        {
            if (!instance.IsLeaving && unfolding.State.ComponentOf(instance) is null)
            {
                Dismiss(unfolding, instance, "its component is no longer wanted");
            }
        }
    }

    private static void Count(Unfolding unfolding, ComponentSpec component)
    {
        var present = unfolding.State.Of(component.Name).Where(instance => !instance.IsLeaving).ToList();
        var tooMany = present.Count - component.Count;
        foreach (var extra in present.OrderByDescending(instance => instance.Index).Take(tooMany))
        {
            Dismiss(unfolding, extra, "fewer instances are wanted");
        }

        var mayCreate = !unfolding.State.Failures.TryGetValue(component.Name, out var failures)
            || failures.RetryAt <= unfolding.Now;
        for (var missing = component.Count - present.Count; missing > 0 && mayCreate; missing--)
        {
            var state = unfolding.State;
            var index = state.NextIndex.TryGetValue(component.Name, out var next) ? next : 1;
            var server = new ServerId(DerivedId.From($"{state.Id}", component.Name, $"{index}"));
            unfolding.Add(new InstanceAdded(
                state.Id, component.Name, index, server, $"{state.Name}-{component.Name}-{index}"));
        }
    }

    /// <summary>Where health is asked after no longer, nobody else would say that what runs is well.</summary>
    private static void Trust(Unfolding unfolding, ComponentSpec component)
    {
        if (component.Health is not null) return;
        foreach (var instance in unfolding.State.Of(component.Name).ToList())
        {
            if (instance.State is not (InstanceState.Starting or InstanceState.Unhealthy)) continue;
            unfolding.Move(instance, InstanceState.Healthy, null);
        }
    }

    /// <summary>Instances whose dependencies are healthy are made.</summary>
    private static void Begin(Unfolding unfolding, ComponentSpec component)
    {
        var waits = component.DependsOn.FirstOrDefault(name => !IsHealthy(unfolding.State, name));
        foreach (var instance in unfolding.State.Of(component.Name).ToList())
        {
            if (instance.State != InstanceState.Waiting) continue;
            if (waits is null) unfolding.Move(instance, InstanceState.Creating, "its server is being made");
            else unfolding.Move(instance, InstanceState.Waiting, $"it waits for {waits}");
        }
    }

    private static bool IsHealthy(SystemState state, string component)
    {
        var spec = state.Spec.Components.First(candidate => candidate.Name == component);
        return state.Of(component).Count(instance => instance.State == InstanceState.Healthy) >= spec.Count;
    }

    internal static void Dismiss(Unfolding unfolding, InstanceRecord instance, string reason)
    {
        // Nothing was ever ordered for one that only waits.
        var to = instance.State == InstanceState.Waiting ? InstanceState.Deleted : InstanceState.Deleting;
        unfolding.Move(instance, to, reason);
    }

    /// <summary>Says how the system stands, if that is new.</summary>
    private static void Tell(Unfolding unfolding)
    {
        var (health, reasons) = Look(unfolding.State);
        if (unfolding.State.Health == health && unfolding.State.Reasons.SequenceEqual(reasons)) return;
        unfolding.Add(new SystemHealthChanged(unfolding.State.Id, health, reasons));
    }

    private static (SystemHealth Health, IReadOnlyList<string> Reasons) Look(SystemState state)
    {
        if (state.IsDeleting) return (SystemHealth.Deleting, []);
        var reasons = state.Instances
            .Where(instance => instance.State is not (InstanceState.Healthy or InstanceState.Deleting))
            .Select(instance => $"{instance.Name}: {instance.Reason ?? instance.State.ToString().ToLowerInvariant()}")
            .Concat(state.Failures.Select(pair => $"{pair.Key}: {pair.Value.Reason ?? pair.Value.Code}"))
            .ToList();
        var isComplete = state.Spec.Components.All(component => IsHealthy(state, component.Name));
        if (isComplete && reasons.Count == 0) return (SystemHealth.Healthy, []);
        if (state.Task is not null) return (SystemHealth.Deploying, reasons);
        var isUnseen = state.Instances.Any(instance => instance.State == InstanceState.Unknown);
        return (isUnseen ? SystemHealth.Unknown : SystemHealth.Degraded, reasons);
    }

    private static void EndTask(Unfolding unfolding)
    {
        if (unfolding.State.Task is not { } task) return;
        if (unfolding.State.Health == SystemHealth.Healthy
            && !unfolding.State.Instances.Exists(instance => instance.IsLeaving))
        {
            unfolding.Add(Ended(unfolding, task, TaskOutcome.Done, SettledCodes.Done, null));
        }
        else if (unfolding.Now >= task.Deadline)
        {
            var reason = string.Join("; ", unfolding.State.Reasons);
            unfolding.Add(Ended(unfolding, task, TaskOutcome.Failed, "deadline", reason));
            Tell(unfolding);
        }
    }

    private static SystemTaskEnded Ended(
        Unfolding unfolding, SystemTask task, TaskOutcome outcome, string code, string? reason) =>
        new(unfolding.State.Id, task.Id, outcome, code, reason, []);
}
