using Hcos.Contracts.Arml;

namespace Hcos.Bsl.Placement.Rebalance;

/// <summary>
/// For estates too large for all plans: the host that is shortest of room loses the server whose leaving helps it
/// most, to the host that keeps the most room, until no host is in competition. Each server moves at most once.
/// </summary>
internal static class BoundedSearch
{
    /// <summary>The host of each server; null when no plan was found.</summary>
    public static int[]? Run(RunningEstate estate)
    {
        var (demands, places) = (estate.Demands(), estate.Places.ToArray());
        for (var step = 0; step <= places.Length; step++)
        {
            var host = Fullest(estate, demands);
            if (host < 0) return places;
            if (Choose(estate, demands, places, host) is not var (server, target)) return null;
            demands[host] -= estate.Servers[server].Demand;
            demands[target] += estate.Servers[server].Demand;
            places[server] = target;
        }

        return null;
    }

    private static int Fullest(RunningEstate estate, Capacity[] demands)
    {
        var (fullest, least) = (-1, double.PositiveInfinity);
        for (var host = 0; host < demands.Length; host++)
        {
            if (!estate.IsOver(host, demands[host])) continue;
            var room = Room.On(estate.Hosts[host].Limit, demands[host]);
            if (room < least) (fullest, least) = (host, room);
        }

        return fullest;
    }

    private static (int Server, int Target)? Choose(
        RunningEstate estate, Capacity[] demands, int[] places, int host)
    {
        (int Server, int Target)? best = null;
        var price = (IsOver: true, Bytes: long.MaxValue, Room: double.NegativeInfinity);
        for (var server = 0; server < places.Length; server++)
        {
            if (places[server] != host || estate.Places[server] != host || !estate.IsMovable(server)) continue;
            if (Target(estate, demands, estate.Servers[server].Demand, host) is not { } target) continue;
            var left = demands[host] - estate.Servers[server].Demand;
            var found = (
                IsOver: estate.IsOver(host, left),
                Bytes: estate.Servers[server].MoveBytes,
                Room: Room.On(estate.Hosts[host].Limit, left));
            if (best is null || IsBetter(found, price)) (best, price) = ((server, target), found);
        }

        return best;
    }

    /// <summary>Ends it with one move, then with few bytes; where one is not enough, what helps most.</summary>
    private static bool IsBetter(
        (bool IsOver, long Bytes, double Room) one, (bool IsOver, long Bytes, double Room) other)
    {
        if (one.IsOver != other.IsOver) return !one.IsOver;
        return one.IsOver ? one.Room > other.Room : one.Bytes < other.Bytes;
    }

    private static int? Target(RunningEstate estate, Capacity[] demands, Capacity demand, int from)
    {
        (int? Host, double Room) best = (null, double.NegativeInfinity);
        for (var host = 0; host < demands.Length; host++)
        {
            var then = demands[host] + demand;
            if (host == from || !estate.Hosts[host].TakesMore || estate.IsOver(host, then)) continue;
            var room = Room.On(estate.Hosts[host].Limit, then);
            if (room > best.Room) best = (host, room);
        }

        return best.Host;
    }
}
