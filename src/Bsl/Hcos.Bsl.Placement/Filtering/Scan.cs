using Hcos.Bsl.Placement.Scoring;
using Hcos.Bsl.Placement.Tables;

namespace Hcos.Bsl.Placement.Filtering;

/// <summary>
/// One request over one table: what filters and objectives read. Owned by the table and used again for each request,
/// so that a placement leaves almost nothing behind to collect.
/// </summary>
internal sealed class Scan
{
    private readonly ScratchColumns _scratch = new();
    private readonly Block _block = new();
    private readonly List<FilterRow> _filters = [];

    public PlacementRequest Request { get; private set; } = null!;

    public PlacementPolicy Policy { get; private set; } = PlacementPolicy.Default;

    public Columns Columns { get; private set; } = null!;

    public Offered Offered { get; } = new();

    public BestRows Best { get; } = new();

    /// <summary>1 where the request was refused before.</summary>
    public int[] Refused { get; private set; } = [];

    /// <summary>1 where a group is not that it must be with; empty when there is none.</summary>
    public int[] Apart { get; private set; } = [];

    /// <summary>1 where a group is that it must not be with; empty when there is none.</summary>
    public int[] Together { get; private set; } = [];

    /// <summary>1 where a dimension that people made up lacks; empty when none is asked for.</summary>
    public int[] MadeUp { get; private set; } = [];

    /// <summary>Network cards of the server.</summary>
    public long Ports { get; private set; }

    public LaneColumn<float> Spread { get; private set; }

    public LaneColumn<float> Locality { get; private set; }

    public LaneColumn<float> Churn { get; private set; }

    public LaneColumn<float> Affinity { get; private set; }

    /// <summary>How many rows each reason rejected in the last run.</summary>
    public ReadOnlySpan<int> Counts => _block.Counts;

    /// <summary>Reads the request; the table must not change until the run is over.</summary>
    public void Prepare(PlacementRequest request, CandidateTable table, PlacementPolicy policy)
    {
        (Request, Policy, Columns) = (request, policy, table.Columns);
        _scratch.Begin(Columns.Length);
        Offered.Prepare(request, table);
        Refused = request.Refused.Count == 0 ? [] : Preparation.Refused(request, table, _scratch);
        (Apart, Together) = request.Rules.Count == 0 ? ([], []) : Preparation.Hard(request, table, _scratch);
        (Ports, MadeUp) = request.Further.Count == 0 ? (0, []) : Preparation.Further(request, table, _scratch);
        foreach (var weight in policy.Weights)
        {
            if (weight.Weight != 0f) Prepare(weight.Objective, table);
        }

        _filters.Clear();
        foreach (var filter in FilterTable.Rows)
        {
            if (filter.Applies(this)) _filters.Add(filter);
        }
    }

    /// <summary>Finds the best rows and counts the reasons of the others.</summary>
    public void Run(int rows, int best)
    {
        Best.Clear(best);
        Array.Clear(_block.Counts);
        for (var first = 0; first < rows; first += Block.Size)
        {
            Judge(first, rows);
            _block.Choose(Best);
        }
    }

    /// <summary>How many rows would be chosen rather than this one.</summary>
    public int CountBefore(int row, int rows)
    {
        var (sum, before) = (SumOf(row), 0);
        Array.Clear(_block.Counts);
        for (var first = 0; first < rows; first += Block.Size)
        {
            Judge(first, rows);
            before += _block.CountBefore(row, sum);
        }

        return before;
    }

    /// <summary>Why a row cannot be chosen.</summary>
    public Rejection MarkOf(int row)
    {
        foreach (var filter in _filters)
        {
            if (filter.MarkOf(this, row)) return filter.Reason;
        }

        return Rejection.None;
    }

    /// <summary>The score of a row, to the bit as in a run.</summary>
    public float SumOf(int row)
    {
        var sum = 0f;
        foreach (var weight in Policy.Weights)
        {
            if (weight.Weight == 0f) continue;
            var part = ValueOf(weight.Objective, row) * weight.Weight;
            sum += part;
        }

        return sum;
    }

    /// <summary>The value of an objective in a row.</summary>
    public float ValueOf(Objective objective, int row) => ObjectiveTable.Rows[(int)objective].ValueOf(this, row);

    private void Judge(int first, int rows)
    {
        _block.Begin(first, rows);
        foreach (var filter in _filters) filter.Mark(this, _block);
        foreach (var weight in Policy.Weights)
        {
            if (weight.Weight == 0f) continue;
            ObjectiveTable.Rows[(int)weight.Objective].Add(this, _block, weight.Weight);
        }
    }

    private void Prepare(Objective objective, CandidateTable table)
    {
        switch (objective)
        {
            case Objective.Spread:
                Spread = Preparation.Spread(Request, table, _scratch);
                break;
            case Objective.Locality:
                Locality = Preparation.Locality(Request, table, _scratch);
                break;
            case Objective.Churn:
                Churn = Preparation.Churn(Request, table, _scratch);
                break;
            case Objective.Affinity:
                Affinity = Preparation.Affinity(Request, table, _scratch);
                break;
            default:
                break;
        }
    }
}
