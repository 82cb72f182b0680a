using Hcos.Bsl.Placement.Tables;
using Hcos.Contracts.Cie;

namespace Hcos.Bsl.Placement.Filtering;

/// <summary>What environments say to a request, spread over their rows; one value for all where they agree.</summary>
internal sealed class Offered
{
    private int[] _disk = [];
    private long[] _diskBytes = [];
    private (bool IsOther, Rejection Mark, long NeedDisk)[] _answers = [];

    /// <summary>Which reasons any environment gives.</summary>
    public bool[] Reasons { get; } = new bool[(int)Rejection.Further + 1];

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
        (TakesDisk, IsExact) = (false, true);
        var isSame = true;
        for (var i = 0; i < environments.Count; i++)
        {
            var (mark, need) = Ask(request, table.OfferOf(environments[i].Environment));
            var isOther = !IsAllowed(request, environments[i].Environment);
            _answers[i] = (isOther, mark, need);
            Reasons[(int)mark] = true;
            Reasons[(int)Rejection.Environment] |= isOther;
            TakesDisk |= need > 0;
            IsExact &= table.Columns.Disk.IsExact(need);
            isSame &= need == _answers[0].NeedDisk;
        }

        if (environments.Count == 0) return;
        if (isSame) SpreadOne(_answers[0].NeedDisk);
        else Spread(table);
    }

    /// <summary>The rows of environments that give a reason.</summary>
    public RowSet RowsOf(Rejection reason, CandidateTable table, Scratch scratch)
    {
        var rows = scratch.Rows();
        for (var i = 0; i < table.Environments.Count; i++)
        {
            var (isOther, mark, _) = _answers[i];
            var isGiven = reason == Rejection.Environment ? isOther : mark == reason;
            if (isGiven) rows.Fill(table.Environments[i].First, table.Environments[i].End);
        }

        return rows;
    }

    private void SpreadOne(long need)
    {
        Disk = Same(Disk, Rounded(need));
        DiskBytes = Same(DiskBytes, Exact(need));
    }

    private void Spread(CandidateTable table)
    {
        var length = table.Columns.Length;
        if (_disk.Length < length) (_disk, _diskBytes) = (new int[length], new long[length]);
        for (var i = 0; i < table.Environments.Count; i++)
        {
            var (first, end) = (table.Environments[i].First, table.Environments[i].End);
            _disk.AsSpan(first..end).Fill(Rounded(_answers[i].NeedDisk));
            _diskBytes.AsSpan(first..end).Fill(Exact(_answers[i].NeedDisk));
        }

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
