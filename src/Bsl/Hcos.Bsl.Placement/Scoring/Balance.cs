using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hcos.Bsl.Placement.Scoring;

/// <summary>The scarcer of what stays free.</summary>
internal readonly struct Balance(Left vcpus, Left memory) : IObjective
{
    private readonly Left _vcpus = vcpus;
    private readonly Left _memory = memory;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Values(int row) => Vector512.Min(_vcpus.Values(row), _memory.Values(row));
}
