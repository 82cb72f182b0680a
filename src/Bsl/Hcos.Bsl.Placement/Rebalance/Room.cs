using Hcos.Contracts.Arml;

namespace Hcos.Bsl.Placement.Rebalance;

/// <summary>How much room is left: the free share of the scarcest resource of the fullest host.</summary>
internal static class Room
{
    public static double Of(RunningEstate estate, Capacity[] demands)
    {
        var least = double.PositiveInfinity;
        for (var host = 0; host < demands.Length; host++)
        {
            least = Math.Min(least, On(estate.Hosts[host].Limit, demands[host]));
        }

        return least;
    }

    public static double On(Capacity limit, Capacity demand) => Math.Min(
        Math.Min(Share(limit.Vcpus, demand.Vcpus), Share(limit.MemoryBytes, demand.MemoryBytes)),
        Share(limit.DiskBytes, demand.DiskBytes));

    private static double Share(long limit, long demand) => ((double)limit - demand) / Math.Max(limit, 1);
}
