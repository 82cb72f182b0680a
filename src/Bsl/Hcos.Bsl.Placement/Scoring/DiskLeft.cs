using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Hcos.Bsl.Placement.Tables;

namespace Hcos.Bsl.Placement.Scoring;

/// <summary>The share of disk that stays free; what a server takes differs by environment.</summary>
internal readonly struct DiskLeft(CapacityColumn disk, LaneColumn<int> need) : IObjective
{
    private readonly int[] _free = disk.Free;
    private readonly float[] _inverse = disk.Inverse;
    private readonly LaneColumn<int> _need = need;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Values(int row)
    {
        var need = Vector512.Max(_need.At(row), Vector512<int>.Zero);
        return Lanes.BoundedNumbers(Vector512.ConvertToSingle(Lanes.At(_free, row) - need) * Lanes.At(_inverse, row));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Most(int word) => Vector512<float>.One;
}
