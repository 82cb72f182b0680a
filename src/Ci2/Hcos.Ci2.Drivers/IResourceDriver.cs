using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers;

/// <summary>
/// Translates between one platform and the resource-object format. One instance serves one environment and may be
/// called from several threads. All calls are idempotent, none of them retries a changing call by itself. A lost
/// connection is made again by the next call that needs it.
/// </summary>
/// <remarks>
/// What fails throws <see cref="DriverException"/> with a <see cref="DriverFailure"/>; the one other exception that
/// leaves a driver is <see cref="OperationCanceledException"/>, when the caller cancelled a reading call, or a changing
/// call before it sent anything that changes. A changing call that was cancelled or cut off later may still take
/// effect, even after it returned: it ends as <see cref="DriverFailure.Uncertain"/>. A reading call that is cut off is
/// <see cref="DriverFailure.Unavailable"/>. A call that was refused (invalid, denied, missing, conflict, exhausted)
/// left nothing behind.
/// </remarks>
public interface IResourceDriver : IAsyncDisposable
{
    /// <summary>
    /// What this driver can do. Constant, no I/O. A declared ability works; an undeclared one is absent.
    /// </summary>
    DriverCapabilities Capabilities { get; }

    /// <summary>Looks whether the environment answers, and who it is.</summary>
    Task<EnvironmentStatus> ProbeAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Lists all resources of <paramref name="kind"/>. The listing is complete if and only if the enumeration ends
    /// without an exception. A kind that is not in <see cref="DriverCapabilities.Lists"/> is
    /// <see cref="DriverFailure.Invalid"/>. Objects are read one after another: what changed meanwhile may be shown
    /// as it was at any instant since the listing began; what was there all the time is never left out.
    /// </summary>
    IAsyncEnumerable<ResourceObject> ListAsync(ResourceKind kind, CancellationToken cancellationToken);

    /// <summary>
    /// Reads one resource, by a read that begins after the call; null when the platform says it is not there.
    /// </summary>
    Task<ResourceObject?> ReadAsync(ResourceKey key, CancellationToken cancellationToken);

    /// <summary>
    /// Creates what <paramref name="spec"/> wants or converges it, and answers with a read begun afterwards.
    /// Repeating it changes nothing. A server is made stopped and an existing server's execution is left alone.
    /// A name that another server has is <see cref="DriverFailure.Conflict"/>; an image, network or host that is not
    /// there is <see cref="DriverFailure.Missing"/>; a kind that is not in <see cref="DriverCapabilities.Ensures"/>, a
    /// name against <see cref="ResourceNames"/>, a size that cannot be is <see cref="DriverFailure.Invalid"/>.
    /// </summary>
    Task<ResourceObject> EnsureAsync(ResourceSpec spec, CancellationToken cancellationToken);

    /// <summary>
    /// Removes the resource with everything that <see cref="EnsureAsync"/> made for it (disk, seed). Absent is success,
    /// and so is half-made: what is left of it goes too. A server that executes has its power taken away first. A kind
    /// that is not in <see cref="DriverCapabilities.Ensures"/> (nor an image, where <see cref="IImageDriver"/> is) is
    /// <see cref="DriverFailure.Invalid"/>.
    /// </summary>
    Task DeleteAsync(ResourceKey key, CancellationToken cancellationToken);

    /// <summary>The key that a resource made by us from <paramref name="spec"/> has on this platform. Pure.</summary>
    ResourceKey KeyOf(ResourceSpec spec);
}
