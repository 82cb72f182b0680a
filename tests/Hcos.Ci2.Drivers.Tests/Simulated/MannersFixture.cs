namespace Hcos.Ci2.Drivers.Tests.Simulated;

/// <summary>An estate whose platform gives ids: its driver needs more calls, and each may be the last.</summary>
public abstract class MannersFixture : SimulatedFixture
{
    /// <summary>Both sides of each call of the longest run, and past its end.</summary>
    public override IReadOnlyList<int> CutPoints { get; } = [.. Enumerable.Range(1, 22)];

    /// <summary>The matrix has one column for simulated estates: the plain one's.</summary>
    public override string? Peer(EnvironmentStatus probed) => null;
}
