using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Libvirt;

internal sealed partial class LibvirtDriver : IResizeDriver, ISnapshotDriver, IConsoleDriver
{
    /// <inheritdoc/>
    public Task<ResourceObject> ResizeAsync(
        ResourceKey key, ServerSize size, CancellationToken cancellationToken) => ChangeAsync(
        key, client => Later(client).Resize(ServerIdentity.Parse(key), size), cancellationToken);

    /// <inheritdoc/>
    public Task<ResourceObject> SnapshotAsync(
        ResourceKey key, SnapshotSpec snapshot, CancellationToken cancellationToken) => ChangeAsync(
        key, client => Later(client).Snapshot(ServerIdentity.Parse(key), snapshot), cancellationToken);

    /// <inheritdoc/>
    public Task<ResourceObject> RevertAsync(
        ResourceKey key, SnapshotId snapshot, ServerSize size, CancellationToken cancellationToken) => ChangeAsync(
        key, client => Later(client).Revert(ServerIdentity.Parse(key), snapshot, size), cancellationToken);

    /// <inheritdoc/>
    public Task DeleteSnapshotAsync(
        ResourceKey key, SnapshotId snapshot, CancellationToken cancellationToken) => ChangeAsync(
        key,
        client =>
        {
            Later(client).DeleteSnapshot(ServerIdentity.Parse(key), snapshot);
            return key;
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task<ConsoleLog> ReadConsoleAsync(
        ResourceKey key, int mostBytes, CancellationToken cancellationToken) => _reads.ReadAsync(
        client => new LibvirtConsole(client, Inventory(client), options).Read(ServerIdentity.Parse(key), mostBytes),
        cancellationToken);

    private LibvirtLater Later(LibvirtClient client) => new(client, Inventory(client));
}
