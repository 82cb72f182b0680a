using Hcos.Ci2.Conformance;

namespace Hcos.Ci2.OpenStack.Tests;

[Trait("Needs", "openstack")]
public sealed class OpenStackConformance(OpenStackFixture fixture) : DriverConformance<OpenStackFixture>(fixture);

[Trait("Needs", "openstack")]
public sealed class OpenStackObserveOnlyConformance(OpenStackFixture fixture)
    : ObserveOnlyConformance<OpenStackFixture>(fixture);
