using Hcos.Bsl.Placement.Scoring;
using Hcos.Bsl.Placement.Tables;

namespace Hcos.Bsl.Placement.Filtering;

/// <summary>What one request needs for itself; the next request gets the same again.</summary>
internal sealed class Scratch
{
    private readonly Reused<RowSet> _rows = new();
    private readonly Reused<Occupancy> _occupancies = new();
    private readonly Reused<Corrections> _corrections = new();
    private readonly Reused<PlaceTable> _places = new();
    private int _length;

    /// <summary>A request begins; columns have this length from now on.</summary>
    public void Begin(int length)
    {
        if (length != _length) _rows.Forget();
        _length = length;
        _rows.Begin();
        _occupancies.Begin();
        _corrections.Begin();
        _places.Begin();
    }

    /// <summary>A set of no rows.</summary>
    public RowSet Rows()
    {
        var rows = _rows.Next() ?? _rows.Add(new(_length));
        rows.Clear();
        return rows;
    }

    /// <summary>Members counted.</summary>
    public Occupancy Occupancy(
        IReadOnlyList<KeyValuePair<CandidateKey, int>> members, DomainLevel level, CandidateTable table)
    {
        var occupancy = _occupancies.Next() ?? _occupancies.Add(new());
        occupancy.Count(members, level, table);
        return occupancy;
    }

    /// <summary>No corrections yet.</summary>
    public Corrections Corrections()
    {
        var corrections = _corrections.Next() ?? _corrections.Add(new());
        corrections.Clear(_length);
        return corrections;
    }

    /// <summary>A value for each of so many places, 0 unless told.</summary>
    public float[] Places(int count)
    {
        var places = _places.Next() ?? _places.Add(new());
        return places.Cleared(count);
    }

    private sealed class PlaceTable
    {
        private float[] _values = [];

        public float[] Cleared(int count)
        {
            if (_values.Length < count) _values = new float[count];
            Array.Clear(_values);
            return _values;
        }
    }

    private sealed class Reused<T>
        where T : class
    {
        private readonly List<T> _all = [];
        private int _used;

        public void Begin() => _used = 0;

        public void Forget() => _all.Clear();

        public T? Next() => _used < _all.Count ? _all[_used++] : null;

        public T Add(T one)
        {
            _all.Add(one);
            _used++;
            return one;
        }
    }
}
