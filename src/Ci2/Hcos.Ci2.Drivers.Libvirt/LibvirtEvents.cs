using System.Globalization;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Libvirt;

/// <summary>libvirt's events in the words of the driver seam; the detail is libvirt's own words. Pure.</summary>
internal static class LibvirtEvents
{
    private const int Defined = 0;
    private const int DefinedAdded = 0;
    private const int Undefined = 1;
    private const int StartedMigrated = 1;
    private const int StoppedSaved = 4;

    private static readonly string[] Domains =
        ["defined", "undefined", "started", "suspended", "resumed", "stopped", "shutdown", "pm-suspended", "crashed"];

    private static readonly string[][] DomainDetails =
    [
        ["added", "updated", "renamed", "from-snapshot"],
        ["removed", "renamed"],
        ["booted", "migrated", "restored", "from-snapshot", "wakeup"],
        ["paused", "migrated", "io-error", "watchdog", "restored", "from-snapshot", "api-error", "postcopy",
            "postcopy-failed"],
        ["unpaused", "migrated", "from-snapshot", "postcopy", "postcopy-failed"],
        ["shutdown", "destroyed", "crashed", "migrated", "saved", "failed", "from-snapshot"],
        ["finished", "guest", "host"],
        ["memory", "disk"],
        ["panicked", "crash-loaded"],
    ];

    private static readonly string[] Networks = ["defined", "undefined", "started", "stopped"];
    private static readonly string[] Pools = ["defined", "undefined", "started", "stopped", "created", "deleted"];

    /// <summary>A domain's life-cycle event.</summary>
    /// <param name="uuid">The domain.</param>
    /// <param name="what">A <c>virDomainEventType</c>.</param>
    /// <param name="detail">The detail that belongs to it.</param>
    /// <param name="hasProcess">Whether it had a process when the event was sent.</param>
    public static NativeEvent Domain(string uuid, int what, int detail, bool hasProcess)
    {
        ResourceState? state = what switch
        {
            // What has just appeared and has no process is off.
            Defined when detail == DefinedAdded && !hasProcess => ResourceState.Stopped,
            // What arrives from another host does not execute yet: whether it does is read.
            2 when detail == StartedMigrated => null,
            2 or 4 => ResourceState.Running,
            3 or 7 => ResourceState.Paused,
            5 => detail == StoppedSaved ? ResourceState.Suspended : ResourceState.Stopped,
            8 => ResourceState.Error,
            _ => null,
        };
        var kind = (what, hasProcess, state) switch
        {
            // A domain that executes survives its definition.
            (Undefined, false, _) => NativeEventKind.Removed,
            (Defined, _, _) or (_, _, null) => NativeEventKind.Changed,
            _ => NativeEventKind.StateChanged,
        };
        var details = what >= 0 && what < DomainDetails.Length ? DomainDetails[what] : [];
        return new(new(ResourceKind.Server, uuid), kind, state, $"{Word(Domains, what)}/{Word(details, detail)}");
    }

    /// <summary>Whether it tells that a guest ends, which another event follows.</summary>
    public static bool AnnouncesEnd(NativeEvent happened) =>
        happened.Detail.StartsWith("shutdown/", StringComparison.Ordinal);

    /// <summary>The guest restarted itself.</summary>
    public static NativeEvent Reboot(string uuid) =>
        new(new(ResourceKind.Server, uuid), NativeEventKind.Changed, null, "rebooted");

    /// <summary>A network's life-cycle event.</summary>
    public static NativeEvent Network(string uuid, int what) => Of(ResourceKind.Network, uuid, what, Networks);

    /// <summary>A storage pool's life-cycle event.</summary>
    public static NativeEvent Pool(string uuid, int what) => Of(ResourceKind.StoragePool, uuid, what, Pools);

    private static NativeEvent Of(ResourceKind kind, string uuid, int what, string[] words) => what switch
    {
        // An active network or pool survives its definition as a domain does, but the event does not say whether it is.
        2 => new(new(kind, uuid), NativeEventKind.StateChanged, ResourceState.Running, Word(words, what)),
        3 => new(new(kind, uuid), NativeEventKind.StateChanged, ResourceState.Stopped, Word(words, what)),
        _ => new(new(kind, uuid), NativeEventKind.Changed, null, Word(words, what)),
    };

    private static string Word(string[] words, int index) =>
        index >= 0 && index < words.Length ? words[index] : index.ToString(CultureInfo.InvariantCulture);
}
