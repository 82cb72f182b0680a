using System.Runtime.InteropServices;

namespace Hcos.Ci2.Drivers.Libvirt.Native;

/// <summary>A stream of the library.</summary>
internal sealed class StreamHandle : SafeHandle
{
    public StreamHandle() : base(0, ownsHandle: true) { }

    public StreamHandle(nint pointer) : base(0, ownsHandle: true) => SetHandle(pointer);

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle() => LibvirtNative.virStreamFree(handle) == 0;
}
