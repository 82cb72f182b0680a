using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.HyperV;

/// <summary>
/// Makes a stopped server larger or smaller. Whatever can be refused is found before anything changes; the disk, which
/// cannot shrink, is last.
/// </summary>
internal sealed class HyperVResizing(HyperVClient client, HyperVInventory inventory, HyperVAddress address)
{
    private readonly HyperVChanges _changes = new(client);

    /// <summary>Gives the server another size.</summary>
    public async Task<ResourceObject> ResizeAsync(
        ResourceKey key, ServerSize size, CancellationToken cancellationToken)
    {
        ServerRules.CheckSize(size);
        var machines = await inventory.LookAsync(cancellationToken).ConfigureAwait(false);
        var machine = machines.Find(key) ?? throw HyperVErrors.NoServer();
        await new HyperVPower(client, inventory).CheckStoppedAsync(machine, cancellationToken).ConfigureAwait(false);
        await inventory.CheckProcessorsAsync(size.Vcpus, cancellationToken).ConfigureAwait(false);
        var disk = await DiskToGrowAsync(machine, size.DiskBytes, cancellationToken).ConfigureAwait(false);
        var isChanged = await new HyperVConvergence(client, inventory, address)
            .SizeAsync(new(size.Vcpus, size.MemoryBytes), machine, cancellationToken).ConfigureAwait(false);
        if (disk is not null) await GrowAsync(disk, size.DiskBytes, isChanged, cancellationToken).ConfigureAwait(false);
        var after = await inventory.LookAsync(cancellationToken).ConfigureAwait(false);
        return after.Find(key) is { } found
            && await inventory.ServerAsync(after, found, cancellationToken).ConfigureAwait(false) is { } seen
            ? seen
            : throw new DriverException(DriverFailure.Uncertain, "the server vanished while it was resized");
    }

    /// <summary>The file of the disk that is to grow; null when it is as large as it is to be.</summary>
    private async Task<string?> DiskToGrowAsync(Machine machine, long bytes, CancellationToken cancellationToken)
    {
        if (bytes == 0) return null;
        var path = await inventory.DiskPathAsync(machine, cancellationToken).ConfigureAwait(false)
            ?? throw new DriverException(DriverFailure.Invalid, "the server has no disk");
        var disk = await inventory.DiskAsync(path, cancellationToken).ConfigureAwait(false)
            ?? throw new DriverException(DriverFailure.Conflict, "the disk of the server is gone");
        var capacity = HyperVMapping.CapacityOf(disk);
        if (capacity == bytes) return null;
        if (capacity > bytes)
        {
            throw new DriverException(DriverFailure.Invalid, $"a disk only grows: it has {capacity} bytes");
        }

        return DiskFiles.First(path) == path
            ? path
            : throw new DriverException(
                DriverFailure.Conflict, "the host grows no disk that has snapshots: delete them first");
    }

    private async Task GrowAsync(string path, long bytes, bool isChanged, CancellationToken cancellationToken)
    {
        try
        {
            await _changes.ResizeDiskAsync(path, bytes, cancellationToken).ConfigureAwait(false);
        }
        catch (DriverException refused) when (isChanged && refused.Failure != DriverFailure.Uncertain)
        {
            throw new DriverException(
                DriverFailure.Uncertain, $"only the disk has not the new size: {refused.Message}", refused);
        }
    }
}
