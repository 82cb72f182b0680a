using Hcos.Ci2.Conformance;

namespace Hcos.Ci2.Drivers.Tests.Simulated;

/// <summary>The same promises when every message takes its time and answers overtake each other.</summary>
public sealed class LatentConformance(LatentFixture fixture) : DriverConformance<LatentFixture>(fixture);

public sealed class LatentFixture : SimulatedFixture
{
    protected override string Endpoint => "simulated://conformance?hosts=2&boot=1ms&jitter=2ms&seed=3";

    /// <summary>Both sides of each effect, and past the end.</summary>
    public override IReadOnlyList<int> CutPoints { get; } = [1, 3, 4, 5, 6, 9];
}
