using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Hcos.Bsl.Placement.Filtering;

/// <summary>
/// Brings what was worked out for each place to the rows. Every row has a place, also those behind the last one, so
/// nothing is checked on the way: these loops are most of what a request with rules about groups costs.
/// </summary>
internal static class PlaceLookup
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Or(int[] column, int[] places, int[] byPlace)
    {
        if (byPlace.Length == 0) return;
        ref var to = ref MemoryMarshal.GetArrayDataReference(column);
        ref var from = ref MemoryMarshal.GetArrayDataReference(byPlace);
        ref var place = ref MemoryMarshal.GetArrayDataReference(places);
        for (nuint row = 0; row < (nuint)column.Length; row++)
        {
            Unsafe.Add(ref to, row) |= Unsafe.Add(ref from, (nuint)(uint)Unsafe.Add(ref place, row));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(float[] column, int[] places, float[] byPlace)
    {
        if (byPlace.Length == 0) return;
        ref var to = ref MemoryMarshal.GetArrayDataReference(column);
        ref var from = ref MemoryMarshal.GetArrayDataReference(byPlace);
        ref var place = ref MemoryMarshal.GetArrayDataReference(places);
        for (nuint row = 0; row < (nuint)column.Length; row++)
        {
            Unsafe.Add(ref to, row) += Unsafe.Add(ref from, (nuint)(uint)Unsafe.Add(ref place, row));
        }
    }
}
