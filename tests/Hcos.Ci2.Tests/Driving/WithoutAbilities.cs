using Hcos.Ci2.Drivers;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Tests.Driving;

/// <summary>A driver that can nothing that is optional.</summary>
internal sealed class WithoutAbilities : IResourceDriver
{
    private readonly FakeDriver _inner = new();

    public DriverCapabilities Capabilities => _inner.Capabilities with { Abilities = [] };

    public Task<EnvironmentStatus> ProbeAsync(CancellationToken cancellationToken) =>
        _inner.ProbeAsync(cancellationToken);

    public IAsyncEnumerable<ResourceObject> ListAsync(ResourceKind kind, CancellationToken cancellationToken) =>
        _inner.ListAsync(kind, cancellationToken);

    public Task<ResourceObject?> ReadAsync(ResourceKey key, CancellationToken cancellationToken) =>
        _inner.ReadAsync(key, cancellationToken);

    public Task<ResourceObject> EnsureAsync(ResourceSpec spec, CancellationToken cancellationToken) =>
        _inner.EnsureAsync(spec, cancellationToken);

    public Task DeleteAsync(ResourceKey key, CancellationToken cancellationToken) =>
        _inner.DeleteAsync(key, cancellationToken);

    public ResourceKey KeyOf(ResourceSpec spec) => _inner.KeyOf(spec);

    public ValueTask DisposeAsync() => _inner.DisposeAsync();
}
