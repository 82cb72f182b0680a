using System.Numerics;
using System.Runtime.InteropServices;

namespace Hcos.Bsl.Placement;

/// <summary>
/// Scorers fill columns with values of 0..1. Only single additions, multiplications and divisions of each row by
/// itself: no sums across rows, no fused operations, so that every machine gets the same bits.
/// </summary>
internal sealed class Scores
{
    private readonly (string Objective, float Weight, float[] Values)[] _columns;

    /// <summary>Scores all rows; those that are marked have values too, which nobody asks for.</summary>
    public Scores(PlacementRequest request, CandidateTable table, ReadOnlySpan<long> needDisk, PlacementPolicy policy)
    {
        _columns =
        [
            ("balance", policy.Balance, Balance(request, table)),
            ("spread", policy.Spread, Spread(request, table)),
            ("disk", policy.Disk, Disk(table, needDisk)),
        ];
        Sums = new float[table.Count];
        foreach (var (_, weight, values) in _columns) AddWeighted(Sums, values, weight);
    }

    /// <summary>The weighted sum of each row.</summary>
    public float[] Sums { get; }

    /// <summary>The objectives, with their weights and values in one row.</summary>
    public IEnumerable<(string Objective, float Weight, float Value)> Parts(int row) =>
        _columns.Select(column => (column.Objective, column.Weight, column.Values[row]));

    private static float[] Balance(PlacementRequest request, CandidateTable table)
    {
        var values = new float[table.Count];
        for (var row = 0; row < values.Length; row++)
        {
            values[row] = MathF.Min(
                Share(table.FreeVcpus[row] - request.Vcpus, table.TotalVcpus[row]),
                Share(table.FreeMemory[row] - request.MemoryBytes, table.TotalMemory[row]));
        }

        return values;
    }

    private static float[] Spread(PlacementRequest request, CandidateTable table)
    {
        var values = new float[table.Count];
        Array.Fill(values, 1f);
        foreach (var (key, count) in request.Group)
        {
            var row = table.RowOf(key);
            if (row >= 0) values[row] = 1f / (1 + count);
        }

        return values;
    }

    private static float[] Disk(CandidateTable table, ReadOnlySpan<long> needDisk)
    {
        var values = new float[table.Count];
        for (var row = 0; row < values.Length; row++)
        {
            values[row] = Share(table.FreeDisk[row] - needDisk[row], table.TotalDisk[row]);
        }

        return values;
    }

    private static float Share(long part, long whole) =>
        part <= 0 || whole <= 0 ? 0f : MathF.Min(1f, (float)part / whole);

    private static void AddWeighted(Span<float> sums, ReadOnlySpan<float> values, float weight)
    {
        var sumVectors = MemoryMarshal.Cast<float, Vector<float>>(sums);
        var valueVectors = MemoryMarshal.Cast<float, Vector<float>>(values);
        var weights = new Vector<float>(weight);
        for (var i = 0; i < sumVectors.Length; i++) sumVectors[i] += valueVectors[i] * weights;
        for (var row = sumVectors.Length * Vector<float>.Count; row < sums.Length; row++)
        {
            var part = values[row] * weight;
            sums[row] += part;
        }
    }
}
