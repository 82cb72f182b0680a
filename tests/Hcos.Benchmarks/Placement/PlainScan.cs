using Hcos.Bsl.Placement;

namespace Hcos.Benchmarks.Placement;

/// <summary>The plainest way to say what placement answers: objects, one after the other, and LINQ.</summary>
internal static class PlainScan
{
    /// <summary>The best candidate by balance alone; of equal ones the one with the smaller key.</summary>
    public static CandidateKey? Choose(PlacementRequest request, CandidateTable table) => Enumerable
        .Range(0, table.Count)
        .Where(row => IsPossible(request, table, row))
        .OrderByDescending(row => Balance(request, table, row))
        .ThenBy(row => table.At(row).Key)
        .Select(row => (CandidateKey?)table.At(row).Key)
        .FirstOrDefault();

    private static bool IsPossible(PlacementRequest request, CandidateTable table, int row)
    {
        var (host, free, offer) = (table.At(row), table.FreeAt(row), table.OfferOf(table.At(row).Key.Environment));
        return host is { IsUsable: true, IsInMaintenance: false }
            && (request.Allowed is null || request.Allowed.Contains(host.Key.Environment))
            && (request.SeenSince is null || host.SeenAt >= request.SeenSince)
            && (request.Tenant is null || host.Tenants is null || host.Tenants.Contains(request.Tenant))
            && !request.Refused.Contains(host.Key)
            && (request.Architecture is null || host.Architecture == request.Architecture)
            && request.Abilities.All(host.Abilities.Contains)
            && request.Labels.All(host.Labels.Contains)
            && (request.Network is null || offer.Networks.Contains(request.Network))
            && request.Rules.Where(rule => rule.IsHard).All(rule => IsWithin(rule, table, host))
            && free.Vcpus >= request.Vcpus
            && free.MemoryBytes >= request.MemoryBytes
            && free.DiskBytes >= Math.Max(request.DiskBytes, offer.Images[request.Image!])
            && request.Further.All(need => table.FreeAt(row, need.Key) >= need.Value);
    }

    private static bool IsWithin(GroupRule rule, CandidateTable table, Candidate host) => rule.IsTogether
        == rule.Members.Any(member => Place(table.At(table.RowOf(member.Key)), rule.Level) == Place(host, rule.Level));

    private static string? Place(Candidate host, DomainLevel level) => level switch
    {
        DomainLevel.Cluster => host.Domains.Cluster,
        DomainLevel.Pod => host.Domains.Pod,
        DomainLevel.Zone => host.Domains.Zone,
        _ => host.Key.ToString(),
    };

    private static float Balance(PlacementRequest request, CandidateTable table, int row)
    {
        var (total, free) = (table.At(row).Total, table.FreeAt(row));
        return Math.Min(
            Share(free.Vcpus - request.Vcpus, total.Vcpus),
            Share((free.MemoryBytes >> 20) - (request.MemoryBytes >> 20), total.MemoryBytes >> 20));
    }

    private static float Share(long left, long total) => Math.Clamp(left * (1f / total), 0f, 1f);
}
