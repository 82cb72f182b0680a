using Hcos.Ci2.Conformance;

namespace Hcos.Ci2.Drivers.Tests.OpenStack;

public sealed class SimulatedOpenStackConformance(SimulatedOpenStackFixture fixture)
    : DriverConformance<SimulatedOpenStackFixture>(fixture);

public sealed class SimulatedOpenStackObserveOnlyConformance(SimulatedOpenStackFixture fixture)
    : ObserveOnlyConformance<SimulatedOpenStackFixture>(fixture);
