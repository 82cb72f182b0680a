using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Tests.Suite;

/// <summary>Does what another driver does; a wrong driver overrides the one call that it does wrong.</summary>
internal class DelegatingDriver(IResourceDriver inner)
    : IResourceDriver, IPowerDriver, IEventDriver, IImageDriver, IResizeDriver, ISnapshotDriver, IConsoleDriver,
        IMigrationDriver
{
    public virtual DriverCapabilities Capabilities => inner.Capabilities;

    public virtual Task<EnvironmentStatus> ProbeAsync(CancellationToken cancellationToken) =>
        inner.ProbeAsync(cancellationToken);

    public virtual IAsyncEnumerable<ResourceObject> ListAsync(ResourceKind kind, CancellationToken cancellationToken) =>
        inner.ListAsync(kind, cancellationToken);

    public virtual Task<ResourceObject?> ReadAsync(ResourceKey key, CancellationToken cancellationToken) =>
        inner.ReadAsync(key, cancellationToken);

    public virtual Task<ResourceObject> EnsureAsync(ResourceSpec spec, CancellationToken cancellationToken) =>
        inner.EnsureAsync(spec, cancellationToken);

    public virtual Task DeleteAsync(ResourceKey key, CancellationToken cancellationToken) =>
        inner.DeleteAsync(key, cancellationToken);

    public ResourceKey KeyOf(ResourceSpec spec) => inner.KeyOf(spec);

    public virtual Task<ResourceObject> PowerAsync(
        ResourceKey key, PowerAction action, CancellationToken cancellationToken) =>
        ((IPowerDriver)inner).PowerAsync(key, action, cancellationToken);

    public virtual IAsyncEnumerable<NativeEvent> WatchAsync(CancellationToken cancellationToken) =>
        ((IEventDriver)inner).WatchAsync(cancellationToken);

    public int CallsPerLook => ((IEventDriver)inner).CallsPerLook;

    public Task<ResourceObject> ImportImageAsync(
        ResourceId id, string name, string path, CancellationToken cancellationToken) =>
        ((IImageDriver)inner).ImportImageAsync(id, name, path, cancellationToken);

    public virtual Task<ResourceObject> ResizeAsync(
        ResourceKey key, ServerSize size, CancellationToken cancellationToken) =>
        ((IResizeDriver)inner).ResizeAsync(key, size, cancellationToken);

    public virtual Task<ResourceObject> SnapshotAsync(
        ResourceKey key, SnapshotSpec snapshot, CancellationToken cancellationToken) =>
        ((ISnapshotDriver)inner).SnapshotAsync(key, snapshot, cancellationToken);

    public virtual Task<ResourceObject> RevertAsync(
        ResourceKey key, SnapshotId snapshot, ServerSize size, CancellationToken cancellationToken) =>
        ((ISnapshotDriver)inner).RevertAsync(key, snapshot, size, cancellationToken);

    public virtual Task DeleteSnapshotAsync(
        ResourceKey key, SnapshotId snapshot, CancellationToken cancellationToken) =>
        ((ISnapshotDriver)inner).DeleteSnapshotAsync(key, snapshot, cancellationToken);

    public virtual Task<ConsoleLog> ReadConsoleAsync(
        ResourceKey key, int mostBytes, CancellationToken cancellationToken) =>
        ((IConsoleDriver)inner).ReadConsoleAsync(key, mostBytes, cancellationToken);

    public virtual Task<MigrationDemand> DemandAsync(ResourceKey key, CancellationToken cancellationToken) =>
        ((IMigrationDriver)inner).DemandAsync(key, cancellationToken);

    public virtual Task<MigrationOffer> OfferAsync(MigrationDemand demand, CancellationToken cancellationToken) =>
        ((IMigrationDriver)inner).OfferAsync(demand, cancellationToken);

    public virtual Task<ResourceObject> MigrateAsync(
        ResourceKey key, MigrationOffer offer, CancellationToken cancellationToken) =>
        ((IMigrationDriver)inner).MigrateAsync(key, offer, cancellationToken);

    public virtual Task<MigrationProgress?> ProgressAsync(ResourceKey key, CancellationToken cancellationToken) =>
        ((IMigrationDriver)inner).ProgressAsync(key, cancellationToken);

    public virtual Task CancelAsync(ResourceKey key, CancellationToken cancellationToken) =>
        ((IMigrationDriver)inner).CancelAsync(key, cancellationToken);

    public virtual Task WithdrawAsync(ResourceKey key, MigrationOffer offer, CancellationToken cancellationToken) =>
        ((IMigrationDriver)inner).WithdrawAsync(key, offer, cancellationToken);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
