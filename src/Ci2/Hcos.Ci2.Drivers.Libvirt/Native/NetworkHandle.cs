using System.Runtime.InteropServices;

namespace Hcos.Ci2.Drivers.Libvirt.Native;

/// <summary>A network object of the library.</summary>
internal sealed class NetworkHandle : SafeHandle
{
    public NetworkHandle() : base(0, ownsHandle: true) { }

    public NetworkHandle(nint pointer) : base(0, ownsHandle: true) => SetHandle(pointer);

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle() => LibvirtNative.virNetworkFree(handle) == 0;
}
