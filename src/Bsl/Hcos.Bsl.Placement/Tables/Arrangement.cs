namespace Hcos.Bsl.Placement.Tables;

/// <summary>Candidates in the order of their keys, with their columns; what is free is told afterwards.</summary>
internal sealed class Arrangement
{
    private readonly Dictionary<CandidateKey, int> _rows;
    private readonly Dictionary<CandidateKey, List<int>> _sharing = [];

    private Arrangement(CandidateKey[] keys, Candidate[] candidates)
    {
        (Keys, Candidates, Columns) = (keys, candidates, new(candidates.Length));
        _rows = new(keys.Length);
        var environments = new List<EnvironmentRows>();
        for (var row = 0; row < keys.Length; row++)
        {
            _rows[keys[row]] = row;
            if (CandidateTable.SharedBy(candidates[row]) is { } shared) Share(shared, row);
            var isFirst = row == 0 || keys[row - 1].Environment != keys[row].Environment;
            if (isFirst) environments.Add(new(keys[row].Environment, row, row));
            environments[^1] = environments[^1] with { End = row + 1 };
        }

        Environments = environments;
    }

    public CandidateKey[] Keys { get; }

    public Candidate[] Candidates { get; }

    public Columns Columns { get; }

    public IReadOnlyList<EnvironmentRows> Environments { get; }

    public static Arrangement Of(Candidate[] candidates)
    {
        var keys = Array.ConvertAll(candidates, candidate => candidate.Key);
        Array.Sort(keys, candidates);
        return new(keys, candidates);
    }

    public int RowOf(CandidateKey key) => _rows.TryGetValue(key, out var row) ? row : -1;

    /// <summary>The rows that share a storage.</summary>
    public IReadOnlyList<int> Sharing(CandidateKey shared) => _sharing.GetValueOrDefault(shared) ?? [];

    private void Share(CandidateKey shared, int row)
    {
        if (!_sharing.TryGetValue(shared, out var rows)) _sharing[shared] = rows = [];
        rows.Add(row);
    }
}
