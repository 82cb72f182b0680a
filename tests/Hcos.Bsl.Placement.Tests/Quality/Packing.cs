using Hcos.Contracts.Arml;

namespace Hcos.Bsl.Placement.Tests.Quality;

/// <summary>How well a way to choose packed a trace.</summary>
/// <param name="Used">
/// The capacity used at the first refusal, in the mean of processors and memory, as a part of the bound: what would
/// be used then if servers could be cut and hosts were one.
/// </param>
/// <param name="Stranded">
/// The share of capacity that is free where a usual server does not fit, once everything was offered: whoever refuses
/// early is not rewarded for it.
/// </param>
/// <param name="Accepted">The share of all arrivals and resizes of the whole trace that found a place.</param>
internal sealed record Packing(double Used, double Stranded, double Accepted)
{
    public static Packing Of(Trace filling, Trace whole, Func<Rival> rival)
    {
        var (used, stranded) = Fill(filling, rival());
        return new(used, stranded, Live(whole, rival()));
    }

    public static Packing Mean(IReadOnlyCollection<Packing> packings) => new(
        packings.Average(one => one.Used),
        packings.Average(one => one.Stranded),
        packings.Average(one => one.Accepted));

    private static CandidateTable TableOf(Trace trace)
    {
        var table = new CandidateTable();
        foreach (var host in trace.Hosts) table.Put(host);
        return table;
    }

    private static (double Used, double Stranded) Fill(Trace trace, Rival rival)
    {
        var table = TableOf(trace);
        var (placed, total) = (Capacity.None, Capacity.None);
        foreach (var host in trace.Hosts) total += host.Total;
        var bound = Bound(trace, total);
        var used = 0.0;
        foreach (var arrival in trace.Events)
        {
            var row = rival.Choose(table, arrival.Size);
            if (row < 0 && used == 0) used = Share(placed, total);
            if (row < 0) continue;
            table.Claim(table.Keys[row], arrival.Size);
            placed += arrival.Size;
        }

        return (used / bound, StrandedIn(table, total));
    }

    /// <summary>Arrivals until all hosts taken as one are full, the last one cut.</summary>
    private static double Bound(Trace trace, Capacity total)
    {
        var sum = Capacity.None;
        foreach (var arrival in trace.Events)
        {
            var then = sum + arrival.Size;
            if (!then.FitsInto(total))
            {
                var part = Math.Min(
                    (double)(total.Vcpus - sum.Vcpus) / arrival.Size.Vcpus,
                    (double)(total.MemoryBytes - sum.MemoryBytes) / arrival.Size.MemoryBytes);
                return Share(sum, total) + (Math.Min(part, 1) * Share(arrival.Size, total));
            }

            sum = then;
        }

        return Share(sum, total);
    }

    private static double StrandedIn(CandidateTable table, Capacity total)
    {
        var stranded = Capacity.None;
        for (var row = 0; row < table.Count; row++)
        {
            if (!Trace.Usual.FitsInto(table.FreeAt(row))) stranded += table.FreeAt(row);
        }

        return Share(stranded, total);
    }

    private static double Live(Trace trace, Rival rival)
    {
        var table = TableOf(trace);
        var running = new Dictionary<int, (int Row, Capacity Size)>();
        var (asked, accepted) = (0, 0);
        foreach (var (server, kind, size) in trace.Events)
        {
            running.Remove(server, out var former);
            if (former.Size != default) table.Release(table.Keys[former.Row], former.Size);
            if (kind == TraceKind.Leaves || (kind == TraceKind.Resizes && former.Size == default)) continue;
            asked++;
            var row = rival.Choose(table, size);
            accepted += row < 0 ? 0 : 1;
            // What cannot be resized keeps its size.
            var kept = row < 0 ? former : (Row: row, Size: size);
            if (kept.Size == default) continue;
            table.Claim(table.Keys[kept.Row], kept.Size);
            running[server] = kept;
        }

        return (double)accepted / asked;
    }

    private static double Share(Capacity part, Capacity total) =>
        (((double)part.Vcpus / total.Vcpus) + ((double)part.MemoryBytes / total.MemoryBytes)) / 2;
}
