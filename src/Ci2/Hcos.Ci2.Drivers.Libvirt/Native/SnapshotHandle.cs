using System.Runtime.InteropServices;

namespace Hcos.Ci2.Drivers.Libvirt.Native;

/// <summary>A snapshot object of the library. It is a local record; letting go asks nobody.</summary>
internal sealed class SnapshotHandle : SafeHandle
{
    public SnapshotHandle() : base(0, ownsHandle: true) { }

    public SnapshotHandle(nint pointer) : base(0, ownsHandle: true) => SetHandle(pointer);

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle() => LibvirtNative.virDomainSnapshotFree(handle) == 0;
}
