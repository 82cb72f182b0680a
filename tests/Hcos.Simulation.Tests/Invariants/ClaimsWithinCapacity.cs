using Hcos.Contracts.Arml;
using Hcos.Contracts.Cie;
using Hcos.Kernel.Messages;

namespace Hcos.Simulation.Tests.Invariants;

/// <summary>1: no claim is accepted beyond the capacity that ARML had told of the host by then.</summary>
internal sealed class ClaimsWithinCapacity : Invariant
{
    private readonly Dictionary<(EnvironmentId, string), HostCapacityChanged> _hosts = [];
    private readonly Dictionary<ClaimId, CapacityClaimed> _claims = [];

    public override string Name => "1: claims stay within capacity";

    public override void Committed(RecordedEvent happened)
    {
        switch (happened.Body)
        {
            case HostCapacityChanged host when happened.Log == "arml":
                _hosts[(host.Environment, host.Host)] = host;
                break;
            case HostWithdrawn host when happened.Log == "arml":
                _hosts.Remove((host.Environment, host.Host));
                break;
            case CapacityClaimed claimed when happened.Log == "arml":
                Claimed(claimed);
                break;
            case ClaimReleased released when happened.Log == "arml":
                if (_claims.Remove(released.Claim)) break;
                Violated($"claim {released.Claim} was released twice", released.Resource);
                break;
            default:
                break;
        }
    }

    private void Claimed(CapacityClaimed claimed)
    {
        if (!_claims.TryAdd(claimed.Claim, claimed))
        {
            Violated($"claim {claimed.Claim} was made twice", claimed.Resource);
        }

        // What is adopted takes what it takes; that is reported, not refused.
        if (claimed.Adopted is not null) return;
        if (!_hosts.TryGetValue((claimed.Environment, claimed.Host), out var host) || !host.IsUsable)
        {
            Violated($"claim {claimed.Claim} on a host that cannot be used", claimed.Resource);
        }

        var inEnvironment = _claims.Values.Where(claim => claim.Environment == claimed.Environment).ToList();
        var onHost = inEnvironment.Where(claim => claim.Host == claimed.Host).ToList();
        var sharing = host!.DiskPool is null ? onHost : inEnvironment;
        var free = host.Total - host.Foreign;
        Check(claimed, "processors", free.Vcpus, onHost.Sum(claim => (long)claim.Amount.Vcpus));
        Check(claimed, "memory", free.MemoryBytes, onHost.Sum(claim => claim.Amount.MemoryBytes));
        Check(claimed, "disk", free.DiskBytes, sharing.Sum(claim => claim.Amount.DiskBytes));
    }

    private void Check(CapacityClaimed claimed, string what, long available, long taken)
    {
        if (taken > available)
        {
            Violated($"host {claimed.Host} has {available} of {what}, claims take {taken}", claimed.Resource);
        }
    }
}
