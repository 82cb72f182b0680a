using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Hcos.Bsl.Placement.Tables;

namespace Hcos.Bsl.Placement.Filtering;

/// <summary>Rejects rows that have less than is needed.</summary>
internal readonly struct BelowFilter(int[] column, int least) : IFilter
{
    private readonly int[] _column = column;
    private readonly Vector512<int> _least = Vector512.Create(least);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<int> Fails(int row) => Vector512.LessThan(Lanes.At(_column, row), _least);
}
