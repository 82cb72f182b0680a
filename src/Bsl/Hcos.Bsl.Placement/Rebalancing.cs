using Hcos.Bsl.Placement.Rebalance;

namespace Hcos.Bsl.Placement;

/// <summary>
/// The least possible intervention. Systems compete for a resource on a host where what they demand of it together,
/// measured or else claimed, exceeds what the host has of it after overcommit and threshold. Where no host is in
/// competition, the answer is to do nothing, however uneven the hosts are. Otherwise it is the fewest moves that end
/// all competition, of those the fewest bytes carried, of those the one that leaves the fullest host the most room.
/// Pure: equal input, equal answer.
/// </summary>
public static class Rebalancing
{
    /// <summary>How many steps the exact search may take before the bounded one answers instead.</summary>
    public const int MostSteps = 200_000;

    /// <summary>Plans.</summary>
    public static RebalancingPlan Plan(IReadOnlyList<RebalancingHost> hosts, IReadOnlyList<RunningServer> servers)
    {
        ArgumentNullException.ThrowIfNull(hosts);
        ArgumentNullException.ThrowIfNull(servers);
        var estate = new RunningEstate(hosts, servers);
        var competing = estate.Competing();
        if (competing.Count == 0) return new([], [], EndsAll: true, 0, IsLeast: true, IsBest: true);
        if (!estate.CanEnd()) return new(competing, [], EndsAll: false, 0, IsLeast: false, IsBest: false);
        var exact = new ExactSearch(estate, MostSteps);
        if (exact.Run()) return Plan(competing, estate, exact.Best!, exact.AtLeast, exact.IsWhole);
        var bounded = BoundedSearch.Run(estate);
        if (bounded is null) return new(competing, [], EndsAll: false, exact.AtLeast, IsLeast: false, IsBest: false);
        return Plan(competing, estate, bounded, exact.AtLeast, isBest: false);
    }

    private static RebalancingPlan Plan(
        IReadOnlyList<CandidateKey> competing, RunningEstate estate, int[] places, int atLeast, bool isBest)
    {
        var moves = MoveOrder.Of(estate, places);
        var isLeast = moves.Count == atLeast;
        return new(competing, moves, EndsAll: true, atLeast, isLeast, isLeast && isBest);
    }
}
