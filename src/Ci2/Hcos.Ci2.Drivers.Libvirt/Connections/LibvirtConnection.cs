using System.Runtime.InteropServices;
using Hcos.Ci2.Drivers.Libvirt.Native;

namespace Hcos.Ci2.Drivers.Libvirt.Connections;

/// <summary>One open connection. It knows when it was lost; it is never mended, only replaced.</summary>
internal sealed unsafe class LibvirtConnection
{
    private readonly TaskCompletionSource _lost = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly Lock _lock = new();
    private LibvirtWatch? _watch;
    private bool _closed;

    private LibvirtConnection(ConnectHandle handle) => Handle = handle;

    /// <summary>What the library knows it by.</summary>
    public ConnectHandle Handle { get; }

    /// <summary>UUID of the host at the other end, once somebody asked.</summary>
    public string? HostUuid { get; set; }

    /// <summary>Ends when the connection was lost.</summary>
    public Task Lost => _lost.Task;

    /// <summary>Takes it out of use: a call met its loss before the library told of it.</summary>
    public void GiveUp() => _lost.TrySetResult();

    /// <summary>Whether it can be used, as far as is known here; asks nobody.</summary>
    public bool IsAlive => !_lost.Task.IsCompleted && LibvirtNative.virConnectIsAlive(Handle) == 1;

    /// <summary>Opens a connection. Blocks for as long as the daemon likes.</summary>
    public static LibvirtConnection Open(string uri, LibvirtOptions options)
    {
        LibvirtEventLoop.EnsureRunning();
        var handle = LibvirtNative.virConnectOpen(uri);
        if (handle.IsInvalid)
        {
            throw NoConnection(LibvirtErrors.TakeLast(), options);
        }

        var connection = new LibvirtConnection(handle);
        connection.Guard(options);
        return connection;
    }

    /// <summary>Begins a watch, one at most; false when the library refuses. Blocks.</summary>
    public bool TryAttach(LibvirtWatch watch)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            _watch = watch;
            if (!watch.Register(Handle))
            {
                return false;
            }
        }

        _ = Lost.ContinueWith(
            _ => watch.Lose(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        return true;
    }

    /// <summary>Says goodbye. May block while the daemon does not answer.</summary>
    public void Close()
    {
        // Callbacks hold the connection: one that is left registered would keep it open for ever.
        lock (_lock)
        {
            _closed = true;
            _watch?.Deregister(Handle);
        }

        if (LibvirtNative.virConnectUnregisterCloseCallback(Handle, &OnClosed) < 0)
        {
            LibvirtNative.virResetLastError();
        }

        Handle.Dispose();
        _lost.TrySetResult();
    }

    private static DriverException NoConnection(LibvirtError error, LibvirtOptions options)
    {
        // Whatever else it was, nobody answered.
        var failure = LibvirtErrors.FailureOf(error, changing: false) is DriverFailure.Denied
            ? DriverFailure.Denied
            : DriverFailure.Unavailable;
        return new(failure, $"no connection to libvirt: {LibvirtErrors.Redact(error.Message, options.LongestMessage)}");
    }

    private void Guard(LibvirtOptions options)
    {
        var self = GCHandle.ToIntPtr(GCHandle.Alloc(this));
        if (LibvirtNative.virConnectRegisterCloseCallback(Handle, &OnClosed, self, &NativeCallback.Free) < 0
            || LibvirtNative.virConnectSetKeepAlive(
                Handle, options.KeepAliveSeconds, (uint)options.KeepAliveCount) < 0)
        {
            var error = LibvirtErrors.TakeLast();
            Close();
            throw NoConnection(error, options);
        }
    }

    [UnmanagedCallersOnly]
    private static void OnClosed(nint connect, int reason, nint self) =>
        (GCHandle.FromIntPtr(self).Target as LibvirtConnection)?._lost.TrySetResult();
}
