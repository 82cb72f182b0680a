using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Hcos.Bsl.Placement.Tables;

/// <summary>
/// Rows are looked at in lanes of 16, whatever the machine's vectors are wide: columns are as long as a multiple of
/// it, so that no loop has a rest.
/// </summary>
internal static class Lanes
{
    public const int Count = 16;

    /// <summary>How long a column of so many rows is.</summary>
    public static int Padded(int rows) => Math.Max(Count, (rows + Count - 1) / Count * Count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> At(int[] column, int row) =>
        Vector512.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(column), (nuint)row);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> At(float[] column, int row) =>
        Vector512.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(column), (nuint)row);

    /// <summary>Half as many: the others begin 8 rows further.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<long> At(long[] column, int row) =>
        Vector512.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(column), (nuint)row);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Set(int[] column, int row, Vector512<int> values) =>
        values.StoreUnsafe(ref MemoryMarshal.GetArrayDataReference(column), (nuint)row);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Set(float[] column, int row, Vector512<float> values) =>
        values.StoreUnsafe(ref MemoryMarshal.GetArrayDataReference(column), (nuint)row);

    /// <summary>Bounds values to 0..1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Bounded(Vector512<float> values) =>
        Vector512.Min(Vector512.Max(values, Vector512<float>.Zero), Vector512<float>.One);
}
