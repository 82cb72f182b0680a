using Hcos.Arml.Environments;
using Hcos.Contracts.Arml;
using Hcos.Contracts.Arml.Resources;
using Hcos.Kernel.Deciding;

namespace Hcos.Arml.Resources;

/// <summary>
/// Taking what somebody else made into the books. Capacity is no reason against it: what is there is there, and what
/// is too much is reported. It is looked at once more before it counts, and nothing is ever sent that changes it. Pure.
/// </summary>
internal static class Adopting
{
    public static Decision Decide(
        ResourceProvisioningState state, AdoptResource adopt, DateTimeOffset now, ArmlLookups lookups)
    {
        if (state.Phase == ResourcePhase.Ended) return Decision.Refuse("gone", "the adoption was taken back");
        if (state.Claim is { } known)
        {
            return known.Claim == adopt.Claim && known.Adopted == adopt.Key
                ? Decision.Nothing
                : Decision.Refuse("conflict", "the resource has another claim: use a new resource id");
        }

        if (Invalid(adopt) is { } invalid) return Decision.Refuse("invalid", invalid);
        if (lookups.Knows(adopt.Claim)) return Decision.Refuse("conflict", "the claim was made for another resource");
        if (now >= adopt.Deadline) return Decision.Refuse("deadline", "the deadline has passed: ask again");
        return Against(adopt, lookups) ?? Found(adopt, lookups);
    }

    /// <summary>
    /// Whether a release takes an adoption back; what was not bound yet is never removed on its platform.
    /// </summary>
    public static bool IsTakenBack(ResourceProvisioningState state, ReleaseResource release) =>
        state.Claim?.Adopted is not null && (release.LeavesObject || state.Key is null);

    /// <summary>The claim and the mapping end; the object is as it was.</summary>
    public static Decision TakeBack(ResourceProvisioningState state)
    {
        var claim = state.Claim!;
        return Decision.Of(
            new ClaimReleased(
                claim.Claim, claim.Resource, claim.Environment, claim.Host, claim.Amount, IsAbandoned: false),
            new ResourceDisowned(
                claim.Resource, claim.Claim, claim.Environment, state.Status?.Object, state.Status?.Evidence));
    }

    private static string? Invalid(AdoptResource adopt) => adopt switch
    {
        _ when adopt.Spec.Id != adopt.Resource => "the spec is for another resource",
        { Key.Kind: not ResourceKind.Server } or { Spec: not { Kind: ResourceKind.Server, Server: not null } } =>
            "only servers are adopted",
        _ => null,
    };

    private static Decision? Against(AdoptResource adopt, ArmlLookups lookups)
    {
        var (environment, key) = (adopt.Environment, adopt.Key);
        if (lookups.IsObserveOnly(environment))
        {
            return Decision.Refuse(
                "denied", "the environment is observe-only: set its access to 'manage' to adopt servers there");
        }

        if (lookups.IsClosed(environment)) return Decision.Refuse("closed", "the environment is being removed");
        if (lookups.WhyDoubtful(environment) is { } doubt) return Decision.Refuse("unknown", doubt);
        return lookups.ResourceOf(environment, key) is not null || lookups.IsAdopting(environment, key)
            ? Decision.Refuse("already-ours", "it is in the books already")
            : null;
    }

    private static Decision Found(AdoptResource adopt, ArmlLookups lookups)
    {
        if (lookups.Foreign(adopt.Environment, adopt.Key) is not { } server)
        {
            return Decision.Refuse("missing", "there is no such server that is nobody's");
        }

        if (server.MadeFor is { } original && lookups.Knows(original))
        {
            return Decision.Refuse(ForeignServers.Double, "it is a second copy of a server that is in the books");
        }

        if (lookups.SharedVolume(adopt.Environment, adopt.Key, server.Volumes) is { } volume)
        {
            return Decision.Refuse(ForeignServers.Shared, $"another server has its disk {volume} too");
        }

        return server.Place is not { } host
            ? Decision.Refuse("no-host", "the platform does not say which host it is on")
            : Decision.Of(new CapacityClaimed(
                adopt.Claim,
                adopt.Resource,
                adopt.Environment,
                host,
                server.Taken,
                adopt.Spec,
                adopt.Deadline,
                Start: false,
                adopt.Key));
    }
}
