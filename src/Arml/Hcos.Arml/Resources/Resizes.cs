using Hcos.Contracts.Arml;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Ci2;
using Hcos.Kernel.Deciding;
using Hcos.Kernel.Messages;

namespace Hcos.Arml.Resources;

/// <summary>
/// What a resize does to the claim: it holds the larger of both sizes until it is known which of them the resource has.
/// Pure.
/// </summary>
internal static class Resizes
{
    /// <summary>The larger of both, or that there is not enough; nothing for what is no resize.</summary>
    public static Decision Begin(ResourceProvisioningState state, ServerChange change, ArmlLookups lookups)
    {
        if (change is not { Kind: ServerChangeKind.Resize, Size: { } size }) return Decision.Nothing;
        var claim = state.Claim!;
        var target = new Capacity(
            size.Vcpus, size.MemoryBytes, size.DiskBytes == 0 ? claim.Amount.DiskBytes : size.DiskBytes);
        if (target is { Vcpus: < 1 } or { MemoryBytes: < 1 } or { DiskBytes: < 0 })
        {
            return Decision.Refuse("invalid", "a server cannot have that size");
        }

        var larger = Larger(claim.Amount, target);
        return Claiming.Lacking(claim.Environment, claim.Host, larger - claim.Amount, lookups) is { } lacking
            ? Decision.Refuse("no-capacity", lacking)
            : Decision.Of(Of(state, larger, target));
    }

    /// <summary>A change ended: of a resize it is known what it led to, after any other what is seen.</summary>
    public static IEnumerable<IEvent> After(ResourceProvisioningState state, ServerChange change, TaskEnd end) =>
        change.Kind == ServerChangeKind.Resize ? Ended(state, end)
        : end.Observed is { } seen ? Seen(state with { Task = null, Change = null }, seen)
        : [];

    /// <summary>The resize ended: the claim is what it led to, or what it was, or stays in doubt.</summary>
    private static IEnumerable<IEvent> Ended(ResourceProvisioningState state, TaskEnd end)
    {
        if (state.Resizing is not { Target: { } target } resizing) yield break;
        // A later attempt's refusal says nothing about the one before.
        var isSure = end.At is not null || end.WasRefused;
        if (end.Outcome == DriverTaskOutcome.Done) yield return Of(state, target, null);
        else if (isSure && end.Outcome != DriverTaskOutcome.Uncertain) yield return Refused(state, resizing);
        else if (Found(state, end.Observed) is { } found && HasChanged(state, found, resizing.Former, target))
        {
            yield return Of(state, found, null);
        }
    }

    // What an earlier one led to is known no better than before.
    private static ClaimResized Refused(ResourceProvisioningState state, ClaimResized resizing) =>
        Of(state, resizing.Former, state.WasInDoubt ? resizing.Former : null);

    // What is as it was may still become what it was to be; what is not has changed. What it was may be unknown.
    private static bool HasChanged(
        ResourceProvisioningState state, Capacity found, Capacity former, Capacity target) =>
        state.WasInDoubt ? IsSameButDisk(found, target) : !IsSameButDisk(found, former);

    /// <summary>
    /// What is seen of the resource ends the doubt. Of its disk nothing is seen, and the larger stays claimed.
    /// </summary>
    public static IEnumerable<IEvent> Seen(ResourceProvisioningState state, ResourceObject seen)
    {
        if (state is not { Resizing: { Target: { } target } resizing, Task: null, Change: null }) yield break;
        if (Found(state, seen) is { } found && found.FitsInto(Larger(resizing.Former, target)))
        {
            yield return Of(state, found, null);
        }
    }

    public static ResourceProvisioningState Evolve(ResourceProvisioningState state, ClaimResized resized)
    {
        var claim = state.Claim!;
        var isSettled = resized.Target is null;
        var server = claim.Spec.Server!;
        return state with
        {
            Resizing = isSettled ? null : resized,
            WasInDoubt = !isSettled && state.Resizing is not null,
            Claim = claim with
            {
                Amount = resized.Amount,
                Spec = isSettled
                    ? claim.Spec with
                    {
                        Server = server with
                        {
                            Vcpus = (int)resized.Amount.Vcpus,
                            MemoryBytes = resized.Amount.MemoryBytes,
                        },
                    }
                    : claim.Spec,
            },
        };
    }

    private static ClaimResized Of(ResourceProvisioningState state, Capacity amount, Capacity? target)
    {
        var claim = state.Claim!;
        return new(claim.Claim, claim.Resource, claim.Environment, claim.Host, claim.Amount, amount, target);
    }

    /// <summary>What a resource is seen to take; of its disk nothing is seen.</summary>
    private static Capacity? Found(ResourceProvisioningState state, ResourceObject? seen) => seen?.Server is { } server
        ? new Capacity(server.Vcpus, server.MemoryBytes, state.Claim!.Amount.DiskBytes)
        : null;

    private static bool IsSameButDisk(Capacity one, Capacity other) =>
        one with { DiskBytes = 0 } == other with { DiskBytes = 0 };

    private static Capacity Larger(Capacity one, Capacity other) => new(
        Math.Max(one.Vcpus, other.Vcpus),
        Math.Max(one.MemoryBytes, other.MemoryBytes),
        Math.Max(one.DiskBytes, other.DiskBytes));
}
