using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Hcos.Bsl.Placement.Filtering;
using Hcos.Bsl.Placement.Tables;

namespace Hcos.Bsl.Placement.Scoring;

/// <summary>The watts that the server adds there, against the most that any host draws.</summary>
internal readonly struct Energy : IObjective
{
    private readonly float[] _perVcpu;
    private readonly float[] _toWake;
    private readonly Vector512<float> _vcpus;
    private readonly Vector512<float> _share;

    private Energy(Columns columns, float vcpus)
    {
        (_perVcpu, _toWake) = (columns.WattsPerVcpu, columns.WattsToWake);
        _vcpus = Vector512.Create(vcpus);
        _share = Vector512.Create(columns.MostWatts > 0f ? 1f / columns.MostWatts : 0f);
    }

    public static Energy Of(Scan scan) => new(scan.Columns, scan.Request.Vcpus);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Values(int row)
    {
        var ofVcpus = Lanes.At(_perVcpu, row) * _vcpus;
        return Lanes.Bounded(Vector512<float>.One - ((ofVcpus + Lanes.At(_toWake, row)) * _share));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Most(int word) => Vector512<float>.One;
}
