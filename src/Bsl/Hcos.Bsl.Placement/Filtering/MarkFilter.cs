using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Hcos.Bsl.Placement.Tables;

namespace Hcos.Bsl.Placement.Filtering;

/// <summary>Rejects rows that a column of this request marks so.</summary>
internal readonly struct MarkFilter(LaneColumn<int> marks, int mark) : IFilter
{
    private readonly LaneColumn<int> _marks = marks;
    private readonly Vector512<int> _mark = Vector512.Create(mark);

    public MarkFilter(int[] marks, int mark)
        : this(LaneColumn<int>.Of(marks), mark)
    {
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<int> Fails(int row) => Vector512.Equals(_marks.At(row), _mark);
}
