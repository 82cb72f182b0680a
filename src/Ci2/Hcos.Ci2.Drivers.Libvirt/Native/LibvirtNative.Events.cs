using System.Runtime.InteropServices;

namespace Hcos.Ci2.Drivers.Libvirt.Native;

/// <summary>libvirt's C interface: its event loop and its callbacks.</summary>
internal static unsafe partial class LibvirtNative
{
    [LibraryImport(Library)]
    public static partial int virEventRegisterDefaultImpl();

    [LibraryImport(Library)]
    public static partial int virEventRunDefaultImpl();

    [LibraryImport(Library)]
    public static partial int virEventAddTimeout(
        int milliseconds, delegate* unmanaged<int, nint, void> callback, nint opaque, nint free);

    [LibraryImport(Library)]
    public static partial int virConnectRegisterCloseCallback(
        ConnectHandle connect,
        delegate* unmanaged<nint, int, nint, void> callback,
        nint opaque,
        delegate* unmanaged<nint, void> free);

    [LibraryImport(Library)]
    public static partial int virConnectUnregisterCloseCallback(
        ConnectHandle connect, delegate* unmanaged<nint, int, nint, void> callback);

    [LibraryImport(Library)]
    public static partial int virConnectDomainEventRegisterAny(
        ConnectHandle connect, nint domain, int eventId, void* callback, nint opaque,
        delegate* unmanaged<nint, void> free);

    [LibraryImport(Library)]
    public static partial int virConnectDomainEventDeregisterAny(ConnectHandle connect, int callbackId);

    [LibraryImport(Library)]
    public static partial int virConnectNetworkEventRegisterAny(
        ConnectHandle connect, nint network, int eventId, void* callback, nint opaque,
        delegate* unmanaged<nint, void> free);

    [LibraryImport(Library)]
    public static partial int virConnectNetworkEventDeregisterAny(ConnectHandle connect, int callbackId);

    [LibraryImport(Library)]
    public static partial int virConnectStoragePoolEventRegisterAny(
        ConnectHandle connect, nint pool, int eventId, void* callback, nint opaque,
        delegate* unmanaged<nint, void> free);

    [LibraryImport(Library)]
    public static partial int virConnectStoragePoolEventDeregisterAny(ConnectHandle connect, int callbackId);
}
