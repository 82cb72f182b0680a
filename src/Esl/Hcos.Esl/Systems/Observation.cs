using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Bsl;
using Hcos.Contracts.Esl;
using Hcos.Esl.Health;
using Hcos.Kernel.Deciding;
using Hcos.Kernel.Messages;

namespace Hcos.Esl.Systems;

/// <summary>Takes in what was seen of instances, and says how each of them stands now. Decides nothing.</summary>
internal static class Observation
{
    public static void TakeIn(Unfolding unfolding, object message, EslOptions options)
    {
        switch (message)
        {
            case ServerRequested e when Known(unfolding, e.Server) is
            { State: InstanceState.Creating, IsOrdered: false } instance:
                unfolding.Add(new InstanceOrdered(unfolding.State.Id, instance.Server));
                unfolding.Add(new InstanceTaskSeen(unfolding.State.Id, instance.Server, e.Task));
                break;
            case ServerTaskBegun e when Known(unfolding, e.Server) is { } instance:
                TaskBegun(unfolding, instance, e);
                break;
            case ServerTaskEnded e when Known(unfolding, e.Server) is { } instance:
                TaskEnded(unfolding, instance, e, options);
                break;
            case ServerStateChanged e when Known(unfolding, e.Server) is { } instance:
                StateChanged(unfolding, instance, e);
                break;
            case ServerDeleted e when Known(unfolding, e.Server) is { } instance:
                // The end of its creation is told after it is gone; the next one waits all the same.
                if (instance.State == InstanceState.Creating)
                {
                    CreationFailed(unfolding, instance, "undone", "its server could not be made and is gone", options);
                }

                unfolding.Move(instance, InstanceState.Deleted, instance.IsLeaving ? null : "it was deleted");
                break;
            case HealthSeen e when Known(unfolding, e.Server) is { } instance:
                HealthChanged(unfolding, instance, e);
                break;
            case CommandAnswered e:
                Answered(unfolding, e, options);
                break;
            case TimerDue due:
                Due(unfolding, due);
                break;
            default:
                break;
        }
    }

    private static InstanceRecord? Known(Unfolding unfolding, ServerId server) => unfolding.State.InstanceOf(server);

    private static void TaskBegun(Unfolding unfolding, InstanceRecord instance, ServerTaskBegun begun)
    {
        unfolding.Add(new InstanceTaskSeen(unfolding.State.Id, instance.Server, begun.Task));
        if (begun.Kind == ServerTaskKind.Delete && !instance.IsOrdered && instance.State == InstanceState.Deleting)
        {
            unfolding.Add(new InstanceOrdered(unfolding.State.Id, instance.Server));
        }
    }

    private static void TaskEnded(
        Unfolding unfolding, InstanceRecord instance, ServerTaskEnded ended, EslOptions options)
    {
        if (instance.Task == ended.Task)
        {
            unfolding.Add(new InstanceTaskSeen(unfolding.State.Id, instance.Server, null));
        }

        if (ended.Kind == ServerTaskKind.Create && ended.Outcome != TaskOutcome.Done)
        {
            CreationFailed(unfolding, instance, ended.Code, ended.Reason, options);
            if (unfolding.State.InstanceOf(instance.Server) is { IsLeaving: false } failed)
            {
                unfolding.Move(failed, InstanceState.Deleting, ended.Reason);
            }
        }
        else if (ended.Kind == ServerTaskKind.Create && instance.State == InstanceState.Creating)
        {
            // Somebody was quicker: it was off again before anybody saw it run.
            unfolding.Move(
                unfolding.State.InstanceOf(instance.Server)!, InstanceState.Down,
                "its server was made and does not run");
        }
        else if (instance.Healing is not null)
        {
            // What the server is seen to be from here on says whether it helped.
            HealingEnded(unfolding, instance, options);
            if (ended is { Kind: ServerTaskKind.Reboot, Outcome: TaskOutcome.Done })
            {
                var rebooted = unfolding.State.InstanceOf(instance.Server)!;
                unfolding.Move(rebooted, InstanceState.Starting, "it was rebooted; its health is not known yet");
            }
        }
    }

    private static void HealingEnded(Unfolding unfolding, InstanceRecord instance, EslOptions options)
    {
        var notBefore = unfolding.Now + options.Pause(options.FirstHealingPause, instance.Healings);
        unfolding.Add(new InstanceHealingEnded(unfolding.State.Id, instance.Server, notBefore));
    }

    private static void CreationFailed(
        Unfolding unfolding, InstanceRecord instance, string code, string? reason, EslOptions options)
    {
        if (instance.IsLeaving) return;
        var times = unfolding.State.Failures.TryGetValue(instance.Component, out var former) ? former.Count + 1 : 1;
        var retryAt = unfolding.Now + options.Pause(options.FirstCreationPause, times);
        unfolding.Add(new InstanceCreationFailed(unfolding.State.Id, instance.Component, code, reason, retryAt));
    }

