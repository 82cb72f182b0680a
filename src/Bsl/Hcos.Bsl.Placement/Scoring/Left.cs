using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Hcos.Bsl.Placement.Tables;

namespace Hcos.Bsl.Placement.Scoring;

/// <summary>The share of one dimension that stays free once the server is there, bounded to 0..1.</summary>
internal readonly struct Left(CapacityColumn column, long need) : IObjective
{
    private readonly int[] _free = column.Free;
    private readonly float[] _inverse = column.Inverse;
    private readonly Vector512<int> _need = Vector512.Create(column.Rounded(need));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Values(int row) => Lanes.BoundedNumbers(
        Vector512.ConvertToSingle(Lanes.At(_free, row) - _need) * Lanes.At(_inverse, row));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Most(int word) => Vector512<float>.One;
}
