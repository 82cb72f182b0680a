using System.Runtime.InteropServices;
using System.Threading.Channels;
using Hcos.Ci2.Drivers.Libvirt.Native;

namespace Hcos.Ci2.Drivers.Libvirt.Connections;

/// <summary>
/// The callbacks of one watch. They run on the library's event loop, so they only note what happened: a callback that
/// asked the daemon something would wait for itself.
/// </summary>
internal sealed unsafe class LibvirtWatch
{
    private const int DomainLifecycle = 0;
    private const int DomainReboot = 1;
    private const int NetworkLifecycle = 0;
    private const int PoolLifecycle = 0;
    private const uint NoProcess = uint.MaxValue;

    private readonly Channel<NativeEvent> _events;
    private readonly AnnouncedEnds _domains;
    private readonly List<int> _domainCallbacks = [];
    private int _networkCallback = -1;
    private int _poolCallback = -1;

    public LibvirtWatch(LibvirtOptions options, TimeProvider time)
    {
        _events = Channel.CreateBounded<NativeEvent>(
            new BoundedChannelOptions(options.MostEvents) { SingleReader = true });
        _domains = new(Note, options.AnnouncedEndPatience, time);
    }

    /// <summary>What happened; ends with an exception when the watch was lost.</summary>
    public ChannelReader<NativeEvent> Events => _events.Reader;

    /// <summary>Registers the callbacks; false with the library's error when it refuses.</summary>
    public bool Register(ConnectHandle connect)
    {
        // Nobody reads before this has ended, and whatever a callback notes meanwhile comes after it.
        Note(NativeEvent.WatchBegan);
        delegate* unmanaged<nint, nint, int, int, nint, int> domain = &OnDomain;
        delegate* unmanaged<nint, nint, nint, void> reboot = &OnReboot;
        delegate* unmanaged<nint, nint, int, int, nint, void> network = &OnNetwork;
        delegate* unmanaged<nint, nint, int, int, nint, void> pool = &OnPool;
        if (!AddDomainCallback(connect, DomainLifecycle, domain) || !AddDomainCallback(connect, DomainReboot, reboot))
        {
            return false;
        }

        _networkCallback = Keep(self => LibvirtNative.virConnectNetworkEventRegisterAny(
            connect, 0, NetworkLifecycle, network, self, &NativeCallback.Free));
        _poolCallback = Keep(self => LibvirtNative.virConnectStoragePoolEventRegisterAny(
            connect, 0, PoolLifecycle, pool, self, &NativeCallback.Free));
        return _networkCallback >= 0 && _poolCallback >= 0;
    }

    /// <summary>Takes the callbacks away again. May block while the daemon does not answer.</summary>
    public void Deregister(ConnectHandle connect)
    {
        foreach (var callback in _domainCallbacks)
        {
            Ignore(LibvirtNative.virConnectDomainEventDeregisterAny(connect, callback));
        }

        if (_networkCallback >= 0)
        {
            Ignore(LibvirtNative.virConnectNetworkEventDeregisterAny(connect, _networkCallback));
        }

        if (_poolCallback >= 0)
        {
            Ignore(LibvirtNative.virConnectStoragePoolEventDeregisterAny(connect, _poolCallback));
        }

        _domainCallbacks.Clear();
        (_networkCallback, _poolCallback) = (-1, -1);
    }

    /// <summary>Ends the watch because nothing more can be heard.</summary>
    public void Lose() => _events.Writer.TryComplete(
        new DriverException(DriverFailure.Unavailable, "the connection to libvirt was lost"));

    private static void Ignore(int answer)
    {
        if (answer < 0)
        {
            LibvirtNative.virResetLastError();
        }
    }

    private bool AddDomainCallback(ConnectHandle connect, int id, void* callback)
    {
        var registered = Keep(self => LibvirtNative.virConnectDomainEventRegisterAny(
            connect, 0, id, callback, self, &NativeCallback.Free));
        if (registered >= 0)
        {
            _domainCallbacks.Add(registered);
        }

        return registered >= 0;
    }

    // The library frees the handle when it will never call again; when it refuses it never will.
    private int Keep(Func<nint, int> register)
    {
        var self = GCHandle.Alloc(this);
        var registered = register(GCHandle.ToIntPtr(self));
        if (registered < 0)
        {
            self.Free();
        }

        return registered;
    }

    private void Note(NativeEvent happened)
    {
        if (!_events.Writer.TryWrite(happened))
        {
            _events.Writer.TryComplete(new DriverException(
                DriverFailure.Unavailable, "more events came than were taken: the watch must begin afresh"));
        }
    }

    private static LibvirtWatch? Of(nint self) => GCHandle.FromIntPtr(self).Target as LibvirtWatch;

    [UnmanagedCallersOnly]
    private static int OnDomain(nint connect, nint domain, int what, int detail, nint self)
    {
        // Without a process and without a definition there is nothing left; the number is in the event itself.
        var hasProcess = LibvirtNative.virDomainGetID(domain) != NoProcess;
        var uuid = NativeText.Uuid(domain, &LibvirtNative.virDomainGetUUIDString);
        Of(self)?._domains.Tell(LibvirtEvents.Domain(uuid, what, detail, hasProcess));
        return 0;
    }

    [UnmanagedCallersOnly]
    private static void OnReboot(nint connect, nint domain, nint self) =>
        Of(self)?.Note(LibvirtEvents.Reboot(NativeText.Uuid(domain, &LibvirtNative.virDomainGetUUIDString)));

    [UnmanagedCallersOnly]
    private static void OnNetwork(nint connect, nint network, int what, int detail, nint self) =>
        Of(self)?.Note(LibvirtEvents.Network(NativeText.Uuid(network, &LibvirtNative.virNetworkGetUUIDString), what));

    [UnmanagedCallersOnly]
    private static void OnPool(nint connect, nint pool, int what, int detail, nint self) =>
        Of(self)?.Note(LibvirtEvents.Pool(NativeText.Uuid(pool, &LibvirtNative.virStoragePoolGetUUIDString), what));
}
