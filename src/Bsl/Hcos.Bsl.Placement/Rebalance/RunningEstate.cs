using Hcos.Contracts.Arml;

namespace Hcos.Bsl.Placement.Rebalance;

/// <summary>Hosts and servers by number, in the order of their names, with the demand on each host.</summary>
internal sealed class RunningEstate
{
    private readonly Capacity[] _demands;

    public RunningEstate(IReadOnlyList<RebalancingHost> hosts, IReadOnlyList<RunningServer> servers)
    {
        Hosts = [.. hosts.OrderBy(host => host.Key)];
        Servers = [.. servers.OrderBy(server => server.Id, StringComparer.Ordinal)];
        var numbers = new Dictionary<CandidateKey, int>();
        for (var host = 0; host < Hosts.Length; host++) numbers[Hosts[host].Key] = host;
        Places = [.. Servers.Select(server => numbers.GetValueOrDefault(server.Host, -1))];
        _demands = new Capacity[Hosts.Length];
        for (var server = 0; server < Servers.Length; server++)
        {
            if (Places[server] >= 0) _demands[Places[server]] += Servers[server].Demand;
        }
    }

    public RebalancingHost[] Hosts { get; }

    public RunningServer[] Servers { get; }

    /// <summary>The host of each server; -1 for one on a host that nobody told of, which stays there.</summary>
    public int[] Places { get; }

    /// <summary>What is demanded of each host as it is; a copy.</summary>
    public Capacity[] Demands() => [.. _demands];

    /// <summary>Whether more is demanded of a host than it has.</summary>
    public bool IsOver(int host, Capacity demand) => !demand.FitsInto(Hosts[host].Limit);

    public List<CandidateKey> Competing()
    {
        var keys = new List<CandidateKey>();
        for (var host = 0; host < Hosts.Length; host++)
        {
            if (IsOver(host, _demands[host])) keys.Add(Hosts[host].Key);
        }

        return keys;
    }

    /// <summary>Whether all hosts together have what is demanded of them; else no moves can end competition.</summary>
    public bool CanEnd()
    {
        var (demand, limit) = (Capacity.None, Capacity.None);
        for (var host = 0; host < Hosts.Length; host++)
        {
            demand += _demands[host];
            limit += Hosts[host].Limit;
        }

        return demand.FitsInto(limit);
    }

    /// <summary>Whether a server may leave its place.</summary>
    public bool IsMovable(int server) => Places[server] >= 0 && Servers[server].IsMovable;

    /// <summary>
    /// The fewest servers that must leave a host until it is out of competition: in the dimension that needs most,
    /// the largest first. No plan can do with fewer, so their sum over all hosts bounds every plan from below.
    /// </summary>
    public int LeastLeaving(int host, Capacity demand, Func<int, bool> mayLeave)
    {
        if (!IsOver(host, demand)) return 0;
        var over = demand - Hosts[host].Limit;
        var leaving = new List<Capacity>();
        for (var server = 0; server < Servers.Length; server++)
        {
            if (mayLeave(server)) leaving.Add(Servers[server].Demand);
        }

        return Math.Max(
            Math.Max(
                Least(over.Vcpus, leaving, demand => demand.Vcpus),
                Least(over.MemoryBytes, leaving, demand => demand.MemoryBytes)),
            Least(over.DiskBytes, leaving, demand => demand.DiskBytes));
    }

    private static int Least(long over, List<Capacity> leaving, Func<Capacity, long> amount)
    {
        if (over <= 0) return 0;
        var count = 0;
        foreach (var one in leaving.Select(amount).OrderDescending())
        {
            count++;
            over -= one;
            if (over <= 0) return count;
        }

        return int.MaxValue / 1024;
    }
}
