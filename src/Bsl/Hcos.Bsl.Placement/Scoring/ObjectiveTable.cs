using Hcos.Bsl.Placement.Filtering;

namespace Hcos.Bsl.Placement.Scoring;

/// <summary>All objectives.</summary>
internal static class ObjectiveTable
{
    /// <summary>By the number of the objective; the objectives of one scan, which remember its request.</summary>
    public static IObjectiveRow[] New() =>
    [
        Row(Always, Balance.Of),
        Row(Spread.Applies, Spread.Of),
        Row(Always, scan => new DiskLeft(scan.Columns.Disk, scan.Offered.Disk)),
        Row(Always, scan => new Consolidation(VcpusLeft(scan), MemoryLeft(scan))),
        Row(Always, scan => new Alignment(VcpusLeft(scan), MemoryLeft(scan))),
        Row(Always, Cost.Of),
        Row(Always, Energy.Of),
        Row(Locality.Applies, Locality.Of),
        Row(Always, Headroom.Of),
        Row(Churn.Applies, Churn.Of),
        Row(Affinity.Applies, Affinity.Of),
    ];

    private static ObjectiveRow<TObjective> Row<TObjective>(
        Func<Scan, bool> applies, Func<Scan, TObjective> objective)
        where TObjective : struct, IObjective => new(applies, objective);

    private static bool Always(Scan scan) => true;

    private static Left VcpusLeft(Scan scan) => new(scan.Columns.Vcpus, scan.Request.Vcpus);

    private static Left MemoryLeft(Scan scan) => new(scan.Columns.Memory, scan.Request.MemoryBytes);
}
