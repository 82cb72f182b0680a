using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hcos.Bsl.Placement.Tables;

/// <summary>
/// A column, or the same value in every row. The same value is kept for 16 rows only and read again and again, which
/// spares reading a whole column.
/// </summary>
/// <param name="Values">One for each row, or 16 equal ones.</param>
/// <param name="Mask">All bits for each row; none for equal ones.</param>
internal readonly record struct LaneColumn<T>(T[] Values, int Mask)
{
    public T this[int row] => Values[row & Mask];

    public static LaneColumn<T> Of(T[] values) => new(values, -1);

    public static LaneColumn<T> Same(T value)
    {
        var values = new T[Lanes.Count];
        Array.Fill(values, value);
        return new(values, 0);
    }
}

/// <summary>Reads columns in lanes.</summary>
internal static class LaneColumns
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> At(this in LaneColumn<int> column, int row) =>
        Lanes.At(column.Values, row & column.Mask);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> At(this in LaneColumn<float> column, int row) =>
        Lanes.At(column.Values, row & column.Mask);

    /// <summary>Half as many: the others begin 8 rows further.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<long> HalfAt(this in LaneColumn<long> column, int row, int half) =>
        Lanes.At(column.Values, (row & column.Mask) + half);
}
