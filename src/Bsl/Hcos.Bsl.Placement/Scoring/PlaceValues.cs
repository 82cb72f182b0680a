using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Hcos.Bsl.Placement.Tables;

namespace Hcos.Bsl.Placement.Scoring;

/// <summary>
/// What was worked out for each place, looked up by row. Every row has a place, also those behind the last one, so
/// nothing is checked on the way.
/// </summary>
internal readonly struct PlaceValues(PlaceColumn places, float[] values) : IObjective
{
    private readonly int[] _places = places.Numbers;
    private readonly float[] _values = values;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Values(int row)
    {
        ref var place = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_places), row);
        ref var value = ref MemoryMarshal.GetArrayDataReference(_values);
        return Vector512.Create(
            At(ref place, ref value, 0), At(ref place, ref value, 1),
            At(ref place, ref value, 2), At(ref place, ref value, 3),
            At(ref place, ref value, 4), At(ref place, ref value, 5),
            At(ref place, ref value, 6), At(ref place, ref value, 7),
            At(ref place, ref value, 8), At(ref place, ref value, 9),
            At(ref place, ref value, 10), At(ref place, ref value, 11),
            At(ref place, ref value, 12), At(ref place, ref value, 13),
            At(ref place, ref value, 14), At(ref place, ref value, 15));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float At(ref int place, ref float value, int lane) =>
        Unsafe.Add(ref value, (nuint)(uint)Unsafe.Add(ref place, lane));
}
