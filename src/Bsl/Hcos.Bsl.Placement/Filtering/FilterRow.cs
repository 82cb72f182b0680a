namespace Hcos.Bsl.Placement.Filtering;

/// <summary>One reason in the table of filters.</summary>
/// <param name="Reason">What it rejects for.</param>
/// <param name="Applies">Whether the request and the candidates have anything to do with it.</param>
/// <param name="Mark">Marks rows of a block that have no mark yet.</param>
/// <param name="MarkOf">The mark of one row by this reason alone: whether it fails.</param>
internal sealed record FilterRow(
    Rejection Reason, Func<Scan, bool> Applies, Action<Scan, Block> Mark, Func<Scan, int, bool> MarkOf)
{
    public static FilterRow Of<TFilter>(Rejection reason, Func<Scan, bool> applies, Func<Scan, TFilter> filter)
        where TFilter : struct, IFilter => new(
            reason,
            applies,
            (scan, block) => block.Mark(filter(scan), reason),
            (scan, row) => filter(scan).Fails(row & -Tables.Lanes.Count)[row % Tables.Lanes.Count] != 0);
}
