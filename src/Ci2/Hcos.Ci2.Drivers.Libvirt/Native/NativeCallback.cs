using System.Runtime.InteropServices;

namespace Hcos.Ci2.Drivers.Libvirt.Native;

/// <summary>What every callback needs: the library tells when it will never call again.</summary>
internal static class NativeCallback
{
    /// <summary>Frees the handle that was given as a callback's argument.</summary>
    [UnmanagedCallersOnly]
    public static void Free(nint opaque) => GCHandle.FromIntPtr(opaque).Free();
}
