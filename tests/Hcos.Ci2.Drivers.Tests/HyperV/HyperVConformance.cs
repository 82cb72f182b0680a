using Hcos.Ci2.Conformance;

namespace Hcos.Ci2.Drivers.Tests.HyperV;

public sealed class HyperVConformance(HyperVFixture fixture) : DriverConformance<HyperVFixture>(fixture);

public sealed class HyperVObserveOnlyConformance(HyperVFixture fixture)
    : ObserveOnlyConformance<HyperVFixture>(fixture);
