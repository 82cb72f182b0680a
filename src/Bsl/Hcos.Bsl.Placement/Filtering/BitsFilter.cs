using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Hcos.Bsl.Placement.Tables;

namespace Hcos.Bsl.Placement.Filtering;

/// <summary>Rejects rows that do not have all wanted names.</summary>
internal readonly struct BitsFilter : IFilter
{
    private readonly int[][] _words;
    private readonly int[] _bits;

    private BitsFilter(int[][] words, int[] bits) => (_words, _bits) = (words, bits);

    public static BitsFilter Of(BitColumns columns, IReadOnlyList<string> wanted)
    {
        var found = new Dictionary<int[], int>();
        foreach (var name in wanted)
        {
            // A name that no row has is a bit that is set nowhere.
            if (columns.Find(name) is not var (word, bit)) return new([], []);
            found[word] = found.GetValueOrDefault(word) | bit;
        }

        return new([.. found.Keys], [.. found.Values]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<int> Fails(int row)
    {
        if (_words.Length == 0) return Vector512<int>.AllBitsSet;
        var missing = Vector512<int>.Zero;
        for (var i = 0; i < _words.Length; i++)
        {
            missing |= Vector512.AndNot(Vector512.Create(_bits[i]), Lanes.At(_words[i], row));
        }

        return ~Vector512.Equals(missing, Vector512<int>.Zero);
    }
}
