using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Hcos.Bsl.Placement.Filtering;
using Hcos.Bsl.Placement.Tables;
using Hcos.Contracts.Arml;

namespace Hcos.Bsl.Placement.Scoring;

/// <summary>
/// How much of the largest usual server would still fit; a host that cannot take one anyway has nothing to lose.
/// </summary>
internal readonly struct Headroom : IObjective
{
    private readonly int[] _vcpus;
    private readonly int[] _memory;
    private readonly Vector512<int> _needVcpus;
    private readonly Vector512<int> _needMemory;
    private readonly Vector512<int> _usualVcpus;
    private readonly Vector512<int> _usualMemory;
    private readonly Vector512<float> _perVcpu;
    private readonly Vector512<float> _perMemory;

    private Headroom(Columns columns, PlacementRequest request, Capacity usual)
    {
        (_vcpus, _memory) = (columns.Vcpus.Free, columns.Memory.Free);
        _needVcpus = Vector512.Create(columns.Vcpus.Rounded(request.Vcpus));
        _needMemory = Vector512.Create(columns.Memory.Rounded(request.MemoryBytes));
        var (vcpus, memory) = (columns.Vcpus.Rounded(usual.Vcpus), columns.Memory.Rounded(usual.MemoryBytes));
        (_usualVcpus, _usualMemory) = (Vector512.Create(vcpus), Vector512.Create(memory));
        _perVcpu = Vector512.Create(1f / Math.Max(vcpus, 1));
        _perMemory = Vector512.Create(1f / Math.Max(memory, 1));
    }

    public static Headroom Of(Scan scan) => new(scan.Columns, scan.Request, scan.Policy.Usual);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Values(int row)
    {
        var (vcpus, memory) = (Lanes.At(_vcpus, row), Lanes.At(_memory, row));
        var fitted = Vector512.GreaterThanOrEqual(vcpus, _usualVcpus)
            & Vector512.GreaterThanOrEqual(memory, _usualMemory);
        var left = Lanes.BoundedNumbers(Vector512.MinNative(
            Vector512.ConvertToSingle(vcpus - _needVcpus) * _perVcpu,
            Vector512.ConvertToSingle(memory - _needMemory) * _perMemory));
        return Vector512.ConditionalSelect(fitted.AsSingle(), left, Vector512<float>.One);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Most(int word) => Vector512<float>.One;
}
