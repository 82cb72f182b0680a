using Hcos.Ci2.Conformance;

namespace Hcos.Ci2.Drivers.Tests.Simulated;

public sealed class SimulatedObserveOnlyConformance(SimulatedFixture fixture)
    : ObserveOnlyConformance<SimulatedFixture>(fixture);
