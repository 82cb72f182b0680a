using Hcos.Bsl.Placement.Tests.Quality;

namespace Hcos.Bsl.Placement.Tests;

/// <summary>On a few seeds, what the benchmark tells of many: nobody packs better.</summary>
public sealed class QualityTests
{
    private const int Seeds = 4;
    private const int Arrivals = 4_000;

    [Fact]
    public void Nobody_uses_more_before_the_first_refusal_or_accepts_more_than_we_do()
    {
        var means = Rival.All(1).Select((rival, i) => (rival.Name, Packing: Mean(i))).ToList();

        var ours = means.Single(mean => Rival.IsConsolidating(mean.Name)).Packing;
        var others = means.Where(mean => !Rival.IsOurs(mean.Name)).ToList();
        Assert.All(others, other => Assert.True(ours.Used >= other.Packing.Used, $"{other}, ours {ours}"));
        Assert.All(others, other => Assert.True(ours.Accepted >= other.Packing.Accepted, $"{other}, ours {ours}"));
        var packing = others.Where(other => other.Packing.Used > 0.85).ToList();
        Assert.NotEmpty(packing);
        Assert.All(packing, other => Assert.True(ours.Stranded <= other.Packing.Stranded, $"{other}, ours {ours}"));
        Assert.All(means, mean => Assert.InRange(mean.Packing.Used, 0.4, 1));
    }

    private static Packing Mean(int rival) => Packing.Mean([.. Enumerable.Range(1, Seeds).Select(seed => Packing.Of(
        Trace.Filling(seed, Arrivals / 2), Trace.Of(seed, Arrivals), () => Rival.All(seed)[rival]))]);
}
