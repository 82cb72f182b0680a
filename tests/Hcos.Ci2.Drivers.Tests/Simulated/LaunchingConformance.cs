using Hcos.Ci2.Conformance;

namespace Hcos.Ci2.Drivers.Tests.Simulated;

/// <summary>The same promises on a platform of these manners.</summary>
public sealed class LaunchingConformance(LaunchingFixture fixture) : DriverConformance<LaunchingFixture>(fixture);
