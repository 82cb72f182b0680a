using Hcos.Bsl.Placement.Tables;

namespace Hcos.Bsl.Placement.Filtering;

/// <summary>How many members of a group are in the same place as a row, at one level.</summary>
internal sealed class Occupancy
{
    private readonly int[] _byDomain;
    private readonly SortedDictionary<int, int> _byRow = [];
    private readonly PlaceColumn _places;
    private readonly DomainLevel _level;

    public Occupancy(IReadOnlyList<KeyValuePair<CandidateKey, int>> members, DomainLevel level, CandidateTable table)
    {
        (_places, _level) = (table.Columns.Places, level);
        _byDomain = new int[_places.Domains];
        foreach (var (key, count) in members)
        {
            var row = table.RowOf(key);
            if (row < 0) continue;
            _byRow[row] = _byRow.GetValueOrDefault(row) + count;
            var domain = _places.DomainAt(_places.Numbers[row], level);
            if (domain >= 0) _byDomain[domain] += count;
        }
    }

    /// <summary>The rows that members are on, in order.</summary>
    public IEnumerable<int> Rows => _byRow.Keys;

    /// <summary>Members in the same place as a row of a place that has no member itself.</summary>
    public int InPlace(int place)
    {
        var domain = _places.DomainAt(place, _level);
        return domain < 0 ? 0 : _byDomain[domain];
    }

    /// <summary>Members in the same place as a row; a row that tells no place is one of its own.</summary>
    public int At(int row)
    {
        var domain = _places.DomainAt(_places.Numbers[row], _level);
        return domain < 0 ? _byRow.GetValueOrDefault(row) : _byDomain[domain];
    }
}
