using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Hcos.Bsl.Placement.Tables;

namespace Hcos.Bsl.Placement.Filtering;

/// <summary>Rejects rows that have less than is needed.</summary>
internal readonly struct BelowFilter(int[] column, int least) : IFilter
{
    private readonly int[] _column = column;
    private readonly Vector512<int> _least = Vector512.Create(least);

    public static bool ReadsBits => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Fails(int word)
    {
        var row = word * RowSet.WordRows;
        return Lanes.Word(Lacks(row), Lacks(row + 16), Lacks(row + 32), Lacks(row + 48));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector512<int> Lacks(int row) => Vector512.LessThan(Lanes.At(_column, row), _least);
}
