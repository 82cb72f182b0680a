using Hcos.Benchmarks.Running;
using Hcos.Bsl.Placement.Tests.Quality;

namespace Hcos.Benchmarks.Placement;

/// <summary>How well hosts are packed, beside the ways that others choose, over seeded fleets and arrivals.</summary>
internal sealed class PlacementQualityBenchmark : IBenchmark
{
    private const int Seeds = 12;
    private const int Arrivals = 6_000;

    public string Name => "placement-quality";

    public string Summary => "how well hosts are packed, beside the ways that others choose";

    public Task<IReadOnlyList<Figure>> RunAsync(CancellationToken cancellationToken)
    {
        var names = Rival.All(1).Select(rival => rival.Name).ToList();
        var packings = names.ConvertAll(_ => new List<Packing>());
        for (var seed = 1; seed <= Seeds; seed++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Progress.Say($"{Name}: seed {seed} of {Seeds}");
            var (filling, whole) = (Trace.Filling(seed, Arrivals / 2), Trace.Of(seed, Arrivals));
            for (var i = 0; i < names.Count; i++)
            {
                var (drawn, number) = (seed, i);
                packings[i].Add(Packing.Of(filling, whole, () => Rival.All(drawn)[number]));
            }
        }

        var means = packings.ConvertAll(Packing.Mean);
        var others = means.Where((_, i) => !Rival.IsOurs(names[i])).ToList();
        var figures = new List<Figure>();
        for (var i = 0; i < names.Count; i++) figures.AddRange(Figures(names[i], means[i], others));
        return Task.FromResult<IReadOnlyList<Figure>>(figures);
    }

    private IEnumerable<Figure> Figures(string name, Packing mean, IReadOnlyCollection<Packing> others)
    {
        var isOurs = Rival.IsConsolidating(name);
        yield return new(Name, $"{name}: used at the first refusal", 100 * mean.Used, "%")
        {
            Ceiling = 100,
            CeilingName = "if servers could be cut",
            Target = isOurs ? Target.AtLeast(100 * others.Max(one => one.Used)) : null,
        };
        yield return new(Name, $"{name}: stranded in the end", 100 * mean.Stranded, "%")
        {
            Target = isOurs ? Target.AtMost(100 * others.Min(one => one.Stranded)) : null,
        };
        yield return new(Name, $"{name}: accepted of all that came", 100 * mean.Accepted, "%")
        {
            Target = isOurs ? Target.AtLeast(100 * others.Max(one => one.Accepted)) : null,
        };
    }
}
