using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Hcos.Bsl.Placement.Scoring;
using Hcos.Bsl.Placement.Tables;

namespace Hcos.Bsl.Placement.Filtering;

/// <summary>
/// The scores of some rows, few enough to stay near the processor while objective after objective goes over them.
/// Words of 64 rows of which none is left are passed over.
/// </summary>
internal sealed class Block
{
    /// <summary>So many rows take 4 KB.</summary>
    public const int Size = 1024;

    private readonly float[] _sums = GC.AllocateArray<float>(Size + Lanes.Count, pinned: true);
    private readonly int _start;

    /// <summary>Scores are read and written often: they lie so that lanes do not cross lines of a cache.</summary>
    public Block()
    {
        var address = Marshal.UnsafeAddrOfPinnedArrayElement(_sums, 0);
        _start = (int)(-(address / sizeof(float)) & (Lanes.Count - 1));
    }

    public int First { get; private set; }

    public int Length { get; private set; }

    /// <summary>Goes to the rows from here on.</summary>
    public void Begin(int first, int length)
    {
        (First, Length) = (first, Math.Min(Size, length - first));
        Array.Clear(_sums);
    }

    /// <summary>Adds the weighted values of an objective to the scores. One product, one sum: never fused.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add<TObjective>(in TObjective objective, float weight, ulong[] left)
        where TObjective : struct, IObjective
    {
        var (asked, weights) = (objective, Vector512.Create(weight));
        var (sums, start, first, length) = (_sums, _start, First, Length);
        for (var i = 0; i < length; i += RowSet.WordRows)
        {
            if (left[(first + i) / RowSet.WordRows] == 0) continue;
            var (at, row) = (start + i, first + i);
            Lanes.Set(sums, at, Lanes.At(sums, at) + (asked.Values(row) * weights));
            Lanes.Set(sums, at + 16, Lanes.At(sums, at + 16) + (asked.Values(row + 16) * weights));
            Lanes.Set(sums, at + 32, Lanes.At(sums, at + 32) + (asked.Values(row + 32) * weights));
            Lanes.Set(sums, at + 48, Lanes.At(sums, at + 48) + (asked.Values(row + 48) * weights));
        }
    }

    /// <summary>Offers the rows that are left to a list of the best, unless one of the filters rejects them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Choose(BestRows best, ulong[] left, List<IFilterRow> late)
    {
        var (sums, start, bound) = (_sums, _start, Vector512.Create(best.Bound));
        for (var i = 0; i < Length; i += RowSet.WordRows)
        {
            var word = (First + i) / RowSet.WordRows;
            if (left[word] == 0) continue;
            var better = left[word] & Lanes.Word(
                Vector512.GreaterThan(Lanes.At(sums, start + i), bound).AsInt32(),
                Vector512.GreaterThan(Lanes.At(sums, start + i + 16), bound).AsInt32(),
                Vector512.GreaterThan(Lanes.At(sums, start + i + 32), bound).AsInt32(),
                Vector512.GreaterThan(Lanes.At(sums, start + i + 48), bound).AsInt32());
            for (var filter = 0; better != 0 && filter < late.Count; filter++) better &= ~late[filter].Fails(word);
            if (better == 0) continue;
            for (; better != 0; better &= better - 1)
            {
                var lane = i + BitOperations.TrailingZeroCount(better);
                best.Offer(First + lane, sums[start + lane]);
            }

            bound = Vector512.Create(best.Bound);
        }
    }

    /// <summary>How many rows that are left come before a row of that score.</summary>
    public int CountBefore(int row, float sum, RowSet left)
    {
        var before = 0;
        for (var i = 0; i < Length; i++)
        {
            var other = _sums[_start + i];
            if (!left[First + i] || !(other >= sum)) continue;
            if (other > sum || First + i < row) before++;
        }

        return before;
    }
}
