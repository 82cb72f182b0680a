using System.Runtime.InteropServices;

namespace Hcos.Ci2.Drivers.Libvirt.Native;

/// <summary>A storage volume object of the library.</summary>
internal sealed class VolumeHandle : SafeHandle
{
    public VolumeHandle() : base(0, ownsHandle: true) { }

    public VolumeHandle(nint pointer) : base(0, ownsHandle: true) => SetHandle(pointer);

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle() => LibvirtNative.virStorageVolFree(handle) == 0;
}
