using Hcos.Bsl.Placement.Tables;

namespace Hcos.Bsl.Placement.Filtering;

/// <summary>The rows that the names in a request forbid.</summary>
internal static class Names
{
    /// <summary>Neither open to everybody nor to the tenant.</summary>
    public static RowSet Closed(Scan scan)
    {
        var (open, closed) = (scan.Scratch.Rows(), scan.Scratch.Rows());
        var tenants = scan.Columns.Tenants;
        if (tenants.Find(Columns.Everybody) is { } all) open.Join(all);
        if (tenants.Find(scan.Request.Tenant!) is { } own) open.Join(own);
        closed.JoinAllBut(open);
        return closed;
    }

    public static RowSet Refused(Scan scan)
    {
        var refused = scan.Scratch.Rows();
        foreach (var key in scan.Request.Refused)
        {
            if (scan.Table.RowOf(key) is var row and >= 0) refused[row] = true;
        }

        return refused;
    }

    public static RowSet WithoutArchitecture(Scan scan)
    {
        var without = scan.Scratch.Rows();
        AddWithout(without, scan.Columns.Architectures, scan.Request.Architecture!);
        return without;
    }

    public static RowSet WithoutAbilities(Scan scan)
    {
        var without = scan.Scratch.Rows();
        foreach (var ability in scan.Request.Abilities) AddWithout(without, scan.Columns.Abilities, ability);
        return without;
    }

    public static RowSet WithoutLabels(Scan scan)
    {
        var without = scan.Scratch.Rows();
        foreach (var (key, value) in scan.Request.Labels) AddWithout(without, scan.Columns.Labels, (key, value));
        return without;
    }

    private static void AddWithout<TName>(RowSet without, NameSets<TName> sets, TName name)
        where TName : notnull
    {
        if (sets.Find(name) is { } rows) without.JoinAllBut(rows);
        else without.Fill();
    }
}
