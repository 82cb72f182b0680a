using Hcos.Contracts.Arml;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Cie;
using Hcos.Kernel.Messages;
using Hcos.Simulation.Tests.World;
using Hcos.Usl.Views;

namespace Hcos.Simulation.Tests.Invariants;

/// <summary>
/// 1: overcommit from outside (an adoption, a shrunk host, what others made) is reported. At rest a host that can be
/// used says that more is taken of it than it has when that is so, and only then: what is claimed there, and what is
/// there without a claim. And it is not told with more than it has.
/// </summary>
internal sealed class OvercommitIsReported(PlatformWorld world) : Invariant
{
    private readonly SortedDictionary<string, HostCapacityChanged> _hosts = new(StringComparer.Ordinal);
    private readonly Dictionary<ClaimId, CapacityClaimed> _claims = [];

    public override string Name => "1: overcommit is reported";

    public override void Committed(RecordedEvent happened)
    {
        if (happened.Log != "arml") return;
        switch (happened.Body)
        {
            case HostCapacityChanged host:
                _hosts[Word(host.Environment, host.Host)] = host;
                break;
            case HostWithdrawn host:
                _hosts.Remove(Word(host.Environment, host.Host));
                break;
            case CapacityClaimed claimed:
                _claims[claimed.Claim] = claimed;
                break;
            case ClaimResized resized:
                _claims[resized.Claim] = _claims[resized.Claim] with { Amount = resized.Amount };
                break;
            case ClaimReleased released:
                _claims.Remove(released.Claim);
                break;
            default:
                break;
        }
    }

    public override IEnumerable<string> AtRest()
    {
        var estates = world.Views.All<EnvironmentView>(ViewNames.Environments)
            .ToDictionary(row => row.Id, row => world.Estates.FirstOrDefault(estate => estate.Name == row.Name));
        foreach (var host in _hosts.Values.Where(host => host.IsUsable))
        {
            if (estates.GetValueOrDefault(host.Environment) is not { } estate) continue;
            var has = estate.HostObjects.Single(there => there.Key.NativeId == host.Host).Host!;
            if (host.Total.MemoryBytes > has.MemoryBytes)
            {
                yield return $"{host.Host} has {has.MemoryBytes} bytes, and is told with {host.Total.MemoryBytes}";
            }

            var isTooMuch = !Taken(host, estate).FitsInto(host.Total);
            if (isTooMuch == host.Reason is not null) continue;
            yield return $"of {host.Host} {Taken(host, estate)} of {host.Total} are taken, and it says: {host.Reason}";
        }
    }

    private static string Word(EnvironmentId environment, string host) => $"{environment}/{host}";

    private Capacity Taken(HostCapacityChanged host, Estate estate)
    {
        var there = _claims.Values.Where(claim => claim.Environment == host.Environment).ToList();
        var onHost = there.Where(claim => claim.Host == host.Host).ToList();
        var ours = there.Select(claim => claim.Adopted?.NativeId ?? claim.Resource.ToString()).ToHashSet();
        var others = estate.Servers
            .Where(server => server.Server!.Host == host.Host && !ours.Contains(server.Key.NativeId))
            .Aggregate(Capacity.None, (sum, server) => sum + Of(server.Server!));
        var disk = (host.DiskPool is null ? onHost : there).Sum(claim => claim.Amount.DiskBytes);
        var claimed = onHost.Aggregate(Capacity.None, (sum, claim) => sum + claim.Amount);
        return claimed + others with { DiskBytes = disk - claimed.DiskBytes + host.Foreign.DiskBytes };
    }

    private static Capacity Of(ServerFacts server) => new(server.Vcpus, server.MemoryBytes, 0);
}
