using Hcos.Contracts.Arml;

namespace Hcos.Bsl.Placement.Rebalance;

/// <summary>
/// All plans of one move, then of two, and so on. In a state with a host in competition, some server that is still
/// at its old place there must leave it, whatever else happens; so nothing is missed by trying just those.
/// </summary>
internal sealed class ExactSearch(RunningEstate estate, int mostSteps)
{
    private readonly Capacity[] _demands = estate.Demands();
    private readonly int[] _places = [.. estate.Places];
    private readonly bool[] _isMoved = new bool[estate.Servers.Length];
    private int _steps;
    private long _bestBytes;
    private double _bestRoom;

    /// <summary>The host of each server in the best plan.</summary>
    public int[]? Best { get; private set; }

    /// <summary>No plan has fewer moves.</summary>
    public int AtLeast { get; private set; }

    /// <summary>Whether all plans of so many moves were looked at.</summary>
    public bool IsWhole { get; private set; }

    /// <summary>Whether a plan of the fewest moves was found.</summary>
    public bool Run()
    {
        var movable = Enumerable.Range(0, estate.Servers.Length).Count(estate.IsMovable);
        for (AtLeast = LowerBound(); AtLeast <= movable; AtLeast++)
        {
            Try(AtLeast, 0);
            IsWhole = _steps < mostSteps;
            if (Best is not null) return true;
            if (!IsWhole) return false;
        }

        return false;
    }

    private void Try(int left, long bytes)
    {
        if (_steps >= mostSteps || (Best is not null && bytes > _bestBytes)) return;
        _steps++;
        var host = FirstOver();
        if (host < 0) Note(bytes);
        if (host < 0 || left == 0 || LowerBound() > left) return;
        for (var server = 0; server < _places.Length; server++)
        {
            if (_places[server] != host || _isMoved[server] || !estate.IsMovable(server)) continue;
            for (var target = 0; target < _demands.Length; target++)
            {
                if (target == host || !estate.Hosts[target].TakesMore) continue;
                Move(server, target);
                Try(left - 1, bytes + estate.Servers[server].MoveBytes);
                Move(server, host);
            }
        }
    }

    private void Move(int server, int target)
    {
        var demand = estate.Servers[server].Demand;
        _demands[_places[server]] -= demand;
        _demands[target] += demand;
        _places[server] = target;
        _isMoved[server] = target != estate.Places[server];
    }

    private void Note(long bytes)
    {
        var room = Room.Of(estate, _demands);
        var isBetter = Best is null || bytes < _bestBytes || (bytes == _bestBytes && room > _bestRoom);
        if (isBetter) (Best, _bestBytes, _bestRoom) = ([.. _places], bytes, room);
    }

    private int FirstOver()
    {
        for (var host = 0; host < _demands.Length; host++)
        {
            if (estate.IsOver(host, _demands[host])) return host;
        }

        return -1;
    }

    private int LowerBound()
    {
        var sum = 0;
        for (var host = 0; host < _demands.Length; host++)
        {
            if (!estate.IsOver(host, _demands[host])) continue;
            var here = host;
            sum += estate.LeastLeaving(
                here,
                _demands[here],
                server => _places[server] == here && !_isMoved[server] && estate.IsMovable(server));
        }

        return sum;
    }
}
