using Hcos.Ci2.Conformance;

namespace Hcos.Ci2.Drivers.Tests.Simulated;

public sealed class SimulatedConformance(SimulatedFixture fixture) : DriverConformance<SimulatedFixture>(fixture);
