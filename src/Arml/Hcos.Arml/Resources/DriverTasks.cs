using Hcos.Contracts.Arml;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Ci2;
using Hcos.Kernel.Messages;

namespace Hcos.Arml.Resources;

/// <summary>The driver tasks that a resource leads to: their ids, deadlines and commands. Pure.</summary>
internal static class DriverTasks
{
    /// <summary>CI2 ends a task so long before we have to.</summary>
    public static readonly TimeSpan Margin = TimeSpan.FromSeconds(5);

    /// <summary>How long CI2 may accept one attempt of a command.</summary>
    public static readonly TimeSpan Within = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    public static OwedTask Ensure(CapacityClaimed claim) =>
        new(
            IdOf(claim, "ensure"),
            DriverAction.Ensure,
            claim.Start ? PowerAction.Start : null,
            claim.Deadline - Margin);

    public static OwedTask Look(CapacityClaimed claim) =>
        new(IdOf(claim, "look"), DriverAction.Look, null, claim.Deadline - Margin);

    public static OwedTask Power(CapacityClaimed claim, PowerChangeBegun power) => new(
        IdOf(claim, $"power {power.Task}"), DriverAction.Power, power.Action, power.Deadline - Margin);

    public static OwedTask Change(CapacityClaimed claim, ServerChangeBegun change) => new(
        IdOf(claim, $"change {change.Task}"), DriverAction.Change, null, change.Deadline - Margin)
    {
        Change = change.Change,
    };

    // Clean-up never gives up, so it has no deadline.
    public static OwedTask Delete(CapacityClaimed claim, int number) =>
        new(IdOf(claim, $"delete {number}"), DriverAction.Delete, null, null);

    /// <summary>The pause before removing is tried again.</summary>
    public static TimeSpan Pause(int failures)
    {
        var seconds = FirstPause.TotalSeconds * (1 << Math.Min(failures, 5));
        return TimeSpan.FromSeconds(Math.Min(seconds, LongestPause.TotalSeconds));
    }

    public static RunDriverTask Command(ResourceProvisioningState state, OwedTask task) => new(
        task.Id,
        state.Claim!.Environment,
        state.Claim.Resource,
        task.Action,
        state.Claim.Spec.Kind,
        HasSpec(state, task) ? state.Claim.Spec : null,
        state.Key ?? state.Claim.Adopted,
        task.Power,
        task.Deadline,
        task.Change);

    // Of what was adopted nothing was made by a spec: its key says all.
    private static bool HasSpec(ResourceProvisioningState state, OwedTask task) =>
        task.Action is DriverAction.Ensure or DriverAction.Delete && state.Claim!.Adopted is null;

    private static Guid IdOf(CapacityClaimed claim, string what) =>
        DerivedId.From("arml driver task", claim.Resource.ToString(), what);
}
