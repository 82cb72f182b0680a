namespace Hcos.Bsl.Placement.Tables;

/// <summary>One dimension of capacity: all of it and what is free, exactly and in 32 bits.</summary>
internal sealed class CapacityColumn
{
    private readonly int _shift;

    public CapacityColumn(int length, int shift)
    {
        _shift = shift;
        (Total, Exact) = (new long[length], new long[length]);
        (Free, Inverse) = (new int[length], new float[length]);
        // What lies behind the last row has no room for anything.
        Array.Fill(Free, -Units.Most);
        Array.Fill(Exact, long.MinValue);
    }

    public long[] Total { get; }

    /// <summary>What is free.</summary>
    public long[] Exact { get; }

    /// <summary>What is free, rounded down to <see cref="Units"/>.</summary>
    public int[] Free { get; }

    /// <summary>One by all of it, in units.</summary>
    public float[] Inverse { get; }

    public void SetTotal(int row, long total)
    {
        Total[row] = total;
        Inverse[row] = Units.Inverse(total, _shift);
    }

    public void SetFree(int row, long free)
    {
        Exact[row] = free;
        Free[row] = Units.Rounded(free, _shift);
    }

    /// <summary>An amount in the units of this dimension.</summary>
    public int Rounded(long amount) => Units.Rounded(amount, _shift);

    /// <summary>Whether 32 bits say exactly where an amount fits.</summary>
    public bool IsExact(long amount) => Units.IsExact(amount, _shift);
}
