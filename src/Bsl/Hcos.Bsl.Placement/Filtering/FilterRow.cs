using System.Numerics;
using System.Runtime.CompilerServices;

namespace Hcos.Bsl.Placement.Filtering;

/// <summary>One reason in the table of filters, by the kind of its filter.</summary>
internal sealed class FilterRow<TFilter>(Rejection reason, Func<Scan, bool> applies, Func<Scan, TFilter> filter)
    : IFilterRow
    where TFilter : struct, IFilter
{
    private TFilter _filter;

    public Rejection Reason => reason;

    public bool ReadsBits => TFilter.ReadsBits;

    public bool Prepare(Scan scan)
    {
        if (!applies(scan)) return false;
        _filter = filter(scan);
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Reject(ulong[] left, int words)
    {
        var (asked, count) = (_filter, 0);
        for (var word = 0; word < words; word++)
        {
            var rows = left[word];
            if (rows == 0) continue;
            var fails = asked.Fails(word) & rows;
            count += BitOperations.PopCount(fails);
            left[word] = rows ^ fails;
        }

        return count;
    }

    public ulong Fails(int word) => _filter.Fails(word);
}
