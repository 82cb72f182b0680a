using Hcos.Bsl.Placement.Tables;

namespace Hcos.Bsl.Placement.Filtering;

/// <summary>Rules about groups that must be kept.</summary>
internal static class HardRules
{
    public static bool Bind(PlacementRequest request, bool isTogether)
    {
        foreach (var rule in request.Rules)
        {
            if (IsMeant(rule, isTogether)) return true;
        }

        return false;
    }

    /// <summary>Where a group is not that it must be with, or where one is that it must not be with.</summary>
    public static RowSet Forbidden(Scan scan, bool isTogether)
    {
        var forbidden = scan.Scratch.Rows();
        foreach (var rule in scan.Request.Rules)
        {
            if (!IsMeant(rule, isTogether)) continue;
            var occupied = scan.Scratch.Rows();
            scan.Scratch.Occupancy(rule.Members, rule.Level, scan.Table).JoinTo(occupied);
            if (isTogether) forbidden.JoinAllBut(occupied);
            else forbidden.Join(occupied);
        }

        return forbidden;
    }

    /// <summary>A group that is nowhere yet binds nobody.</summary>
    private static bool IsMeant(GroupRule rule, bool isTogether) =>
        rule.IsHard && rule.IsTogether == isTogether && rule.Members.Count > 0;
}
