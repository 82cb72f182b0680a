using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers;

/// <summary>What a driver can do; the conformance suite holds it to its word.</summary>
/// <param name="Kind">The kind of environment it serves, as estate files write it: <c>libvirt</c>,
/// <c>simulated</c>.</param>
/// <param name="Lists">The kinds that it can list and read, in a fixed order.</param>
/// <param name="Ensures">The kinds that it can create and delete.</param>
/// <param name="Abilities">The optional abilities; each is an interface that the driver implements.</param>
public sealed record DriverCapabilities(
    string Kind,
    IReadOnlyList<ResourceKind> Lists,
    IReadOnlyList<ResourceKind> Ensures,
    IReadOnlyList<DriverAbility> Abilities);

/// <summary>An optional ability of a driver.</summary>
public enum DriverAbility
{
    /// <summary><see cref="IPowerDriver"/> with start, shutdown, power off and reset.</summary>
    Power,

    /// <summary><see cref="IPowerDriver"/> with pause and resume as well.</summary>
    Pause,

    /// <summary><see cref="IPowerDriver"/> with suspend as well, and resume of what is suspended.</summary>
    Suspend,

    /// <summary><see cref="IEventDriver"/>.</summary>
    Events,

    /// <summary><see cref="IImageDriver"/>.</summary>
    Images,

    /// <summary><see cref="IResizeDriver"/>.</summary>
    Resize,

    /// <summary><see cref="ISnapshotDriver"/>.</summary>
    Snapshots,

    /// <summary><see cref="IConsoleDriver"/>.</summary>
    Console,

    /// <summary><see cref="ILaunchDriver"/>.</summary>
    Launch,

    /// <summary><see cref="IMetricsDriver"/>.</summary>
    Metrics,

    /// <summary><see cref="IMigrationDriver"/>.</summary>
    Migration,
}

/// <summary>What a probe found.</summary>
/// <param name="NativeIdentity">
/// Who answered (libvirt: the host's UUID). A listing counts only under the identity that was registered.
/// </param>
/// <param name="Version">Product and version, for people.</param>
/// <param name="Scope">The rights it sees with: a change of scope makes absences meaningless.</param>
public sealed record EnvironmentStatus(string NativeIdentity, string Version, string Scope);
