using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Simulated;

/// <summary>The driver of a simulated estate that starts whatever it makes: the same with one ability more.</summary>
internal sealed class LaunchingDriver(SimulatedDriver driver)
    : IResourceDriver, IPowerDriver, IEventDriver, IImageDriver, IResizeDriver, ISnapshotDriver, IConsoleDriver,
        ILaunchDriver, IMigrationDriver
{
    public DriverCapabilities Capabilities { get; } = driver.Capabilities with
    {
        Abilities = [.. driver.Capabilities.Abilities, DriverAbility.Launch],
    };

    public Task<EnvironmentStatus> ProbeAsync(CancellationToken cancellationToken) =>
        driver.ProbeAsync(cancellationToken);

    public IAsyncEnumerable<ResourceObject> ListAsync(ResourceKind kind, CancellationToken cancellationToken) =>
        driver.ListAsync(kind, cancellationToken);

    public Task<ResourceObject?> ReadAsync(ResourceKey key, CancellationToken cancellationToken) =>
        driver.ReadAsync(key, cancellationToken);

    public Task<ResourceObject> EnsureAsync(ResourceSpec spec, CancellationToken cancellationToken) =>
        driver.EnsureAsync(spec, cancellationToken);

    public Task<ResourceObject> LaunchAsync(ResourceSpec spec, CancellationToken cancellationToken) =>
        driver.LaunchAsync(spec, cancellationToken);

    public Task DeleteAsync(ResourceKey key, CancellationToken cancellationToken) =>
        driver.DeleteAsync(key, cancellationToken);

    public ResourceKey KeyOf(ResourceSpec spec) => driver.KeyOf(spec);

    public Task<ResourceObject> PowerAsync(ResourceKey key, PowerAction action, CancellationToken cancellationToken) =>
        driver.PowerAsync(key, action, cancellationToken);

    public IAsyncEnumerable<NativeEvent> WatchAsync(CancellationToken cancellationToken) =>
        driver.WatchAsync(cancellationToken);

    public Task<ResourceObject> ImportImageAsync(
        ResourceId id, string name, string path, CancellationToken cancellationToken) =>
        driver.ImportImageAsync(id, name, path, cancellationToken);

    public Task<ResourceObject> ResizeAsync(ResourceKey key, ServerSize size, CancellationToken cancellationToken) =>
        driver.ResizeAsync(key, size, cancellationToken);

    public Task<ResourceObject> SnapshotAsync(
        ResourceKey key, SnapshotSpec snapshot, CancellationToken cancellationToken) =>
        driver.SnapshotAsync(key, snapshot, cancellationToken);

    public Task<ResourceObject> RevertAsync(
        ResourceKey key, SnapshotId snapshot, ServerSize size, CancellationToken cancellationToken) =>
        driver.RevertAsync(key, snapshot, size, cancellationToken);

    public Task DeleteSnapshotAsync(ResourceKey key, SnapshotId snapshot, CancellationToken cancellationToken) =>
        driver.DeleteSnapshotAsync(key, snapshot, cancellationToken);

    public Task<ConsoleLog> ReadConsoleAsync(ResourceKey key, int mostBytes, CancellationToken cancellationToken) =>
        driver.ReadConsoleAsync(key, mostBytes, cancellationToken);

    public Task<MigrationDemand> DemandAsync(ResourceKey key, CancellationToken cancellationToken) =>
        driver.DemandAsync(key, cancellationToken);

    public Task<MigrationOffer> OfferAsync(MigrationDemand demand, CancellationToken cancellationToken) =>
        driver.OfferAsync(demand, cancellationToken);

    public Task<ResourceObject> MigrateAsync(
        ResourceKey key, MigrationOffer offer, CancellationToken cancellationToken) =>
        driver.MigrateAsync(key, offer, cancellationToken);

    public Task<MigrationProgress?> ProgressAsync(ResourceKey key, CancellationToken cancellationToken) =>
        driver.ProgressAsync(key, cancellationToken);

    public Task CancelAsync(ResourceKey key, CancellationToken cancellationToken) =>
        driver.CancelAsync(key, cancellationToken);

    public Task WithdrawAsync(ResourceKey key, MigrationOffer offer, CancellationToken cancellationToken) =>
        driver.WithdrawAsync(key, offer, cancellationToken);

    public ValueTask DisposeAsync() => driver.DisposeAsync();
}
