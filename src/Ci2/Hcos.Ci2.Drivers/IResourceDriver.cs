using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers;

/// <summary>
/// Translates between one platform and the resource-object format. One instance serves one environment and may be
/// called from several threads. All calls are idempotent, none of them retries a changing call by itself, and what
/// fails throws <see cref="DriverException"/> with a <see cref="DriverFailure"/>. A cancelled or cut-off changing call
/// may still take effect: it ends as <see cref="DriverFailure.Uncertain"/>.
/// </summary>
public interface IResourceDriver : IAsyncDisposable
{
    /// <summary>What this driver can do. Constant, no I/O. A declared ability works; an undeclared one is absent.</summary>
    DriverCapabilities Capabilities { get; }

    /// <summary>Looks whether the environment answers, and who it is.</summary>
    Task<EnvironmentStatus> ProbeAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Lists all resources of <paramref name="kind"/>. The listing is complete if and only if the enumeration ends
    /// without an exception.
    /// </summary>
    IAsyncEnumerable<ResourceObject> ListAsync(ResourceKind kind, CancellationToken cancellationToken);

    /// <summary>Reads one resource, by a read that begins after the call; null when the platform says it is not there.</summary>
    Task<ResourceObject?> ReadAsync(ResourceKey key, CancellationToken cancellationToken);

    /// <summary>
    /// Creates what <paramref name="spec"/> wants or converges it, and answers with a read begun afterwards.
    /// Repeating it changes nothing. A server is made stopped and an existing server's execution is left alone.
    /// </summary>
    Task<ResourceObject> EnsureAsync(ResourceSpec spec, CancellationToken cancellationToken);

    /// <summary>
    /// Removes the resource with everything that <see cref="EnsureAsync"/> made for it (disk, seed). Absent is success,
    /// and so is half-made.
    /// </summary>
    Task DeleteAsync(ResourceKey key, CancellationToken cancellationToken);

    /// <summary>The key that a resource made by us from <paramref name="spec"/> has on this platform. Pure.</summary>
    ResourceKey KeyOf(ResourceSpec spec);
}
