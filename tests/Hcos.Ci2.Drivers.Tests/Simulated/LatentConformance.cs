using Hcos.Ci2.Conformance;

namespace Hcos.Ci2.Drivers.Tests.Simulated;

/// <summary>The same promises when every message takes its time and answers overtake each other.</summary>
public sealed class LatentConformance(LatentFixture fixture) : DriverConformance<LatentFixture>(fixture);
