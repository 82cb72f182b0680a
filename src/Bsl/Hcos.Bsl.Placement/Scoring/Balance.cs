using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Hcos.Bsl.Placement.Filtering;
using Hcos.Bsl.Placement.Tables;

namespace Hcos.Bsl.Placement.Scoring;

/// <summary>The scarcer of what stays free.</summary>
internal readonly struct Balance : IObjective
{
    private readonly Left _vcpus;
    private readonly Left _memory;
    private readonly float[]? _most;

    private Balance(Columns columns, PlacementRequest request)
    {
        (_vcpus, _memory) = (new(columns.Vcpus, request.Vcpus), new(columns.Memory, request.MemoryBytes));
        // With a server there, no more is left than without it.
        _most = request is { Vcpus: >= 0, MemoryBytes: >= 0 } ? columns.MostLeft : null;
    }

    public static Balance Of(Scan scan) => new(scan.Columns, scan.Request);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Values(int row) => Vector512.MinNative(_vcpus.Values(row), _memory.Values(row));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Most(int word) => _most is null ? Vector512<float>.One : Lanes.At(_most, word);
}
