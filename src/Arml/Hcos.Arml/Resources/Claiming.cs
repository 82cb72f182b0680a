using Hcos.Contracts.Arml;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Cie;
using Hcos.Kernel.Deciding;

namespace Hcos.Arml.Resources;

/// <summary>Whether a claim is accepted: against the capacity known now, all of it or nothing. Pure.</summary>
internal static class Claiming
{
    public static Decision Decide(
        ResourceProvisioningState state, ClaimCapacity claim, DateTimeOffset now, ArmlLookups lookups)
    {
        if (state.Phase == ResourcePhase.Ended) return Decision.Refuse("gone", "the resource was released");
        if (state.Claim is { } known)
        {
            return known.Claim == claim.Claim
                ? Decision.Nothing
                : Decision.Refuse("conflict", "the resource has another claim: use a new resource id");
        }

        if (Invalid(claim) is { } invalid) return Decision.Refuse("invalid", invalid);
        if (lookups.Knows(claim.Claim)) return Decision.Refuse("conflict", "the claim was made for another resource");
        if (now >= claim.Deadline) return Decision.Refuse("deadline", "the deadline has passed: ask again");
        return Against(claim, lookups) ?? Decision.Of(new CapacityClaimed(
            claim.Claim,
            claim.Resource,
            claim.Environment,
            claim.Host,
            claim.Amount,
            claim.Spec,
            claim.Deadline,
            claim.Start));
    }

    private static string? Invalid(ClaimCapacity claim) => claim switch
    {
        _ when claim.Spec.Id != claim.Resource => "the spec is for another resource",
        { Spec: not { Kind: ResourceKind.Server, Server: not null } } => "only servers are claimed for",
        { Spec.Server.Host: { } host } when host != claim.Host => "the spec names another host",
        { Amount: { Vcpus: < 0 } or { MemoryBytes: < 0 } or { DiskBytes: < 0 } } => "an amount cannot be negative",
        _ => null,
    };

    private static Decision? Against(ClaimCapacity claim, ArmlLookups lookups)
    {
        if (lookups.IsObserveOnly(claim.Environment))
        {
            return Decision.Refuse(
                "denied", "the environment is observe-only: set its access to 'manage' to make servers there");
        }

        if (lookups.IsClosed(claim.Environment))
        {
            return Decision.Refuse("stale", "the environment is being removed: place again");
        }

        return Lacking(claim.Environment, claim.Host, claim.Amount, lookups) is { } lacking
            ? Decision.Refuse("stale", $"{lacking}: place again")
            : null;
    }

    /// <summary>Why so much cannot be claimed on a host by the capacity known now; null when it can.</summary>
    public static string? Lacking(EnvironmentId environment, string name, Capacity asked, ArmlLookups lookups)
    {
        if (asked == Capacity.None) return null;
        if (lookups.Host(environment, name) is not { } host) return $"the host {name} is not known";
        if (!host.IsUsable) return $"the host {host.Name} cannot be used now: {host.Reason}";
        var free = host.Total - host.Foreign - lookups.ClaimedOn(host);
        return Lacking(asked, free) is { } lacking ? $"the host {host.Name} has not enough {lacking}" : null;
    }

    // What is not asked for cannot lack, even where others took more than there is.
    private static string? Lacking(Capacity asked, Capacity free) => asked switch
    {
        { Vcpus: > 0 } when asked.Vcpus > free.Vcpus => $"processors ({free.Vcpus} free, {asked.Vcpus} wanted)",
        { MemoryBytes: > 0 } when asked.MemoryBytes > free.MemoryBytes =>
            $"memory ({free.MemoryBytes} bytes free, {asked.MemoryBytes} wanted)",
        { DiskBytes: > 0 } when asked.DiskBytes > free.DiskBytes =>
            $"disk ({free.DiskBytes} bytes free, {asked.DiskBytes} wanted)",
        _ => null,
    };
}
