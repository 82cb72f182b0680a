using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Hcos.Bsl.Placement.Tables;

/// <summary>
/// Rows are looked at in lanes of 16, whatever the machine's vectors are wide: columns are as long as a multiple of
/// a word of bits, so that no loop has a rest.
/// </summary>
internal static class Lanes
{
    public const int Count = 16;

    /// <summary>How long a column of so many rows is: whole words of bits.</summary>
    public static int Padded(int rows) =>
        Math.Max(RowSet.WordRows, (rows + RowSet.WordRows - 1) / RowSet.WordRows * RowSet.WordRows);

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

    /// <summary>Eight words of bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> At(ulong[] words, int word) =>
        Vector512.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(words), (nuint)word);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Set(ulong[] words, int word, Vector512<ulong> values) =>
        values.StoreUnsafe(ref MemoryMarshal.GetArrayDataReference(words), (nuint)word);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Set(float[] column, int row, Vector512<float> values) =>
        values.StoreUnsafe(ref MemoryMarshal.GetArrayDataReference(column), (nuint)row);

    /// <summary>One word of bits from four lanes of 16 that are all ones or zeros.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Word(Vector512<int> one, Vector512<int> two, Vector512<int> three, Vector512<int> four) =>
        one.ExtractMostSignificantBits() | (two.ExtractMostSignificantBits() << Count)
        | (three.ExtractMostSignificantBits() << (2 * Count)) | (four.ExtractMostSignificantBits() << (3 * Count));

    /// <summary>
    /// Bounds values to 0..1 that are numbers for certain, as what comes of whole numbers is: that saves asking. Zero
    /// stands second, so that it is never negative.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> BoundedNumbers(Vector512<float> values) =>
        Vector512.MinNative(Vector512.MaxNative(values, Vector512<float>.Zero), Vector512<float>.One);

    /// <summary>Bounds values to 0..1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Bounded(Vector512<float> values) =>
        Vector512.Min(Vector512.Max(values, Vector512<float>.Zero), Vector512<float>.One);
}
