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
            case ClaimResized resized when happened.Log == "arml":
                Resized(resized);
                break;
            case ClaimReleased released when happened.Log == "arml":
                if (_claims.Remove(released.Claim)) break;
                Violated($"claim {released.Claim} was released twice", released.Resource);
                break;
            default:
                break;
        }
    }

    /// <summary>More than before is only held where there is as much; less is always given back.</summary>
    private void Resized(ClaimResized resized)
    {
        if (!_claims.TryGetValue(resized.Claim, out var claimed) || claimed.Amount != resized.Former)
        {
            Violated($"claim {resized.Claim} was resized from what it was not", resized.Resource);
        }

        var larger = claimed! with { Amount = resized.Amount };
        _claims[resized.Claim] = larger;
        var more = resized.Amount - resized.Former;
        if (more.FitsInto(Capacity.None)) return;
        Within(larger, more.Vcpus > 0, more.MemoryBytes > 0, more.DiskBytes > 0);
    }

    private void Claimed(CapacityClaimed claimed)
    {
        if (!_claims.TryAdd(claimed.Claim, claimed))
        {
            Violated($"claim {claimed.Claim} was made twice", claimed.Resource);
        }

        // What is adopted takes what it takes; that is reported, not refused.
        if (claimed.Adopted is not null) return;
        Within(claimed, processors: true, memory: true, disk: true);
    }

    private void Within(CapacityClaimed claimed, bool processors, bool memory, bool disk)
    {
        if (!_hosts.TryGetValue((claimed.Environment, claimed.Host), out var host) || !host.IsUsable)
        {
            Violated($"claim {claimed.Claim} on a host that cannot be used", claimed.Resource);
        }

        var inEnvironment = _claims.Values.Where(claim => claim.Environment == claimed.Environment).ToList();
        var onHost = inEnvironment.Where(claim => claim.Host == claimed.Host).ToList();
        var sharing = host!.DiskPool is null ? onHost : inEnvironment;
        var free = host.Total - host.Foreign;
        if (processors) Check(claimed, "processors", free.Vcpus, onHost.Sum(claim => (long)claim.Amount.Vcpus));
        if (memory) Check(claimed, "memory", free.MemoryBytes, onHost.Sum(claim => claim.Amount.MemoryBytes));
        if (disk) Check(claimed, "disk", free.DiskBytes, sharing.Sum(claim => claim.Amount.DiskBytes));
    }

    private void Check(CapacityClaimed claimed, string what, long available, long taken)
    {
        if (taken > available)
        {
            Violated($"host {claimed.Host} has {available} of {what}, claims take {taken}", claimed.Resource);
        }
    }
}
