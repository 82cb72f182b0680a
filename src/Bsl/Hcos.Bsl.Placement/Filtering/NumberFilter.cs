using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Hcos.Bsl.Placement.Tables;

namespace Hcos.Bsl.Placement.Filtering;

/// <summary>Rejects rows that have another name than the wanted one.</summary>
internal readonly struct NumberFilter(int[] numbers, int wanted) : IFilter
{
    private readonly int[] _numbers = numbers;
    private readonly Vector512<int> _wanted = Vector512.Create(wanted);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<int> Fails(int row) => ~Vector512.Equals(Lanes.At(_numbers, row), _wanted);
}
