using Hcos.Ci2.Drivers.Tests.Libvirt.Moves;

namespace Hcos.Ci2.Drivers.Tests.Libvirt;

/// <summary>The tests that need libvirt; they run one after another.</summary>
[CollectionDefinition(Name)]
public sealed class LibvirtTests
    : ICollectionFixture<LibvirtPeer>, ICollectionFixture<BreakableLibvirtPeer>, ICollectionFixture<MovePeers>
{
    public const string Name = "libvirt";
}
