using Hcos.Bsl.Placement.Tables;
using Hcos.Contracts.Cie;

namespace Hcos.Bsl.Placement.Filtering;

/// <summary>What environments say to a request, spread over their rows; one value for all where they agree.</summary>
internal sealed class Offered
{
    private int[] _others = [];
    private int[] _marks = [];
    private int[] _disk = [];
    private long[] _diskBytes = [];
    private (bool IsOther, Rejection Mark, long NeedDisk)[] _answers = [];

    /// <summary>Which reasons any environment gives.</summary>
    public bool[] Reasons { get; } = new bool[(int)Rejection.Further + 1];

    public bool HasOthers { get; private set; }

    /// <summary>1 in rows of environments that the request does not ask for.</summary>
    public LaneColumn<int> Others { get; private set; } = LaneColumn<int>.Same(0);

    /// <summary>Why the environment cannot take it.</summary>
    public LaneColumn<int> Marks { get; private set; } = LaneColumn<int>.Same(0);

    /// <summary>Disk that the server takes, in units; where it takes none, less than any row can have.</summary>
    public LaneColumn<int> Disk { get; private set; } = LaneColumn<int>.Same(0);

    /// <summary>The same to the byte.</summary>
    public LaneColumn<long> DiskBytes { get; private set; } = LaneColumn<long>.Same(0);

    /// <summary>Whether it takes disk anywhere.</summary>
    public bool TakesDisk { get; private set; }

    /// <summary>Whether units say exactly how much.</summary>
    public bool IsExact { get; private set; }

    /// <summary>Disk that the server takes in a row, in bytes.</summary>
    public long NeedDisk(int row) => Math.Max(DiskBytes[row], 0);

    public void Prepare(PlacementRequest request, CandidateTable table)
    {
        var environments = table.Environments;
        if (_answers.Length < environments.Count) _answers = new (bool, Rejection, long)[environments.Count];
        Array.Clear(Reasons);
        (HasOthers, TakesDisk, IsExact) = (false, false, true);
        var isSame = true;
        for (var i = 0; i < environments.Count; i++)
        {
            var (mark, need) = Ask(request, table.OfferOf(environments[i].Environment));
            _answers[i] = (!IsAllowed(request, environments[i].Environment), mark, need);
            Reasons[(int)mark] = true;
            HasOthers |= _answers[i].IsOther;
            TakesDisk |= need > 0;
            IsExact &= table.Columns.Disk.IsExact(need);
            isSame &= _answers[i] == _answers[0];
        }

        if (environments.Count == 0) return;
        if (isSame) SpreadOne(_answers[0]);
        else Spread(table);
    }

    private void SpreadOne((bool IsOther, Rejection Mark, long NeedDisk) answer)
    {
        Others = Same(Others, answer.IsOther ? 1 : 0);
        Marks = Same(Marks, (int)answer.Mark);
        Disk = Same(Disk, Rounded(answer.NeedDisk));
        DiskBytes = Same(DiskBytes, Exact(answer.NeedDisk));
    }

    private void Spread(CandidateTable table)
    {
        var length = table.Columns.Length;
        if (_others.Length < length || _marks.Length < length)
        {
            (_others, _marks, _disk, _diskBytes) =
                (new int[length], new int[length], new int[length], new long[length]);
        }

        for (var i = 0; i < table.Environments.Count; i++)
        {
            var (first, end) = (table.Environments[i].First, table.Environments[i].End);
            var (isOther, mark, need) = _answers[i];
            _others.AsSpan(first..end).Fill(isOther ? 1 : 0);
            _marks.AsSpan(first..end).Fill((int)mark);
            _disk.AsSpan(first..end).Fill(Rounded(need));
            _diskBytes.AsSpan(first..end).Fill(Exact(need));
        }

        (Others, Marks) = (LaneColumn<int>.Of(_others), LaneColumn<int>.Of(_marks));
        (Disk, DiskBytes) = (LaneColumn<int>.Of(_disk), LaneColumn<long>.Of(_diskBytes));
    }

    private static LaneColumn<T> Same<T>(LaneColumn<T> column, T value)
    {
        if (column.Mask != 0) return LaneColumn<T>.Same(value);
        Array.Fill(column.Values, value);
        return column;
    }

    private static int Rounded(long need) => need > 0 ? Units.Rounded(need, Units.Mebibytes) : int.MinValue;

    private static long Exact(long need) => need > 0 ? need : long.MinValue;

    private static bool IsAllowed(PlacementRequest request, EnvironmentId environment) =>
        (request.Environment is not { } only || only == environment)
        && (request.Allowed is not { } allowed || allowed.Contains(environment));

    private static (Rejection Mark, long NeedDisk) Ask(PlacementRequest request, Offer offer)
    {
        var imageBytes = 0L;
        if (request.Image is { } image && !offer.Images.TryGetValue(image, out imageBytes))
        {
            return (Rejection.ImageMissing, 0);
        }

        if (request.Image is not null && request.DiskBytes > 0 && request.DiskBytes < imageBytes)
        {
            return (Rejection.DiskTooSmall, 0);
        }

        var need = request.Image is null ? 0 : Math.Max(request.DiskBytes, imageBytes);
        return request.Network is { } network && !offer.Networks.Contains(network)
            ? (Rejection.NetworkMissing, need)
            : (Rejection.None, need);
    }
}
