namespace Hcos.Ci2.Drivers.Tests.Libvirt;

/// <summary>A libvirt whose daemon may be stopped and hung: always private.</summary>
public sealed class BreakableLibvirtPeer() : LibvirtPeer("breakable", null);
