using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Hcos.Bsl.Placement.Tables;

namespace Hcos.Bsl.Placement.Scoring;

/// <summary>Values that were found before, from what the request tells of single candidates.</summary>
internal readonly struct Told(LaneColumn<float> values) : IObjective
{
    private readonly LaneColumn<float> _values = values;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Values(int row) => _values.At(row);
}
