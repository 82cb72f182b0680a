using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Hcos.Bsl.Placement.Tables;

namespace Hcos.Bsl.Placement.Filtering;

/// <summary>Rejects rows that are in a state.</summary>
internal readonly struct StateFilter(int[] states, RowStates state) : IFilter
{
    private readonly int[] _states = states;
    private readonly Vector512<int> _state = Vector512.Create((int)state);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<int> Fails(int row) => Vector512.Equals(Lanes.At(_states, row) & _state, _state);
}
