using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hcos.Bsl.Placement.Scoring;

/// <summary>The same value everywhere.</summary>
internal readonly struct Same(float value) : IObjective
{
    private readonly Vector512<float> _value = Vector512.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Values(int row) => _value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Most(int word) => _value;
}
