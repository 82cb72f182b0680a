using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Hcos.Bsl.Placement.Tables;

namespace Hcos.Bsl.Placement.Scoring;

/// <summary>One value in the rows of a set, another one in all others.</summary>
internal readonly struct SetValues(RowSet rows, float within, float outside) : IObjective
{
    private static readonly Vector512<int> LaneBits = Vector512.Create(
        1 << 0, 1 << 1, 1 << 2, 1 << 3, 1 << 4, 1 << 5, 1 << 6, 1 << 7,
        1 << 8, 1 << 9, 1 << 10, 1 << 11, 1 << 12, 1 << 13, 1 << 14, 1 << 15);

    private readonly ulong[] _words = rows.Words;
    private readonly Vector512<float> _within = Vector512.Create(within);
    private readonly Vector512<float> _outside = Vector512.Create(outside);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Values(int row)
    {
        var bits = Vector512.Create((int)(_words[row / RowSet.WordRows] >> row)) & LaneBits;
        return Vector512.ConditionalSelect(Vector512.Equals(bits, LaneBits).AsSingle(), _within, _outside);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Most(int word) => Vector512.Create(float.PositiveInfinity);
}
