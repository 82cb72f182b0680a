using Hcos.Bsl.Placement.Tables;

namespace Hcos.Bsl.Placement.Filtering;

/// <summary>All filters, in the order in which reasons are told.</summary>
internal static class FilterTable
{
    public static IReadOnlyList<FilterRow> Rows { get; } =
    [
        FilterRow.Of(
            Rejection.Environment,
            scan => scan.Offered.HasOthers,
            scan => new MarkFilter(scan.Offered.Others, 1)),
        FilterRow.Of(
            Rejection.NotUsable,
            _ => true,
            scan => new StateFilter(scan.Columns.States, RowStates.NotUsable)),
        FilterRow.Of(
            Rejection.Stale,
            scan => scan.Request.SeenSince is not null,
            scan => new BelowFilter(scan.Columns.SeenAt, Units.Seconds(scan.Request.SeenSince!.Value))),
        FilterRow.Of(
            Rejection.Maintenance,
            scan => scan.Columns.HasMaintenance,
            scan => new StateFilter(scan.Columns.States, RowStates.Maintenance)),
        FilterRow.Of(Rejection.Access, scan => scan.Request.Tenant is not null, AccessFilter.Of),
        FilterRow.Of(
            Rejection.Refused,
            scan => scan.Request.Refused.Count > 0,
            scan => new MarkFilter(scan.Refused, 1)),
        FilterRow.Of(
            Rejection.Architecture,
            scan => scan.Request.Architecture is not null,
            scan => new NumberFilter(
                scan.Columns.Architectures.Numbers,
                scan.Columns.Architectures.Find(scan.Request.Architecture!) ?? int.MinValue)),
        FilterRow.Of(
            Rejection.Ability,
            scan => scan.Request.Abilities.Count > 0,
            scan => BitsFilter.Of(scan.Columns.Abilities, scan.Request.Abilities)),
        FilterRow.Of(
            Rejection.Label,
            scan => scan.Request.Labels.Count > 0,
            scan => BitsFilter.Of(
                scan.Columns.Labels, [.. scan.Request.Labels.Select(Columns.LabelOf)])),
        Offered(Rejection.ImageMissing),
        Offered(Rejection.DiskTooSmall),
        Offered(Rejection.NetworkMissing),
        FilterRow.Of(
            Rejection.Affinity, scan => scan.Apart.Length > 0, scan => new MarkFilter(scan.Apart, 1)),
        FilterRow.Of(
            Rejection.AntiAffinity, scan => scan.Together.Length > 0, scan => new MarkFilter(scan.Together, 1)),
        .. CapacityFilters.Rows,
    ];

    private static FilterRow Offered(Rejection reason) => FilterRow.Of(
        reason,
        scan => scan.Offered.Reasons[(int)reason],
        scan => new MarkFilter(scan.Offered.Marks, (int)reason));
}
