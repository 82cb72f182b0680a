using Hcos.Bsl.Placement.Tables;

namespace Hcos.Bsl.Placement.Filtering;

/// <summary>How many members of a group are in the same place as each row.</summary>
internal static class Occupancy
{
    /// <summary>Counts members at a level; a row that tells no such place is one of its own.</summary>
    public static int[] Of(
        IReadOnlyList<KeyValuePair<CandidateKey, int>> members,
        DomainLevel level,
        CandidateTable table,
        ScratchColumns scratch)
    {
        var counts = scratch.Numbers();
        var names = level == DomainLevel.Host ? null : table.Columns.Levels[(int)level - 1];
        var places = names is { Count: > 0 } ? new int[names.Count] : [];
        foreach (var (key, count) in members)
        {
            var row = table.RowOf(key);
            if (row < 0) continue;
            var place = names?.Numbers[row] ?? NameColumn.None;
            if (place == NameColumn.None) counts[row] += count;
            else places[place] += count;
        }

        if (places.Length > 0) Fill(counts, places, names!.Numbers);
        return counts;
    }

    /// <summary>Whether any candidate tells a place wider than itself.</summary>
    public static bool HasPlaces(Columns columns)
    {
        foreach (var level in columns.Levels)
        {
            if (level.Count > 0) return true;
        }

        return false;
    }

    private static void Fill(int[] counts, int[] places, int[] numbers)
    {
        for (var row = 0; row < counts.Length; row++)
        {
            if (numbers[row] >= 0) counts[row] = places[numbers[row]];
        }
    }
}
