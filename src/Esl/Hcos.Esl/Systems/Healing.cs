using Hcos.Contracts.Esl;

namespace Hcos.Esl.Systems;

/// <summary>
/// Restores what the spec wants running: an instance that is down is started, one that does not answer is rebooted,
/// one that is lost or cannot be mended is replaced. Nothing is done on doubt (unknown), to what somebody paused, or
/// while a task is in flight.
/// </summary>
internal static class Healing
{
    public static void Heal(Unfolding unfolding, EslOptions options)
    {
        foreach (var instance in unfolding.State.Instances.ToList())
        {
            if (Needs(instance, unfolding.Now)) Heal(unfolding, instance, options);
        }
    }

    private static bool Needs(InstanceRecord instance, DateTimeOffset now) =>
        instance is { State: InstanceState.Down or InstanceState.Unhealthy, Task: null, Healing: null, IsPaused: false }
        && instance.HealNotBefore <= now;

    private static void Heal(Unfolding unfolding, InstanceRecord instance, EslOptions options)
    {
        var number = instance.Healings + 1;
        var reason = instance.Reason ?? "it is not healthy";
        var id = unfolding.State.Id;
        if (instance.IsLost || number > options.HealingsBeforeReplacement)
        {
            unfolding.Add(new InstanceHealing(id, instance.Server, number, "replace", reason));
            Convergence.Dismiss(unfolding, unfolding.State.InstanceOf(instance.Server)!, reason);
            return;
        }

        var action = instance.State == InstanceState.Down ? "start" : "reboot";
        unfolding.Add(new InstanceHealing(id, instance.Server, number, action, reason));
    }
}
