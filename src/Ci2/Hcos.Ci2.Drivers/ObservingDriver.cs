using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers;

/// <summary>The reading half of a driver.</summary>
internal sealed class ObservingDriver(IResourceDriver inner) : IResourceDriver
{
    public DriverCapabilities Capabilities { get; } = ObserveOnlyDriver.WithoutChanges(inner.Capabilities);

    public Task<EnvironmentStatus> ProbeAsync(CancellationToken cancellationToken) =>
        inner.ProbeAsync(cancellationToken);

    public IAsyncEnumerable<ResourceObject> ListAsync(ResourceKind kind, CancellationToken cancellationToken) =>
        inner.ListAsync(kind, cancellationToken);

    public Task<ResourceObject?> ReadAsync(ResourceKey key, CancellationToken cancellationToken) =>
        inner.ReadAsync(key, cancellationToken);

    public Task<ResourceObject> EnsureAsync(ResourceSpec spec, CancellationToken cancellationToken) =>
        Task.FromException<ResourceObject>(ObserveOnlyDriver.Denied());

    public Task DeleteAsync(ResourceKey key, CancellationToken cancellationToken) =>
        Task.FromException(ObserveOnlyDriver.Denied());

    public ResourceKey KeyOf(ResourceSpec spec) => inner.KeyOf(spec);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
