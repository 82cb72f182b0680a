using Hcos.Contracts.Arml;

namespace Hcos.Bsl.Placement;

public static partial class PlacementEngine
{
    /// <summary>
    /// Where a request that fits nowhere would nearly fit: of the candidates that are rejected for capacity only, the
    /// one that lacks the smallest share; of equal ones the one with the smaller key. Null when there is none.
    /// </summary>
    public static NearestFit? Nearest(
        PlacementRequest request, CandidateTable candidates, PlacementPolicy? policy = null)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(candidates);
        var scan = candidates.Scan;
        scan.Prepare(request, candidates, policy ?? PlacementPolicy.Default);
        var (nearest, least) = (-1, double.PositiveInfinity);
        for (var row = 0; row < candidates.Count; row++)
        {
            if (!scan.MarkOf(row).IsOfCapacity()) continue;
            var lack = LackIn(row, request, candidates, null);
            if (lack < least) (nearest, least) = (row, lack);
        }

        return nearest < 0 ? null : Fit(nearest, least, request, candidates);
    }

    private static NearestFit Fit(int row, double lack, PlacementRequest request, CandidateTable candidates)
    {
        var lacking = new List<KeyValuePair<string, long>>();
        LackIn(row, request, candidates, lacking);
        var free = candidates.FreeAt(row);
        var disk = candidates.Scan.Offered.NeedDisk(row);
        var isLarger = lacking.Exists(lacks => lacks.Key is not (Dimensions.Vcpus or Dimensions.Memory));
        var largest = isLarger ? Capacity.None : Largest(request, free, disk);
        return new(candidates.Keys[row], candidates.At(row).Name, lacking, lack, largest);
    }

    /// <summary>Whole processors, and memory in the same proportion to them as asked for.</summary>
    private static Capacity Largest(PlacementRequest request, Capacity free, long diskBytes)
    {
        var vcpus = Math.Min(request.Vcpus, Math.Max(free.Vcpus, 0));
        if (request.MemoryBytes > 0 && free.MemoryBytes < request.MemoryBytes)
        {
            var byMemory = (Int128)Math.Max(free.MemoryBytes, 0) * request.Vcpus / request.MemoryBytes;
            vcpus = (long)Int128.Min(vcpus, byMemory);
        }

        if (vcpus <= 0) return Capacity.None;
        return new(vcpus, (long)((Int128)request.MemoryBytes * vcpus / request.Vcpus), diskBytes);
    }

    private static double LackIn(
        int row, PlacementRequest request, CandidateTable table, List<KeyValuePair<string, long>>? lacking)
    {
        var free = table.FreeAt(row);
        var lack = Lack(Dimensions.Vcpus, request.Vcpus, free.Vcpus, lacking)
            + Lack(Dimensions.Memory, request.MemoryBytes, free.MemoryBytes, lacking);
        var disk = table.Scan.Offered.NeedDisk(row);
        if (disk > 0) lack += Lack(Dimensions.Disk, disk, free.DiskBytes, lacking);
        foreach (var (name, need) in request.Further)
        {
            if (need > 0) lack += Lack(name, need, table.FreeAt(row, name), lacking);
        }

        return lack;
    }

    private static double Lack(string dimension, long need, long free, List<KeyValuePair<string, long>>? lacking)
    {
        if (free >= need) return 0;
        lacking?.Add(new(dimension, need - free));
        return ((double)need - free) / Math.Max(need, 1);
    }
}
