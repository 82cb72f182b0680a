namespace Hcos.Ci2.Drivers.Tests.Simulated;

/// <summary>A simulated estate whose messages take their time.</summary>
public sealed class LatentFixture : SimulatedFixture
{
    /// <summary>Both sides of each effect, and past the end.</summary>
    public override IReadOnlyList<int> CutPoints { get; } = [1, 3, 4, 5, 6, 9];

    protected override string Endpoint => "simulated://conformance?hosts=2&boot=1ms&jitter=2ms&seed=3";
}
