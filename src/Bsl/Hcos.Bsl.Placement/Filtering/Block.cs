using System.Numerics;
using System.Runtime.CompilerServices;
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

    private readonly float[] _sums = new float[Size];

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
        var (sums, first, length) = (_sums, First, Length);
        for (var i = 0; i < length; i += RowSet.WordRows)
        {
            if (left[(first + i) / RowSet.WordRows] == 0) continue;
            Lanes.Set(sums, i, Lanes.At(sums, i) + (asked.Values(first + i) * weights));
            Lanes.Set(sums, i + 16, Lanes.At(sums, i + 16) + (asked.Values(first + i + 16) * weights));
            Lanes.Set(sums, i + 32, Lanes.At(sums, i + 32) + (asked.Values(first + i + 32) * weights));
            Lanes.Set(sums, i + 48, Lanes.At(sums, i + 48) + (asked.Values(first + i + 48) * weights));
        }
    }

    /// <summary>Offers the rows that are left to a list of the best, unless one of the filters rejects them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Choose(BestRows best, ulong[] left, List<IFilterRow> late)
    {
        var (sums, bound) = (_sums, Vector512.Create(best.Bound));
        for (var i = 0; i < Length; i += RowSet.WordRows)
        {
            var word = (First + i) / RowSet.WordRows;
            if (left[word] == 0) continue;
            var better = left[word] & Lanes.Word(
                Vector512.GreaterThan(Lanes.At(sums, i), bound).AsInt32(),
                Vector512.GreaterThan(Lanes.At(sums, i + 16), bound).AsInt32(),
                Vector512.GreaterThan(Lanes.At(sums, i + 32), bound).AsInt32(),
                Vector512.GreaterThan(Lanes.At(sums, i + 48), bound).AsInt32());
            for (var filter = 0; better != 0 && filter < late.Count; filter++) better &= ~late[filter].Fails(word);
            if (better == 0) continue;
            for (; better != 0; better &= better - 1)
            {
                var lane = i + BitOperations.TrailingZeroCount(better);
                best.Offer(First + lane, sums[lane]);
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
            if (!left[First + i] || !(_sums[i] >= sum)) continue;
            if (_sums[i] > sum || First + i < row) before++;
        }

        return before;
    }
}
