using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Hcos.Bsl.Placement.Filtering;
using Hcos.Bsl.Placement.Tables;

namespace Hcos.Bsl.Placement.Scoring;

/// <summary>What an hour costs there, against the dearest that it could cost anywhere.</summary>
internal readonly struct Cost : IObjective
{
    private readonly float[] _perVcpu;
    private readonly float[] _perGib;
    private readonly Vector512<float> _vcpus;
    private readonly Vector512<float> _gib;

    private Cost(Columns columns, float vcpus, float gib)
    {
        (_perVcpu, _perGib) = (columns.PricePerVcpu, columns.PricePerGib);
        (_vcpus, _gib) = (Vector512.Create(vcpus), Vector512.Create(gib));
    }

    public static Cost Of(Scan scan)
    {
        var (vcpus, gib) = ((float)scan.Request.Vcpus, scan.Request.MemoryBytes / (float)(1L << 30));
        var most = (vcpus * scan.Columns.MostPerVcpu) + (gib * scan.Columns.MostPerGib);
        var share = most > 0f ? 1f / most : 0f;
        return new(scan.Columns, vcpus * share, gib * share);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Values(int row)
    {
        var ofVcpus = Lanes.At(_perVcpu, row) * _vcpus;
        var ofMemory = Lanes.At(_perGib, row) * _gib;
        return Lanes.Bounded(Vector512<float>.One - (ofVcpus + ofMemory));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Most(int word) => Vector512<float>.One;
}
