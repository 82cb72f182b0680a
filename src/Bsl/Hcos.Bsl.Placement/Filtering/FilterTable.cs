using Hcos.Bsl.Placement.Tables;

namespace Hcos.Bsl.Placement.Filtering;

/// <summary>All filters, in the order in which reasons are told.</summary>
internal static class FilterTable
{
    /// <summary>The filters of one scan, which remember what its request asks for.</summary>
    public static IFilterRow[] New() =>
    [
        Offered(Rejection.Environment),
        Row(Rejection.NotUsable, _ => true, scan => new SetFilter(scan.Columns.NotUsable)),
        Row(
            Rejection.Stale,
            scan => scan.Request.SeenSince is not null,
            scan => new BelowFilter(scan.Columns.SeenAt, Units.Seconds(scan.Request.SeenSince!.Value))),
        Row(Rejection.Maintenance, _ => true, scan => new SetFilter(scan.Columns.Maintenance)),
        Row(
            Rejection.Access,
            scan => scan.Request.Tenant is not null,
            scan => new SetFilter(Names.Closed(scan))),
        Row(
            Rejection.Refused,
            scan => scan.Request.Refused.Count > 0,
            scan => new SetFilter(Names.Refused(scan))),
        Row(
            Rejection.Architecture,
            scan => scan.Request.Architecture is not null,
            scan => new SetFilter(Names.WithoutArchitecture(scan))),
        Row(
            Rejection.Ability,
            scan => scan.Request.Abilities.Count > 0,
            scan => new SetFilter(Names.WithoutAbilities(scan))),
        Row(
            Rejection.Label,
            scan => scan.Request.Labels.Count > 0,
            scan => new SetFilter(Names.WithoutLabels(scan))),
        Offered(Rejection.ImageMissing),
        Offered(Rejection.DiskTooSmall),
        Offered(Rejection.NetworkMissing),
        Rules(Rejection.Affinity, isTogether: true),
        Rules(Rejection.AntiAffinity, isTogether: false),
        .. Room(Rejection.Vcpus, scan => scan.Columns.Vcpus, scan => scan.Request.Vcpus, _ => true),
        .. Room(Rejection.Memory, scan => scan.Columns.Memory, scan => scan.Request.MemoryBytes, _ => true),
        Row(
            Rejection.Disk,
            scan => scan.Offered.TakesDisk && scan.Offered.IsExact,
            scan => new RoomFilter(scan.Columns.Disk.Free, scan.Offered.Disk)),
        Row(
            Rejection.Disk,
            scan => scan.Offered.TakesDisk && !scan.Offered.IsExact,
            scan => new ExactRoomFilter(scan.Columns.Disk.Exact, scan.Offered.DiskBytes)),
        .. Room(Rejection.Ports, scan => scan.Columns.Ports, scan => scan.Ports, scan => scan.Ports > 0),
        Row(Rejection.Further, MadeUp.IsAskedFor, scan => new SetFilter(MadeUp.Lacking(scan))),
    ];

    private static FilterRow<TFilter> Row<TFilter>(
        Rejection reason, Func<Scan, bool> applies, Func<Scan, TFilter> filter)
        where TFilter : struct, IFilter => new(reason, applies, filter);

    private static FilterRow<SetFilter> Offered(Rejection reason) => Row(
        reason,
        scan => scan.Offered.Reasons[(int)reason],
        scan => new SetFilter(scan.Offered.RowsOf(reason, scan.Table, scan.Scratch)));

    private static FilterRow<SetFilter> Rules(Rejection reason, bool isTogether) => Row(
        reason,
        scan => HardRules.Bind(scan.Request, isTogether),
        scan => new SetFilter(HardRules.Forbidden(scan, isTogether)));

    /// <summary>By 32 bits where that is exact, by 64 where it would not be.</summary>
    private static IEnumerable<IFilterRow> Room(
        Rejection reason, Func<Scan, CapacityColumn> column, Func<Scan, long> need, Func<Scan, bool> applies)
    {
        yield return Row(
            reason,
            scan => applies(scan) && column(scan).IsExact(need(scan)),
            scan => new BelowFilter(column(scan).Free, column(scan).Rounded(need(scan))));
        yield return Row(
            reason,
            scan => applies(scan) && !column(scan).IsExact(need(scan)),
            scan => new ExactRoomFilter(column(scan).Exact, LaneColumn<long>.Same(need(scan))));
    }
}
