using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Hcos.Bsl.Placement.Scoring;
using Hcos.Bsl.Placement.Tables;

namespace Hcos.Bsl.Placement.Filtering;

/// <summary>
/// Some rows with their marks and scores, few enough to stay near the processor while filter after filter and
/// objective after objective goes over them; each column is read once.
/// </summary>
internal sealed class Block
{
    /// <summary>So many rows take 8 KB.</summary>
    public const int Size = 1024;

    /// <summary>Marks what is behind the last row; it is no reason and is not counted.</summary>
    private const int NoRow = int.MaxValue;

    private readonly int[] _marks = new int[Size];
    private readonly float[] _sums = new float[Size];
    private bool _hasSums;

    public int First { get; private set; }

    public int Length { get; private set; }

    /// <summary>How many rows each reason rejected, over all blocks since they were cleared.</summary>
    public int[] Counts { get; } = new int[(int)Rejection.Further + 1];

    /// <summary>Goes to the rows from here on.</summary>
    public void Begin(int first, int rows)
    {
        First = first;
        Length = Math.Min(Size, Lanes.Padded(rows - first));
        _hasSums = false;
        Array.Clear(_marks, 0, Length);
        if (rows - first < Length) Array.Fill(_marks, NoRow, rows - first, Length - (rows - first));
    }

    /// <summary>Marks rows without a mark that fail, and counts them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Mark<TFilter>(TFilter filter, Rejection reason)
        where TFilter : struct, IFilter
    {
        var mark = Vector512.Create((int)reason);
        var counts = Vector512<int>.Zero;
        var (marked, first, length) = (_marks, First, Length);
        for (var i = 0; i < length; i += Lanes.Count)
        {
            var marks = Lanes.At(marked, i);
            var fails = filter.Fails(first + i) & Vector512.Equals(marks, Vector512<int>.Zero);
            // A lane that is set is -1.
            counts -= fails;
            Lanes.Set(marked, i, marks | (fails & mark));
        }

        Counts[(int)reason] += Vector512.Sum(counts);
    }

    /// <summary>Adds the weighted values of an objective to the scores. One product, one sum: never fused.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add<TObjective>(TObjective objective, float weight)
        where TObjective : struct, IObjective
    {
        var weights = Vector512.Create(weight);
        if (!_hasSums) Array.Clear(_sums, 0, Length);
        _hasSums = true;
        var (sums, first, length) = (_sums, First, Length);
        for (var i = 0; i < length; i += Lanes.Count)
        {
            var parts = objective.Values(first + i) * weights;
            Lanes.Set(sums, i, Lanes.At(sums, i) + parts);
        }
    }

    /// <summary>Offers the rows without a mark to a list of the best.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Choose(BestRows best)
    {
        if (!_hasSums) Array.Clear(_sums, 0, Length);
        var bound = Vector512.Create(best.Bound);
        for (var i = 0; i < Length; i += Lanes.Count)
        {
            var isFree = Vector512.Equals(Lanes.At(_marks, i), Vector512<int>.Zero);
            var sums = Lanes.At(_sums, i);
            var isBetter = Vector512.GreaterThan(sums, bound).AsInt32() & isFree;
            if (isBetter == Vector512<int>.Zero) continue;
            best.Offer(First + i, sums, isBetter);
            bound = Vector512.Create(best.Bound);
        }
    }

    /// <summary>How many rows without a mark come before a row of that score.</summary>
    public int CountBefore(int row, float sum)
    {
        var before = 0;
        for (var i = 0; i < Length; i++)
        {
            if (_marks[i] != 0 || !(_sums[i] >= sum)) continue;
            if (_sums[i] > sum || First + i < row) before++;
        }

        return before;
    }
}
