namespace Hcos.Bsl.Placement.Filtering;

/// <summary>Columns that one request needs for itself; the next request gets the same ones again.</summary>
internal sealed class ScratchColumns
{
    private readonly List<int[]> _numbers = [];
    private readonly List<float[]> _values = [];
    private int _usedNumbers;
    private int _usedValues;
    private int _length;

    /// <summary>A request begins; columns have this length from now on.</summary>
    public void Begin(int length)
    {
        (_usedNumbers, _usedValues) = (0, 0);
        if (length == _length) return;
        _length = length;
        _numbers.Clear();
        _values.Clear();
    }

    /// <summary>A column of zeros.</summary>
    public int[] Numbers()
    {
        if (_usedNumbers == _numbers.Count) _numbers.Add(new int[_length]);
        var column = _numbers[_usedNumbers++];
        Array.Clear(column);
        return column;
    }

    /// <summary>A column of one value.</summary>
    public float[] Values(float value)
    {
        if (_usedValues == _values.Count) _values.Add(new float[_length]);
        var column = _values[_usedValues++];
        Array.Fill(column, value);
        return column;
    }
}
