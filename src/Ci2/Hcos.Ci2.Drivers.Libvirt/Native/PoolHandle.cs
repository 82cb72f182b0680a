using System.Runtime.InteropServices;

namespace Hcos.Ci2.Drivers.Libvirt.Native;

/// <summary>A storage pool object of the library.</summary>
internal sealed class PoolHandle : SafeHandle
{
    public PoolHandle() : base(0, ownsHandle: true) { }

    public PoolHandle(nint pointer) : base(0, ownsHandle: true) => SetHandle(pointer);

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle() => LibvirtNative.virStoragePoolFree(handle) == 0;
}
