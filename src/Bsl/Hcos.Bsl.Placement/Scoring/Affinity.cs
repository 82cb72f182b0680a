using Hcos.Bsl.Placement.Filtering;

namespace Hcos.Bsl.Placement.Scoring;

/// <summary>The mean of all rules that are wishes: how far each is met.</summary>
internal static class Affinity
{
    public static bool Applies(Scan scan) => Wishes(scan.Request) > 0;

    public static Corrected<PlaceValues> Of(Scan scan)
    {
        var (places, share) = (scan.Columns.Places, 1f / Wishes(scan.Request));
        var values = scan.Scratch.Places(places.Count);
        var elsewhere = new PlaceValues(places, values);
        var wishes = new List<(GroupRule Rule, Occupancy Members)>();
        foreach (var rule in scan.Request.Rules)
        {
            if (!IsWish(rule)) continue;
            var members = scan.Scratch.Occupancy(rule.Members, rule.Level, scan.Table);
            wishes.Add((rule, members));
            LookUp(rule, members, share, values);
        }

        // Rows of members are told apart: alone in a place that has no name, they differ from the others there.
        var corrections = scan.Scratch.Corrections();
        foreach (var (_, members) in wishes)
        {
            foreach (var row in members.Rows) corrections.At(row, elsewhere) = ValueOf(row, wishes, share);
        }

        return corrections.Of(elsewhere);
    }

    /// <summary>Adds the part of a rule to each place, for rows that have no member themselves.</summary>
    private static void LookUp(GroupRule rule, Occupancy members, float share, float[] values)
    {
        ReadOnlySpan<int> domains = members.Domains, counts = members.ByDomain;
        var partOfNone = PartOf(rule, 0, share);
        for (var place = 0; place < domains.Length; place++)
        {
            var count = counts[domains[place]];
            values[place] += count == 0 ? partOfNone : PartOf(rule, count, share);
        }
    }

    private static float ValueOf(int row, List<(GroupRule Rule, Occupancy Members)> wishes, float share)
    {
        var sum = 0f;
        foreach (var (rule, members) in wishes) sum += PartOf(rule, members.At(row), share);
        return sum;
    }

    private static float PartOf(GroupRule rule, int count, float share) =>
        share * (rule.IsTogether ? (count > 0 ? 1f : 0f) : 1f / (1 + count));

    private static int Wishes(PlacementRequest request)
    {
        var wishes = 0;
        foreach (var rule in request.Rules) wishes += IsWish(rule) ? 1 : 0;
        return wishes;
    }

    /// <summary>A group that is nowhere yet is no wish.</summary>
    private static bool IsWish(GroupRule rule) => !rule.IsHard && rule.Members.Count > 0;
}
