using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers;

/// <summary>
/// The reading half of a driver that tells of changes: a driver without events must not seem to have them.
/// </summary>
internal sealed class ObservingEventDriver(IResourceDriver inner, IEventDriver events) : IResourceDriver, IEventDriver
{
    private readonly ObservingDriver _reading = new(inner);

    public DriverCapabilities Capabilities => _reading.Capabilities;

    public Task<EnvironmentStatus> ProbeAsync(CancellationToken cancellationToken) =>
        _reading.ProbeAsync(cancellationToken);

    public IAsyncEnumerable<ResourceObject> ListAsync(ResourceKind kind, CancellationToken cancellationToken) =>
        _reading.ListAsync(kind, cancellationToken);

    public Task<ResourceObject?> ReadAsync(ResourceKey key, CancellationToken cancellationToken) =>
        _reading.ReadAsync(key, cancellationToken);

    public Task<ResourceObject> EnsureAsync(ResourceSpec spec, CancellationToken cancellationToken) =>
        _reading.EnsureAsync(spec, cancellationToken);

    public Task DeleteAsync(ResourceKey key, CancellationToken cancellationToken) =>
        _reading.DeleteAsync(key, cancellationToken);

    public ResourceKey KeyOf(ResourceSpec spec) => _reading.KeyOf(spec);

    public IAsyncEnumerable<NativeEvent> WatchAsync(CancellationToken cancellationToken) =>
        events.WatchAsync(cancellationToken);

    public int CallsPerLook => events.CallsPerLook;

    public ValueTask DisposeAsync() => _reading.DisposeAsync();
}
