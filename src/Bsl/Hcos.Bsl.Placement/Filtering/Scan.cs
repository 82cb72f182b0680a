using Hcos.Bsl.Placement.Scoring;
using Hcos.Bsl.Placement.Tables;

namespace Hcos.Bsl.Placement.Filtering;

/// <summary>
/// One request over one table. Filters take rows out of a set of bits, objectives add up scores block after block.
/// Owned by the table and used again for each request, so that a placement leaves almost nothing behind to collect.
/// </summary>
internal sealed class Scan
{
    private readonly IFilterRow[] _allFilters = FilterTable.New();
    private readonly IObjectiveRow[] _allObjectives = ObjectiveTable.New();
    private readonly List<IFilterRow> _filters = [];
    private readonly List<IFilterRow> _late = [];
    private readonly List<(IObjectiveRow Row, float Weight)> _objectives = [];
    private readonly int[] _counts = new int[(int)Rejection.Further + 1];
    private readonly Block _block = new();
    private RowSet _left = new(0);
    private float[] _most = [];

    public PlacementRequest Request { get; private set; } = null!;

    public PlacementPolicy Policy { get; private set; } = PlacementPolicy.Default;

    public CandidateTable Table { get; private set; } = null!;

    public Columns Columns { get; private set; } = null!;

    public Scratch Scratch { get; } = new();

    public Offered Offered { get; } = new();

    public BestRows Best { get; } = new();

    /// <summary>Network cards of the server.</summary>
    public long Ports { get; private set; }

    /// <summary>How many rows each reason rejected in the last run.</summary>
    public ReadOnlySpan<int> Counts => _counts;

    /// <summary>Reads the request; the table must not change until the run is over.</summary>
    public void Prepare(PlacementRequest request, CandidateTable table, PlacementPolicy policy)
    {
        (Request, Policy, Table, Columns) = (request, policy, table, table.Columns);
        Scratch.Begin(Columns.Length);
        Offered.Prepare(request, table);
        Ports = PortsOf(request);
        _filters.Clear();
        foreach (var filter in _allFilters)
        {
            if (filter.Prepare(this)) _filters.Add(filter);
        }

        _objectives.Clear();
        foreach (var (objective, weight) in policy.Weights)
        {
            if (weight == 0f) continue;
            var row = _allObjectives[(int)objective];
            row.Prepare(this);
            _objectives.Add((row, weight));
        }
    }

    /// <summary>Finds the best rows and counts the reasons of the others.</summary>
    public void Run(int best)
    {
        RejectAll();
        _late.Clear();
        Best.Clear(best);
        for (var first = 0; first < Columns.Length; first += Block.Size) Choose(first);
    }

    /// <summary>
    /// Finds the best row only: what takes more than a bit of each row to reject is asked of those rows alone that
    /// would be chosen otherwise, and rows are not even looked at where none can be better than the best so far.
    /// </summary>
    public void RunForChoice()
    {
        Begin();
        _late.Clear();
        foreach (var filter in _filters)
        {
            if (filter.ReadsBits) filter.Reject(_left.Words, Words);
            else _late.Add(filter);
        }

        AddMost();
        Best.Clear(1);
        for (var first = 0; first < Columns.Length; first += Block.Size)
        {
            PassOver(first / RowSet.WordRows, Math.Min(Words, (first + Block.Size) / RowSet.WordRows));
            Choose(first);
        }
    }

    /// <summary>How many rows would be chosen rather than this one.</summary>
    public int CountBefore(int row)
    {
        RejectAll();
        var (sum, before) = (SumOf(row), 0);
        for (var first = 0; first < Columns.Length; first += Block.Size)
        {
            Score(first);
            before += _block.CountBefore(row, sum, _left);
        }

        return before;
    }

    /// <summary>Why a row cannot be chosen.</summary>
    public Rejection MarkOf(int row)
    {
        foreach (var filter in _filters)
        {
            if ((filter.Fails(row / RowSet.WordRows) & (1UL << row)) != 0) return filter.Reason;
        }

        return Rejection.None;
    }

    /// <summary>The score of a row, to the bit as in a run.</summary>
    public float SumOf(int row)
    {
        var sum = 0f;
        foreach (var (objective, weight) in _objectives)
        {
            var part = objective.ValueOf(row) * weight;
            sum += part;
        }

        return sum;
    }

    /// <summary>The value of an objective that counts in a row.</summary>
    public float ValueOf(Objective objective, int row) => _allObjectives[(int)objective].ValueOf(row);

    private int Words => Columns.Length / RowSet.WordRows;

    private void Begin()
    {
        if (_left.Words.Length != RowSet.WordsOf(Columns.Length)) _left = new(Columns.Length);
        _left.Clear();
        _left.Fill(0, Table.Count);
    }

    private void RejectAll()
    {
        Begin();
        Array.Clear(_counts);
        foreach (var filter in _filters) _counts[(int)filter.Reason] += filter.Reject(_left.Words, Words);
    }

    private void Choose(int first)
    {
        Score(first);
        _block.Choose(Best, _left.Words, _late);
    }

    /// <summary>What no row of a word can exceed.</summary>
    private void AddMost()
    {
        var length = Columns.MostLeft.Length;
        if (_most.Length != length) _most = new float[length];
        else Array.Clear(_most);
        foreach (var (objective, weight) in _objectives) objective.AddMost(_most, weight);
    }

    private void PassOver(int word, int end)
    {
        for (; word < end; word++)
        {
            if (_most[word] <= Best.Bound) _left.Words[word] = 0;
        }
    }

    private void Score(int first)
    {
        _block.Begin(first, Columns.Length);
        foreach (var (objective, weight) in _objectives) objective.Add(_block, weight, _left.Words);
    }

    private static long PortsOf(PlacementRequest request)
    {
        var ports = 0L;
        foreach (var (name, need) in request.Further) ports += name == Dimensions.Ports ? need : 0;
        return ports;
    }
}
