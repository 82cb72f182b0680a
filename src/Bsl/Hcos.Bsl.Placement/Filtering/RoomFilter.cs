using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Hcos.Bsl.Placement.Tables;

namespace Hcos.Bsl.Placement.Filtering;

/// <summary>Rejects rows that have less free than is needed there.</summary>
internal readonly struct RoomFilter(int[] free, LaneColumn<int> need) : IFilter
{
    private readonly int[] _free = free;
    private readonly LaneColumn<int> _need = need;

    public static bool ReadsBits => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Fails(int word)
    {
        var row = word * RowSet.WordRows;
        return Lanes.Word(Lacks(row), Lacks(row + 16), Lacks(row + 32), Lacks(row + 48));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector512<int> Lacks(int row) => Vector512.LessThan(Lanes.At(_free, row), _need.At(row));
}
