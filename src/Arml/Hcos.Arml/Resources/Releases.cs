using Hcos.Contracts.Arml;
using Hcos.Contracts.Ci2;
using Hcos.Contracts.Cie;
using Hcos.Kernel.Deciding;
using Hcos.Kernel.Messages;

namespace Hcos.Arml.Resources;

/// <summary>
/// Ending a claim: on evidence that the object is gone, or at once when nothing was ever asked of the platform, or
/// given up because the environment is no longer in the books. Pure.
/// </summary>
internal static class Releases
{
    public static Decision Begin(ResourceProvisioningState state, ReleaseResource release)
    {
        if (state.Phase is ResourcePhase.None or ResourcePhase.Ended) return Decision.Nothing;
        if (Adopting.IsTakenBack(state, release)) return Adopting.TakeBack(state);
        var claim = state.Claim!;
        var happened = new List<IEvent> { new ResourceReleasing(release.Resource) };
        if (state.Phase == ResourcePhase.Releasing) return Decision.Of(happened);
        if (state.Power is { } power)
        {
            happened.Add(PowerChanges.Ended(
                power, DriverTaskOutcome.Conflict, "the resource is being removed", null, state.Status!.Evidence.At));
        }

        if (state.Change is { } change)
        {
            happened.Add(ServerChanges.Ended(
                change, DriverTaskOutcome.Conflict, "the resource is being removed", null, state.Status!.Evidence.At));
        }

        if (!state.MayExist && state.Task is null) happened.AddRange(Ended(claim, isAbandoned: false));
        return Decision.Of(happened);
    }

    /// <summary>
    /// Nobody can look there any more. Only what is forgotten can still hold claims: otherwise it was closed first.
    /// </summary>
    public static Decision EnvironmentRemoved(ResourceProvisioningState state, EnvironmentRemoved removed) =>
        removed.IsForgotten && state is { Claim: { } claim, Phase: not ResourcePhase.Ended }
            ? Decision.Of(Ended(claim, isAbandoned: true))
            : Decision.Nothing;

    public static IReadOnlyList<IEvent> Ended(CapacityClaimed claim, bool isAbandoned)
    {
        var released = new ClaimReleased(
            claim.Claim, claim.Resource, claim.Environment, claim.Host, claim.Amount, isAbandoned);
        // What was given up without evidence is not said to be gone.
        return isAbandoned ? [released] : [new ResourceReleased(claim.Resource, claim.Claim), released];
    }
}
