using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hcos.Bsl.Placement.Scoring;

/// <summary>
/// How equal the shares are that stay free: what is left of one dimension when the other is used up is stranded.
/// </summary>
internal readonly struct Alignment(Left vcpus, Left memory) : IObjective
{
    private readonly Left _vcpus = vcpus;
    private readonly Left _memory = memory;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Values(int row) =>
        Vector512<float>.One - Vector512.Abs(_vcpus.Values(row) - _memory.Values(row));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Most(int word) => Vector512<float>.One;
}
