using Hcos.Bsl.Placement.Tables;

namespace Hcos.Bsl.Placement.Filtering;

/// <summary>The filters of capacity: by 32 bits where that is exact, by 64 where it would not be.</summary>
internal static class CapacityFilters
{
    public static IReadOnlyList<FilterRow> Rows { get; } =
    [
        .. Of(Rejection.Vcpus, _ => true, scan => scan.Columns.Vcpus, scan => scan.Request.Vcpus),
        .. Of(Rejection.Memory, _ => true, scan => scan.Columns.Memory, scan => scan.Request.MemoryBytes),
        FilterRow.Of(
            Rejection.Disk,
            scan => scan.Offered.TakesDisk && scan.Offered.IsExact,
            scan => new RoomFilter(scan.Columns.Disk.Free, scan.Offered.Disk)),
        FilterRow.Of(
            Rejection.Disk,
            scan => scan.Offered.TakesDisk && !scan.Offered.IsExact,
            scan => new ExactRoomFilter(scan.Columns.Disk.Exact, scan.Offered.DiskBytes)),
        .. Of(Rejection.Ports, scan => scan.Ports > 0, scan => scan.Columns.Ports, scan => scan.Ports),
        FilterRow.Of(
            Rejection.Further, scan => scan.MadeUp.Length > 0, scan => new MarkFilter(scan.MadeUp, 1)),
    ];

    private static IEnumerable<FilterRow> Of(
        Rejection reason, Func<Scan, bool> applies, Func<Scan, CapacityColumn> column, Func<Scan, long> need)
    {
        yield return FilterRow.Of(
            reason,
            scan => applies(scan) && column(scan).IsExact(need(scan)),
            scan => new BelowFilter(column(scan).Free, column(scan).Rounded(need(scan))));
        yield return FilterRow.Of(
            reason,
            scan => applies(scan) && !column(scan).IsExact(need(scan)),
            scan => new ExactRoomFilter(column(scan).Exact, LaneColumn<long>.Same(need(scan))));
    }
}
