namespace Hcos.Bsl.Placement.Scoring;

/// <summary>All objectives.</summary>
internal static class ObjectiveTable
{
    /// <summary>By the number of the objective.</summary>
    public static IReadOnlyList<ObjectiveRow> Rows { get; } =
    [
        ObjectiveRow.Of(Objective.Balance, scan => new Balance(
            new Left(scan.Columns.Vcpus, scan.Request.Vcpus), new Left(scan.Columns.Memory, scan.Request.MemoryBytes))),
        ObjectiveRow.Of(Objective.Spread, scan => new Told(scan.Spread)),
        ObjectiveRow.Of(Objective.Disk, scan => new DiskLeft(scan.Columns.Disk, scan.Offered.Disk)),
        ObjectiveRow.Of(Objective.Consolidation, scan => new Consolidation(
            new Left(scan.Columns.Vcpus, scan.Request.Vcpus), new Left(scan.Columns.Memory, scan.Request.MemoryBytes))),
        ObjectiveRow.Of(Objective.Alignment, scan => new Alignment(
            new Left(scan.Columns.Vcpus, scan.Request.Vcpus), new Left(scan.Columns.Memory, scan.Request.MemoryBytes))),
        ObjectiveRow.Of(Objective.Cost, Cost.Of),
        ObjectiveRow.Of(Objective.Energy, Energy.Of),
        ObjectiveRow.Of(Objective.Locality, scan => new Told(scan.Locality)),
        ObjectiveRow.Of(Objective.Headroom, Headroom.Of),
        ObjectiveRow.Of(Objective.Churn, scan => new Told(scan.Churn)),
        ObjectiveRow.Of(Objective.Affinity, scan => new Told(scan.Affinity)),
    ];
}
