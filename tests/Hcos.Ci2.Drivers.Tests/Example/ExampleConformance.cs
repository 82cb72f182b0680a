using Hcos.Ci2.Conformance;

namespace Hcos.Ci2.Drivers.Tests.Example;

public sealed class ExampleConformance(ExampleFixture fixture) : DriverConformance<ExampleFixture>(fixture);

public sealed class ExampleObserveOnlyConformance(ExampleFixture fixture)
    : ObserveOnlyConformance<ExampleFixture>(fixture);
