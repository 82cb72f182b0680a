using System.Runtime.Intrinsics;

namespace Hcos.Bsl.Placement.Tables;

/// <summary>
/// A set of rows, one bit each: what is yes or no of ten thousand rows are 1,250 bytes. Words are whole vectors, so
/// that no loop has a rest; bits behind the last row may be anything.
/// </summary>
internal sealed class RowSet(int length)
{
    /// <summary>Rows of one word.</summary>
    public const int WordRows = 64;
    private const int WordsOfVector = 8;

    public ulong[] Words { get; } = new ulong[WordsOf(length)];

    public bool this[int row]
    {
        get => (Words[row / WordRows] & (1UL << row)) != 0;
        set => Words[row / WordRows] = value
            ? Words[row / WordRows] | (1UL << row)
            : Words[row / WordRows] & ~(1UL << row);
    }

    /// <summary>How many words there are for so many rows.</summary>
    public static int WordsOf(int length) =>
        ((length / WordRows) + WordsOfVector - 1) / WordsOfVector * WordsOfVector;

    public void Fill() => Array.Fill(Words, ulong.MaxValue);

    public void Clear() => Array.Clear(Words);

    /// <summary>All rows from one to before another join.</summary>
    public void Fill(int first, int end)
    {
        for (; first < end && first % WordRows != 0; first++) this[first] = true;
        for (; first + WordRows <= end; first += WordRows) Words[first / WordRows] = ulong.MaxValue;
        for (; first < end; first++) this[first] = true;
    }

    /// <summary>All rows of another set join.</summary>
    public void Join(RowSet others)
    {
        for (var i = 0; i < Words.Length; i += WordsOfVector) Lanes.Set(Words, i, Lanes.At(Words, i) | others.At(i));
    }

    /// <summary>All rows that are not in another set join.</summary>
    public void JoinAllBut(RowSet others)
    {
        for (var i = 0; i < Words.Length; i += WordsOfVector) Lanes.Set(Words, i, Lanes.At(Words, i) | ~others.At(i));
    }

    private Vector512<ulong> At(int word) => Lanes.At(Words, word);
}