    private static void StateChanged(Unfolding unfolding, InstanceRecord instance, ServerStateChanged seen)
    {
        if (instance.IsLeaving || seen.State is ResourceState.Provisioning or ResourceState.Deleting) return;
        if (seen.State is ResourceState.Deleted) return; // ServerDeleted follows and says so.
        var isLost = seen.State is ResourceState.Missing or ResourceState.Error;
        var isPaused = seen.State is ResourceState.Paused or ResourceState.Suspended;
        if (instance.IsLost != isLost || instance.IsPaused != isPaused)
        {
            unfolding.Add(new InstanceServerSeen(unfolding.State.Id, instance.Server, isLost, isPaused));
        }

        var component = unfolding.State.ComponentOf(instance);
        var current = unfolding.State.InstanceOf(instance.Server)!;
        switch (seen.State)
        {
            case ResourceState.Unknown:
                unfolding.Move(current, InstanceState.Unknown, seen.Reason ?? "nobody can see it now", seen.Addresses);
                break;
            case ResourceState.Running when component?.Health is null:
                unfolding.Move(current, InstanceState.Healthy, null, seen.Addresses);
                break;
            case ResourceState.Running:
                Running(unfolding, current, seen);
                break;
            default:
                // A server that is being made is off until it is started.
                if (current is { State: InstanceState.Creating, Task: not null } && !isLost) break;
                unfolding.Move(
                    current, InstanceState.Down, seen.Reason ?? $"its server is {Word(seen.State)}", seen.Addresses);
                break;
        }
    }

    private static void Running(Unfolding unfolding, InstanceRecord instance, ServerStateChanged seen)
    {
        var keeps = instance.State is InstanceState.Healthy or InstanceState.Unhealthy or InstanceState.Starting
            && instance.Addresses.SequenceEqual(seen.Addresses);
        if (keeps) return;
        var stays = instance.State is InstanceState.Healthy && seen.Addresses.Count > 0;
        unfolding.Move(
            instance,
            stays ? InstanceState.Healthy : InstanceState.Starting,
            stays ? null : "its server runs; its health is not known yet",
            seen.Addresses);
    }

    private static void HealthChanged(Unfolding unfolding, InstanceRecord instance, HealthSeen seen)
    {
        if (instance.State is not (InstanceState.Starting or InstanceState.Healthy or InstanceState.Unhealthy)) return;
        if (seen.IsHealthy) unfolding.Move(instance, InstanceState.Healthy, null);
        else if (instance.State == InstanceState.Healthy)
        {
            unfolding.Move(instance, InstanceState.Unhealthy, seen.Reason);
        }
    }

    private static void Answered(Unfolding unfolding, CommandAnswered answer, EslOptions options)
    {
        var parts = answer.Key.Split('/');
        if (parts.Length < 2 || !Guid.TryParse(parts[1], out var id)) return;
        if (Known(unfolding, new ServerId(id)) is not { } instance) return;
        switch (parts[0])
        {
            case "create" when answer.IsRefusal && answer.Code is not SettledCodes.Expired:
                CreationFailed(unfolding, instance, answer.Code, answer.Reason, options);
                unfolding.Move(instance, InstanceState.Deleted, answer.Reason);
                Undo(unfolding, answer);
                break;
            case "delete" when !answer.IsRefusal || answer.Code == SettledCodes.Gone:
                unfolding.Move(instance, InstanceState.Deleted, null);
                break;
            case "heal" when answer.Code is not SettledCodes.Expired:
                HealingEnded(unfolding, instance, options);
                break;
            default:
                break;
        }
    }

    /// <summary>A first deployment that is refused changes nothing: what it has made so far is taken back.</summary>
    private static void Undo(Unfolding unfolding, CommandAnswered answer)
    {
        if (unfolding.State is { HasStood: false, IsDeleting: false, Task: not null })
        {
            unfolding.Add(new DeploymentUndoing(unfolding.State.Id, answer.Code, answer.Reason));
        }
    }

    private static void Due(Unfolding unfolding, TimerDue due)
    {
        var parts = due.Key.Split('/');
        if (parts[0] != "start" || Known(unfolding, new ServerId(Guid.Parse(parts[1]))) is not { } instance) return;
        var health = unfolding.State.ComponentOf(instance)?.Health;
        unfolding.Move(
            instance, InstanceState.Unhealthy, $"it did not become healthy within {health?.StartSeconds} s");
    }

    private static string Word(ResourceState state) => state.ToString().ToLowerInvariant();
}
