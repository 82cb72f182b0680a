namespace Hcos.Bsl.Placement.Tables;

/// <summary>Names by row: for each name that any row has, the set of rows that have it.</summary>
internal sealed class NameSets<TName>(int length)
    where TName : notnull
{
    private readonly Dictionary<TName, RowSet> _sets = [];

    public void Add(int row, TName name)
    {
        if (!_sets.TryGetValue(name, out var rows)) _sets[name] = rows = new(length);
        rows[row] = true;
    }

    public void Remove(int row, TName name)
    {
        if (_sets.TryGetValue(name, out var rows)) rows[row] = false;
    }

    /// <summary>The rows that have a name; null when none has.</summary>
    public RowSet? Find(TName name) => _sets.GetValueOrDefault(name);
}
