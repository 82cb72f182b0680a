using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hcos.Bsl.Placement.Scoring;

/// <summary>How full the host is in the mean once the server is there.</summary>
internal readonly struct Consolidation(Left vcpus, Left memory) : IObjective
{
    private readonly Left _vcpus = vcpus;
    private readonly Left _memory = memory;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Values(int row) =>
        Vector512<float>.One - ((_vcpus.Values(row) + _memory.Values(row)) * Vector512.Create(0.5f));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Most(int word) => Vector512<float>.One;
}
