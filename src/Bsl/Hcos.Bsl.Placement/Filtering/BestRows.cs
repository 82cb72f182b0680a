namespace Hcos.Bsl.Placement.Filtering;

/// <summary>The best rows so far, the best first; of equal ones the one that comes first in the table.</summary>
internal sealed class BestRows
{
    private int[] _rows = new int[8];
    private float[] _sums = new float[8];
    private int _limit = 1;

    public int Count { get; private set; }

    /// <summary>What a score must exceed to be among them.</summary>
    public float Bound { get; private set; }

    public int Row(int place) => _rows[place];

    public float Sum(int place) => _sums[place];

    /// <summary>Forgets all; keeps so many from here on.</summary>
    public void Clear(int limit)
    {
        _limit = Math.Max(limit, 1);
        if (_rows.Length < _limit) (_rows, _sums) = (new int[_limit], new float[_limit]);
        (Count, Bound) = (0, float.NegativeInfinity);
    }

    /// <summary>Takes a row if it is good enough. Rows are offered in their order.</summary>
    public void Offer(int row, float sum)
    {
        if (!(sum > Bound)) return;
        if (Count < _limit) Count++;
        var place = Count - 1;
        for (; place > 0 && _sums[place - 1] < sum; place--)
        {
            (_rows[place], _sums[place]) = (_rows[place - 1], _sums[place - 1]);
        }

        (_rows[place], _sums[place]) = (row, sum);
        if (Count == _limit) Bound = _sums[Count - 1];
    }
}
