using Hcos.Bsl.Placement.Tables;

namespace Hcos.Bsl.Placement.Filtering;

/// <summary>Dimensions that people made up.</summary>
internal static class MadeUp
{
    public static bool IsAskedFor(Scan scan)
    {
        foreach (var (name, need) in scan.Request.Further)
        {
            if (name != Dimensions.Ports && need > 0) return true;
        }

        return false;
    }

    /// <summary>The rows where one of them lacks.</summary>
    public static RowSet Lacking(Scan scan)
    {
        var lacking = scan.Scratch.Rows();
        foreach (var (name, need) in scan.Request.Further)
        {
            if (name == Dimensions.Ports || need <= 0) continue;
            if (scan.Columns.Further.TryGetValue(name, out var column)) AddLacking(lacking, column, need);
            else lacking.Fill();
        }

        return lacking;
    }

    private static void AddLacking(RowSet lacking, CapacityColumn column, long need)
    {
        var room = new ExactRoomFilter(column.Exact, LaneColumn<long>.Same(need));
        var words = column.Exact.Length / RowSet.WordRows;
        for (var word = 0; word < words; word++) lacking.Words[word] |= room.Fails(word);
    }
}
