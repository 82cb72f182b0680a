using Hcos.Contracts.Arml;

namespace Hcos.Bsl.Placement.Tests.Quality;

/// <summary>
/// Arrivals, departures and resizes from a seed. Sizes follow the shape that the Azure VM traces show (Cortez et al.,
/// "Resource Central", SOSP 2017, and the 2019 trace): four of five servers have at most two processors, most have 2 to
/// 4 GiB for each, few are large, and some are rich in memory. Lives are short for most and long for few. The shape
/// is theirs, rounded by us; the trace itself is drawn.
/// </summary>
internal sealed record Trace(IReadOnlyList<Candidate> Hosts, IReadOnlyList<TraceEvent> Events)
{
    private const long Gib = 1L << 30;
    private const int HostCount = 40;

    private static readonly (long Vcpus, long Gib, int Weight)[] Sizes =
    [
        (1, 2, 38), (1, 4, 8), (2, 4, 16), (2, 8, 16), (4, 8, 5), (4, 16, 6), (4, 32, 2), (8, 16, 2), (8, 32, 3),
        (8, 64, 1), (16, 64, 2), (16, 128, 1),
    ];

    /// <summary>The largest usual server.</summary>
    public static Capacity Largest { get; } = new(16, 128 * Gib, 0);

    /// <summary>A usual server: what is free where it does not fit is stranded.</summary>
    public static Capacity Usual { get; } = new(4, 16 * Gib, 0);

    public static Trace Of(int seed, int events)
    {
        var random = new Random(seed);
        var drawn = new List<TraceEvent>(events);
        var next = new PriorityQueue<(int Server, bool IsEnd), double>();
        var now = 0.0;
        for (var server = 0; server < events; server++)
        {
            now += 1;
            while (next.TryPeek(out var due, out var at) && at <= now)
            {
                next.Dequeue();
                drawn.Add(new(due.Server, due.IsEnd ? TraceKind.Leaves : TraceKind.Resizes, Size(random)));
            }

            drawn.Add(new(server, TraceKind.Arrives, Size(random)));
            var mean = random.Next(4) == 0 ? 6_000 : 300;
            var life = -Math.Log(1 - random.NextDouble()) * mean;
            if (random.Next(20) == 0) next.Enqueue((server, false), now + (life / 2));
            next.Enqueue((server, true), now + life);
        }

        return new([.. Enumerable.Range(0, HostCount).Select(number => Host(number, random))], drawn);
    }

    /// <summary>Arrivals only.</summary>
    public static Trace Filling(int seed, int events)
    {
        var trace = Of(seed, events);
        return trace with { Events = [.. trace.Events.Where(one => one.Kind == TraceKind.Arrives)] };
    }

    private static Capacity Size(Random random)
    {
        var left = random.Next(Sizes.Sum(size => size.Weight));
        var index = 0;
        for (; left >= Sizes[index].Weight; index++) left -= Sizes[index].Weight;
        return new(Sizes[index].Vcpus, Sizes[index].Gib * Gib, 0);
    }

    private static Candidate Host(int number, Random random)
    {
        (long Vcpus, long Memory) size = random.Next(4) switch { 0 => (48, 192), 1 => (96, 256), _ => (64, 256) };
        var name = $"h{number:d3}";
        return new(
            new(new(new Guid(1, 0, 0, new byte[8])), name), name, new(size.Vcpus, size.Memory * Gib, 0), default, true);
    }
}

/// <summary>What happens to a server.</summary>
internal enum TraceKind
{
    Arrives,
    Leaves,
    Resizes,
}

/// <summary>One event of a trace.</summary>
/// <param name="Server">Whose.</param>
/// <param name="Kind">What happens.</param>
/// <param name="Size">The size it has from then on.</param>
internal sealed record TraceEvent(int Server, TraceKind Kind, Capacity Size);
