using System.Runtime.InteropServices;

namespace Hcos.Ci2.Drivers.Libvirt.Native;

/// <summary>An open connection. Letting go of the last use asks the daemon, which may take its time.</summary>
internal sealed class ConnectHandle : SafeHandle
{
    public ConnectHandle() : base(0, ownsHandle: true) { }

    public override bool IsInvalid => handle == 0;

    // The answer is how many references are left; the objects made from the connection hold some of their own.
    protected override bool ReleaseHandle() => LibvirtNative.virConnectClose(handle) >= 0;
}
