using System.Diagnostics;
using System.Globalization;
using Hcos.Benchmarks.Measuring;
using Hcos.Benchmarks.Running;
using Hcos.Bsl.Placement;
using Hcos.Contracts.Arml;

namespace Hcos.Benchmarks.Placement;

/// <summary>Placements on one thread, in turns with reading the bytes that they look at and nothing else.</summary>
internal sealed class PlacementBenchmark : IBenchmark
{
    private const int Rounds = 7;

    /// <summary>Four dimensions and the inverse of two of them, four bytes each, beside two bits of each row.</summary>
    private const int PlainBytes = 4 * 6;

    /// <summary>
    /// Instants, four dimensions and the inverse of three of them, two prices, two of watts, places; beside them ten
    /// bits of each row.
    /// </summary>
    private const int FullBytes = 4 * 13;

    private static readonly int[] Sizes = [1_000, 10_000, 100_000];
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(200);

    public string Name => "placement";

    public string Summary => "placements on one thread, beside reading the bytes that they look at";

    public async Task<IReadOnlyList<Figure>> RunAsync(CancellationToken cancellationToken)
    {
        var figures = new List<Figure>();
        foreach (var size in Sizes)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var began = Stopwatch.GetTimestamp();
            var table = BigFleet.Of(size);
            _ = table.Keys;
            var loaded = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            figures.Add(new(Name, $"loading {Number(size)} candidates with claims", loaded, "ms"));
            figures.AddRange(Measure(table));
            if (size == 10_000) figures.AddRange(Explain(table));
        }

        return [.. figures, .. await new DurableMeasure().MeasureAsync(Name, cancellationToken)];
    }

    private IEnumerable<Figure> Measure(CandidateTable table)
    {
        var full = BigFleet.Full(table);
        var (plainPolicy, fullPolicy) = (BigFleet.PlainPolicy, BigFleet.FullPolicy);
        var plainCeiling = new ReadCeiling((long)table.Count * PlainBytes);
        var fullCeiling = new ReadCeiling((long)table.Count * FullBytes);
        (string What, Func<long> Act, bool IsFull)[] measured =
        [
            ("plain, choose only", () => Row(PlacementEngine.Choose(BigFleet.Plain, table, plainPolicy)), false),
            ("plain, full decision", () => PlacementEngine.Place(BigFleet.Plain, table, plainPolicy).Considered, false),
            ("usual policy, full decision", () => PlacementEngine.Place(BigFleet.Plain, table).Considered, false),
            ("full, choose only", () => Row(PlacementEngine.Choose(full, table, fullPolicy)), true),
            ("full, full decision", () => PlacementEngine.Place(full, table, fullPolicy).Considered, true),
        ];
        var rates = measured.ToDictionary(one => one.What, _ => new List<double>());
        var (plainRates, fullRates) = (new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var (what, act, _) in measured) rates[what].Add(RateOf(act));
            plainRates.Add(RateOf(plainCeiling.Read));
            fullRates.Add(RateOf(fullCeiling.Read));
        }

        foreach (var (what, _, isFull) in measured)
        {
            var isTarget = table.Count == 10_000;
            var ceiling = Statistics.Median(isFull ? fullRates : plainRates);
            var isChoice = what.Contains("choose", StringComparison.Ordinal);
            yield return new(Name, $"{Number(table.Count)} candidates, {what}", Statistics.Median(rates[what]), "/s")
            {
                Ceiling = ceiling,
                CeilingName = "reading the bytes",
                Target = isTarget && isChoice ? Target.AtLeast(isFull ? 30_000 : 200_000) : null,
                Note = $"{(isFull ? FullBytes : PlainBytes)} bytes a candidate",
            };
            if (isFull && isChoice && isTarget)
            {
                yield return new(Name, $"{Number(table.Count)} candidates, {what}, to the ceiling",
                    Statistics.Median(rates[what]), "/s")
                {
                    Ceiling = ceiling,
                    CeilingName = "reading the bytes",
                    Target = Target.RatioAtLeast(0.5),
                };
            }
        }

        yield return Equal(table, "plain request", BigFleet.Plain);
        yield return Equal(table, "request with every filter", full);
    }

    /// <summary>The answers of many placements in a row, each claimed, against the plain scan.</summary>
    private Figure Equal(CandidateTable table, string what, PlacementRequest request)
    {
        var trials = table.Count > 10_000 ? 3 : 20;
        var equal = 0;
        for (var trial = 0; trial < trials; trial++)
        {
            var wanted = request with { Vcpus = 1 + trial, MemoryBytes = (1 + (2 * trial)) * BigFleet.Gib };
            var chosen = PlacementEngine.Choose(wanted, table, BigFleet.PlainPolicy);
            var decided = PlacementEngine.Place(wanted, table, BigFleet.PlainPolicy);
            var plain = PlainScan.Choose(wanted, table);
            if (chosen == plain && decided.Decision?.Host == plain?.Host) equal++;
            if (chosen is { } key) table.Claim(key, new Capacity(wanted.Vcpus, wanted.MemoryBytes, 0));
        }

        return new(Name, $"{Number(table.Count)} candidates, {what}, equal to a plain scan", (double)equal / trials, "")
        {
            Target = Target.AtLeast(1),
            IsPromise = true,
            Note = "a scan of objects with LINQ",
        };
    }

    private List<Figure> Explain(CandidateTable table)
    {
        var full = BigFleet.Full(table);
        var (explained, nearest, replayed) = (new List<double>(), new List<double>(), new List<double>());
        var decided = PlacementEngine.Place(full, table, BigFleet.FullPolicy);
        var isSame = true;
        for (var round = 0; round < Rounds; round++)
        {
            var key = table.Keys[round * table.Count / Rounds];
            explained.Add(MillisecondsOf(() => PlacementEngine.Explain(key, full, table, BigFleet.FullPolicy)));
            nearest.Add(MillisecondsOf(() => PlacementEngine.Nearest(full with { Vcpus = 1_000 }, table)));
            replayed.Add(MillisecondsOf(() =>
            {
                var again = PlacementEngine.Place(full, BigFleet.Of(table.Count), BigFleet.FullPolicy);
                isSame &= again.Considered == decided.Considered;
            }));
        }

        return
        [
            new(Name, "explaining one of 10,000", Statistics.Median(explained), "ms") { Target = Target.AtMost(100) },
            new(Name, "the nearest fit of 10,000", Statistics.Median(nearest), "ms") { Target = Target.AtMost(100) },
            new(Name, "replay: 10,000 candidates and a decision", Statistics.Median(replayed), "ms")
            {
                Note = isSame ? "from nothing" : "another answer",
            },
        ];
    }

    private static long Row(CandidateKey? key) => key is null ? 0 : 1;

    private static double MillisecondsOf(Action act)
    {
        var began = Stopwatch.GetTimestamp();
        act();
        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }

    private static double RateOf(Func<long> act)
    {
        var (count, began) = (0L, Stopwatch.GetTimestamp());
        for (var at = began; Stopwatch.GetElapsedTime(began, at) < Turn; at = Stopwatch.GetTimestamp())
        {
            for (var i = 0; i < 20; i++) act();
            count += 20;
        }

        return count / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    private static string Number(int value) => value.ToString("#,0", CultureInfo.InvariantCulture);
}
