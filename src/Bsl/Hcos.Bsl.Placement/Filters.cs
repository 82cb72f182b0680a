namespace Hcos.Bsl.Placement;

/// <summary>
/// Filters mark rows that cannot be chosen. Each works on whole columns; a marked row keeps its first mark.
/// </summary>
internal static class Filters
{
    /// <summary>Marks all rows.</summary>
    /// <param name="request">What is to be placed.</param>
    /// <param name="table">The candidates.</param>
    /// <param name="needDisk">Filled in: the disk that the server would take on each row.</param>
    public static Rejection[] Apply(PlacementRequest request, CandidateTable table, out long[] needDisk)
    {
        var marks = new Rejection[table.Count];
        needDisk = new long[table.Count];
        Usable(table.Usable, request, table.Keys, marks);
        Refused(request, table, marks);
        Offered(request, table, marks, needDisk);
        AtLeast(table.FreeVcpus, request.Vcpus, Rejection.Vcpus, marks);
        AtLeast(table.FreeMemory, request.MemoryBytes, Rejection.Memory, marks);
        AtLeast(table.FreeDisk, needDisk, Rejection.Disk, marks);
        return marks;
    }

    private static void Usable(
        ReadOnlySpan<bool> usable, PlacementRequest request, ReadOnlySpan<CandidateKey> keys, Span<Rejection> marks)
    {
        for (var row = 0; row < marks.Length; row++)
        {
            if (request.Environment is { } only && keys[row].Environment != only) marks[row] = Rejection.Environment;
            else if (!usable[row]) marks[row] = Rejection.NotUsable;
        }
    }

    private static void Refused(PlacementRequest request, CandidateTable table, Span<Rejection> marks)
    {
        foreach (var key in request.Refused)
        {
            var row = table.RowOf(key);
            if (row >= 0 && marks[row] == Rejection.None) marks[row] = Rejection.Refused;
        }
    }

    // Rows of one environment stand together, so each offer is looked at once.
    private static void Offered(
        PlacementRequest request, CandidateTable table, Span<Rejection> marks, Span<long> needDisk)
    {
        var keys = table.Keys;
        for (var first = 0; first < keys.Length;)
        {
            var environment = keys[first].Environment;
            var end = first + 1;
            while (end < keys.Length && keys[end].Environment == environment) end++;
            var (mark, need) = Offered(request, table.OfferOf(environment));
            needDisk[first..end].Fill(need);
            for (var row = first; row < end && mark != Rejection.None; row++)
            {
                if (marks[row] == Rejection.None) marks[row] = mark;
            }

            first = end;
        }
    }

    private static (Rejection Mark, long NeedDisk) Offered(PlacementRequest request, Offer offer)
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

    private static void AtLeast(ReadOnlySpan<long> free, long need, Rejection reason, Span<Rejection> marks)
    {
        for (var row = 0; row < marks.Length; row++)
        {
            if (free[row] < need && marks[row] == Rejection.None) marks[row] = reason;
        }
    }

    private static void AtLeast(
        ReadOnlySpan<long> free, ReadOnlySpan<long> need, Rejection reason, Span<Rejection> marks)
    {
        for (var row = 0; row < marks.Length; row++)
        {
            if (need[row] > 0 && free[row] < need[row] && marks[row] == Rejection.None) marks[row] = reason;
        }
    }
}
