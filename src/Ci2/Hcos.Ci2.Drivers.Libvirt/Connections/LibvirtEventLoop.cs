using System.Runtime.InteropServices;
using Hcos.Ci2.Drivers.Libvirt.Native;

namespace Hcos.Ci2.Drivers.Libvirt.Connections;

/// <summary>
/// The library's event loop: one per process and for ever, because the library can neither have two nor give one up.
/// It serves keep-alive, closed connections and events, none of which may wait for anything.
/// </summary>
internal static unsafe class LibvirtEventLoop
{
    // The loop must go round even when there is nothing else to wait for.
    private const int TurnMilliseconds = 1000;

    private static readonly Lazy<bool> Running = new(Start);

    /// <summary>Prepares the library and begins the loop, the first time.</summary>
    public static void EnsureRunning() => _ = Running.Value;

    private static bool Start()
    {
        // Without a function of ours the library writes every error to standard error.
        LibvirtNative.virSetErrorFunc(0, &Ignore);
        if (LibvirtNative.virInitialize() < 0
            || LibvirtNative.virEventRegisterDefaultImpl() < 0
            || LibvirtNative.virEventAddTimeout(TurnMilliseconds, &Turn, 0, 0) < 0)
        {
            throw new DriverException(DriverFailure.Unavailable, "libvirt's library does not start");
        }

        new Thread(Run) { IsBackground = true, Name = "libvirt events" }.Start();
        return true;
    }

    private static void Run()
    {
        while (true)
        {
            if (LibvirtNative.virEventRunDefaultImpl() < 0)
            {
                LibvirtNative.virResetLastError();
            }
        }
    }

    [UnmanagedCallersOnly]
    private static void Ignore(nint userData, VirError* error)
    {
        // The thread that made the call reads its error itself.
    }

    [UnmanagedCallersOnly]
    private static void Turn(int timer, nint opaque)
    {
        // Nothing to do: the loop went round.
    }
}
