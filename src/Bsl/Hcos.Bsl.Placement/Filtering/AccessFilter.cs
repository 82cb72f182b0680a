using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Hcos.Bsl.Placement.Tables;

namespace Hcos.Bsl.Placement.Filtering;

/// <summary>Rejects rows that are neither open to everybody nor to the tenant.</summary>
internal readonly struct AccessFilter : IFilter
{
    private readonly int[] _open;
    private readonly int[] _own;
    private readonly Vector512<int> _openBit;
    private readonly Vector512<int> _ownBit;

    private AccessFilter((int[] Word, int Bit) open, (int[] Word, int Bit) own)
    {
        (_open, _openBit) = (open.Word, Vector512.Create(open.Bit));
        (_own, _ownBit) = (own.Word, Vector512.Create(own.Bit));
    }

    public static AccessFilter Of(Scan scan)
    {
        // Where nobody told a name, any column of bits will do with no bit asked for.
        var none = (scan.Columns.States, 0);
        var tenants = scan.Columns.Tenants;
        return new(tenants.Find("") ?? none, tenants.Find(scan.Request.Tenant!) ?? none);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<int> Fails(int row) => Vector512.Equals(
        (Lanes.At(_open, row) & _openBit) | (Lanes.At(_own, row) & _ownBit), Vector512<int>.Zero);
}
