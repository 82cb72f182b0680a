namespace Hcos.Bsl.Placement.Rebalance;

/// <summary>Puts moves in an order in which each target has room when its turn comes, as far as there is one.</summary>
internal static class MoveOrder
{
    public static List<ServerMove> Of(RunningEstate estate, int[] places)
    {
        var demands = estate.Demands();
        var waiting = Enumerable.Range(0, places.Length).Where(server => places[server] != estate.Places[server])
            .ToList();
        var moves = new List<ServerMove>(waiting.Count);
        while (waiting.Count > 0)
        {
            var next = waiting.FindIndex(server =>
                !estate.IsOver(places[server], demands[places[server]] + estate.Servers[server].Demand));
            // Servers that change places with one another: somebody has to be the first.
            var server = waiting[Math.Max(next, 0)];
            waiting.RemoveAt(Math.Max(next, 0));
            demands[estate.Places[server]] -= estate.Servers[server].Demand;
            demands[places[server]] += estate.Servers[server].Demand;
            var told = estate.Servers[server];
            moves.Add(new(told.Id, told.Host, estate.Hosts[places[server]].Key, told.MoveBytes));
        }

        return moves;
    }
}
