namespace Hcos.Bsl.Placement.Tables;

/// <summary>The rows of one cluster, pod or zone: a list, and bits as well once those are smaller.</summary>
internal sealed class Domain(int length)
{
    private const int BitsOfNumber = 32;
    private readonly List<int> _rows = [];
    private RowSet? _bits;

    public void Add(int row)
    {
        _rows.Add(row);
        if (_bits is not null) _bits[row] = true;
        else if (_rows.Count > length / BitsOfNumber) Gather();
    }

    public void Remove(int row)
    {
        _rows.Remove(row);
        if (_bits is not null) _bits[row] = false;
    }

    /// <summary>All its rows join a set.</summary>
    public void JoinTo(RowSet rows)
    {
        if (_bits is not null) rows.Join(_bits);
        else foreach (var row in _rows) rows[row] = true;
    }

    private void Gather()
    {
        _bits = new(length);
        foreach (var row in _rows) _bits[row] = true;
    }
}
