using Hcos.Bsl.Placement.Filtering;

namespace Hcos.Bsl.Placement.Scoring;

/// <summary>1 / (1 + members of the group in the same place), in the mean of host, cluster, pod and zone.</summary>
internal static class Spread
{
    public static bool Applies(Scan scan) => scan.Request.Group.Count > 0;

    public static Corrected<PlaceValues> Of(Scan scan)
    {
        var (hosts, clusters) = (At(DomainLevel.Host, scan), At(DomainLevel.Cluster, scan));
        var (pods, zones) = (At(DomainLevel.Pod, scan), At(DomainLevel.Zone, scan));
        var places = scan.Columns.Places;
        var values = scan.Scratch.Places(places.Count);
        LookUp(clusters, pods, zones, values);
        var elsewhere = new PlaceValues(places, values);
        var corrections = scan.Scratch.Corrections();
        foreach (var row in hosts.Rows)
        {
            corrections.At(row, elsewhere) = Mean(hosts.At(row), clusters.At(row), pods.At(row), zones.At(row));
        }

        return corrections.Of(elsewhere);
    }

    /// <summary>The value of each place, for rows that have no member themselves.</summary>
    private static void LookUp(Occupancy clusters, Occupancy pods, Occupancy zones, float[] values)
    {
        ReadOnlySpan<int> ofCluster = clusters.Domains, ofPod = pods.Domains, ofZone = zones.Domains;
        ReadOnlySpan<int> inCluster = clusters.ByDomain, inPod = pods.ByDomain, inZone = zones.ByDomain;
        for (var place = 0; place < ofCluster.Length; place++)
        {
            values[place] = Mean(0, inCluster[ofCluster[place]], inPod[ofPod[place]], inZone[ofZone[place]]);
        }
    }

    private static Occupancy At(DomainLevel level, Scan scan) =>
        scan.Scratch.Occupancy(scan.Request.Group, level, scan.Table);

    private static float Mean(int host, int cluster, int pod, int zone)
    {
        if ((host | cluster | pod | zone) == 0) return 1f;
        var sum = 1f / (1 + host);
        sum += 1f / (1 + cluster);
        sum += 1f / (1 + pod);
        sum += 1f / (1 + zone);
        return sum * 0.25f;
    }
}
