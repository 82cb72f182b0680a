using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Hcos.Bsl.Placement.Tables;

namespace Hcos.Bsl.Placement.Filtering;

/// <summary>Rejects rows that have less free than is needed there.</summary>
internal readonly struct RoomFilter(int[] free, LaneColumn<int> need) : IFilter
{
    private readonly int[] _free = free;
    private readonly LaneColumn<int> _need = need;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<int> Fails(int row) => Vector512.LessThan(Lanes.At(_free, row), _need.At(row));
}
