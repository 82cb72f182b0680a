using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Hcos.Bsl.Placement.Tables;

namespace Hcos.Bsl.Placement.Scoring;

/// <summary>
/// Values of the few rows that differ from what holds elsewhere. Only lanes with such a row are written; for all
/// others there is a number that says that there is nothing.
/// </summary>
internal sealed class Corrections
{
    /// <summary>Where the lanes of a row are, by its number / 16; 0 where there are none.</summary>
    private int[] _places = [];
    private float[] _values = new float[4 * Lanes.Count];
    private int _used;

    public void Clear(int length)
    {
        if (_places.Length != length / Lanes.Count) _places = new int[length / Lanes.Count];
        else Array.Clear(_places);
        _used = Lanes.Count;
    }

    /// <summary>The value of one row, to be read or changed.</summary>
    public ref float At<TObjective>(int row, TObjective elsewhere)
        where TObjective : struct, IObjective
    {
        ref var place = ref _places[row / Lanes.Count];
        if (place == 0)
        {
            if (_used == _values.Length) Array.Resize(ref _values, 2 * _used);
            (place, _used) = (_used, _used + Lanes.Count);
            Lanes.Set(_values, place, elsewhere.Values(row & -Lanes.Count));
        }

        return ref _values[place + (row % Lanes.Count)];
    }

    /// <summary>The corrected values, once all corrections are made.</summary>
    public Corrected<TObjective> Of<TObjective>(TObjective elsewhere)
        where TObjective : struct, IObjective => new(elsewhere, _places, _values);
}

/// <summary>Values of which some are corrected.</summary>
internal readonly struct Corrected<TObjective>(TObjective elsewhere, int[] places, float[] values) : IObjective
    where TObjective : struct, IObjective
{
    private readonly TObjective _elsewhere = elsewhere;
    private readonly int[] _places = places;
    private readonly float[] _values = values;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Values(int row)
    {
        var place = Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_places), row / Lanes.Count);
        return place == 0 ? _elsewhere.Values(row) : Lanes.At(_values, place);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Most(int word) => Vector512.Create(float.PositiveInfinity);
}
