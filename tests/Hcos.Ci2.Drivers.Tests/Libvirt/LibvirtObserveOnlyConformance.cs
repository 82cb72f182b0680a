using Hcos.Ci2.Conformance;

namespace Hcos.Ci2.Drivers.Tests.Libvirt;

[Collection(LibvirtTests.Name)]
[Trait("Needs", "libvirt")]
public sealed class LibvirtObserveOnlyConformance(LibvirtFixture fixture)
    : ObserveOnlyConformance<LibvirtFixture>(fixture);
