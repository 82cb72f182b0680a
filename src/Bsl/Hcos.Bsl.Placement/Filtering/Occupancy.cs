using Hcos.Bsl.Placement.Tables;

namespace Hcos.Bsl.Placement.Filtering;

/// <summary>How many members of a group are in the same place as a row, at one level.</summary>
internal sealed class Occupancy
{
    private readonly Dictionary<int, int> _byRow = [];
    private readonly List<int> _rows = [];
    private readonly List<int> _domains = [];
    private int[] _byDomain = [];
    private PlaceColumn _places = null!;
    private DomainLevel _level;

    /// <summary>The rows that members are on.</summary>
    public IReadOnlyList<int> Rows => _rows;

    /// <summary>Forgets all and counts these.</summary>
    public void Count(
        IReadOnlyList<KeyValuePair<CandidateKey, int>> members, DomainLevel level, CandidateTable table)
    {
        foreach (var domain in _domains) _byDomain[domain] = 0;
        _domains.Clear();
        _rows.Clear();
        _byRow.Clear();
        (_places, _level) = (table.Columns.Places, level);
        if (_byDomain.Length < _places.Domains.Count) Array.Resize(ref _byDomain, _places.Domains.Count);
        foreach (var (key, count) in members)
        {
            var row = table.RowOf(key);
            if (row < 0) continue;
            if (!_byRow.TryGetValue(row, out var before)) _rows.Add(row);
            _byRow[row] = before + count;
            var domain = _places.DomainAt(_places.Numbers[row], level);
            if (domain == PlaceColumn.None) continue;
            _domains.Add(domain);
            _byDomain[domain] += count;
        }
    }

    /// <summary>
    /// Members by domain, none where there is no domain: by the domain of a place, those in the same place as a row
    /// that has no member itself.
    /// </summary>
    public ReadOnlySpan<int> ByDomain => _byDomain;

    /// <summary>The domain of each place.</summary>
    public ReadOnlySpan<int> Domains => _places.DomainsAt(_level).AsSpan(0, _places.Count);

    /// <summary>Members in the same place as a row; a row that tells no place is one of its own.</summary>
    public int At(int row)
    {
        var domain = _places.DomainAt(_places.Numbers[row], _level);
        return domain == PlaceColumn.None ? _byRow.GetValueOrDefault(row) : _byDomain[domain];
    }

    /// <summary>All rows that are in the same place as a member join a set.</summary>
    public void JoinTo(RowSet rows)
    {
        foreach (var domain in _domains)
        {
            if (_byDomain[domain] > 0) _places.Domains[domain].JoinTo(rows);
        }

        foreach (var row in _rows)
        {
            if (At(row) > 0) rows[row] = true;
        }
    }
}
