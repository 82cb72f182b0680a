using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Hcos.Bsl.Placement.Tables;

namespace Hcos.Bsl.Placement.Filtering;

/// <summary>The same to the byte, for needs that are no whole number of units.</summary>
internal readonly struct ExactRoomFilter(long[] free, LaneColumn<long> need) : IFilter
{
    private const int Half = Lanes.Count / 2;
    private readonly long[] _free = free;
    private readonly LaneColumn<long> _need = need;

    public static bool ReadsBits => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Fails(int word)
    {
        var row = word * RowSet.WordRows;
        return Lanes.Word(Lacks(row), Lacks(row + 16), Lacks(row + 32), Lacks(row + 48));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector512<int> Lacks(int row) => Vector512.Narrow(
        Vector512.LessThan(Lanes.At(_free, row), _need.HalfAt(row, 0)),
        Vector512.LessThan(Lanes.At(_free, row + Half), _need.HalfAt(row, Half)));
}
