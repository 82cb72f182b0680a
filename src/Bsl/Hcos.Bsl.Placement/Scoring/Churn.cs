using Hcos.Bsl.Placement.Filtering;

namespace Hcos.Bsl.Placement.Scoring;

/// <summary>1 where it was, 0.5 where its group is.</summary>
internal static class Churn
{
    public static bool Applies(Scan scan) => scan.Request.Former is not null || scan.Request.Group.Count > 0;

    public static Corrected<Same> Of(Scan scan)
    {
        var elsewhere = new Same(0f);
        var corrections = scan.Scratch.Corrections();
        foreach (var (key, _) in scan.Request.Group)
        {
            var row = scan.Table.RowOf(key);
            if (row >= 0) corrections.At(row, elsewhere) = 0.5f;
        }

        var former = scan.Request.Former is { } was ? scan.Table.RowOf(was) : -1;
        if (former >= 0) corrections.At(former, elsewhere) = 1f;
        return corrections.Of(elsewhere);
    }
}
