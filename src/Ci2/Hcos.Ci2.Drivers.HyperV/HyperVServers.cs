using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.HyperV;

/// <summary>Making, converging and removing servers, each within one call.</summary>
internal sealed class HyperVServers(
    HyperVClient client, HyperVInventory inventory, HyperVAddress address, HyperVOptions options)
{
    private readonly HyperVChanges _changes = new(client);

    /// <summary>Makes the server or converges it.</summary>
    public async Task<ResourceObject> EnsureAsync(ResourceSpec spec, CancellationToken cancellationToken)
    {
        ServerRules.Check(spec, options);
        var before = await inventory.LookAsync(cancellationToken).ConfigureAwait(false);
        var needs = await NeedsAsync(spec, before, cancellationToken).ConfigureAwait(false);
        var made = before.Made(spec.Id.Value).FirstOrDefault();
        if (made is not null)
        {
            await new HyperVConvergence(client, inventory, address).ConvergeAsync(spec, made, needs, cancellationToken)
                .ConfigureAwait(false);
        }
        else
        {
            var image = await ImageAsync(spec.Server!, cancellationToken).ConfigureAwait(false);
            await RemoveHalfMadeAsync(before, spec.Id.Value, cancellationToken).ConfigureAwait(false);
            await MakeAsync(spec, needs, image, cancellationToken).ConfigureAwait(false);
        }

        var after = await inventory.LookAsync(cancellationToken).ConfigureAwait(false);
        await RemoveHalfMadeAsync(after, spec.Id.Value, cancellationToken).ConfigureAwait(false);
        return after.Made(spec.Id.Value).FirstOrDefault() is { } machine
            && await inventory.ServerAsync(after, machine, cancellationToken).ConfigureAwait(false) is { } server
            ? server
            : throw new DriverException(DriverFailure.Uncertain, "the server vanished while it was made");
    }

    /// <summary>
    /// Removes the server: its execution, its machine with its checkpoints and whatever creates left half-made, then
    /// the files that are named from its id. Disks with other names were never ours and stay, and so do those of a
    /// machine without our mark.
    /// </summary>
    public async Task DeleteAsync(ResourceKey key, CancellationToken cancellationToken)
    {
        if (!Guid.TryParseExact(key.NativeId, "D", out var id)) return;
        var machines = await inventory.LookAsync(cancellationToken).ConfigureAwait(false);
        var machine = machines.Find(key);
        if (machine is not null) await RemoveAsync(machine, cancellationToken).ConfigureAwait(false);
        var left = await inventory.LookAsync(cancellationToken).ConfigureAwait(false);
        await RemoveHalfMadeAsync(left, id, cancellationToken).ConfigureAwait(false);

        // A copy that somebody made of the server on the host has the same disk; what somebody else made has its own.
        if (machine is null or { Mark: not null } && !left.Made(id).Any())
        {
            await DeleteFilesAsync(id, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Those in which checkpoints wrote on first: what they begin with is named by them.</summary>
    private async Task DeleteFilesAsync(Guid id, CancellationToken cancellationToken)
    {
        foreach (var path in await inventory.FurtherFilesAsync(id, cancellationToken).ConfigureAwait(false))
        {
            await _changes.DeleteFileAsync(path, cancellationToken).ConfigureAwait(false);
        }

        await _changes.DeleteFileAsync(DiskFiles.Disk(address, id), cancellationToken).ConfigureAwait(false);
    }

    private async Task RemoveHalfMadeAsync(
        Machines machines, Guid id, CancellationToken cancellationToken, string? but = null)
    {
        foreach (var machine in machines.HalfMade(id).Where(machine => !IsSame(machine.Guid, but)))
        {
            await RemoveAsync(machine, cancellationToken).ConfigureAwait(false);
        }
    }

    private static bool IsSame(string guid, string? other) =>
        string.Equals(guid, other, StringComparison.OrdinalIgnoreCase);

    private async Task RemoveAsync(Machine machine, CancellationToken cancellationToken)
    {
        var state = await new HyperVPower(client, inventory).SettledAsync(machine.Guid, cancellationToken)
            .ConfigureAwait(false);
        if (state is null) return;
        if (state.Value.State is not ResourceState.Stopped)
        {
            await _changes.RequestStateAsync(machine.Guid, HyperVPower.Off, cancellationToken).ConfigureAwait(false);
        }

        await _changes.DestroyAsync(machine.Guid, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Looks whether all that the server needs is there, before anything is changed.</summary>
    private async Task<ServerNeeds> NeedsAsync(
        ResourceSpec spec, Machines machines, CancellationToken cancellationToken)
    {
        var server = spec.Server!;
        if (machines.All.FirstOrDefault(machine => machine.Name == spec.Name && machine.Mark?.Id != spec.Id.Value)
            is not null)
        {
            throw new DriverException(DriverFailure.Conflict, $"another server has the name '{spec.Name}'");
        }

        var host = await inventory.HostAsync(cancellationToken).ConfigureAwait(false);
        if (server.Host is { } wanted && wanted != host.Id)
        {
            throw new DriverException(DriverFailure.Missing, $"the host '{wanted}' is not behind this endpoint");
        }

        await inventory.CheckProcessorsAsync(server.Vcpus, cancellationToken).ConfigureAwait(false);
        return new(host, await inventory.SwitchPathAsync(host, server.Network, cancellationToken)
            .ConfigureAwait(false));
    }

    private async Task<DiskRecord?> ImageAsync(ServerSpec server, CancellationToken cancellationToken)
    {
        if (server.Image is not { } name) return null;
        var image = await inventory.DiskAsync(DiskFiles.Image(address, name), cancellationToken).ConfigureAwait(false)
            ?? throw new DriverException(DriverFailure.Missing, $"there is no image '{name}'");
        if (image.Disk is null)
        {
            throw new DriverException(DriverFailure.Conflict, $"the host cannot read the image '{name}'");
        }

        return HyperVMapping.CapacityOf(image) is var least && server.DiskBytes > 0 && server.DiskBytes < least
            ? throw new DriverException(
                DriverFailure.Invalid,
                $"a disk of {server.DiskBytes} bytes is smaller than the image '{name}' of {least}")
            : image;
    }

    private async Task MakeAsync(
        ResourceSpec spec, ServerNeeds needs, DiskRecord? image, CancellationToken cancellationToken)
    {
        var id = spec.Id.Value;
        try
        {
            // No whole machine has it, so whatever is there under its name is half-made.
            var disk = image is null
                ? null
                : await MakeDiskAsync(id, image, spec.Server!.DiskBytes, cancellationToken).ConfigureAwait(false);
            var guid = await _changes.DefineAsync(HyperVParts.System(spec), cancellationToken).ConfigureAwait(false);
            var assembly = new HyperVAssembly(client, needs.Host, guid);
            await assembly.AssembleAsync(spec, disk, needs.SwitchPath, cancellationToken).ConfigureAwait(false);

            // What is whole was alone then: whoever only reads that it is there may tell it made.
            var beside = await inventory.LookAsync(cancellationToken).ConfigureAwait(false);
            await RemoveHalfMadeAsync(beside, id, cancellationToken, but: guid).ConfigureAwait(false);
            await assembly.FinishAsync(id, cancellationToken).ConfigureAwait(false);
        }
        catch (DriverException refused) when (refused.Failure
            is not (DriverFailure.Unavailable or DriverFailure.Uncertain))
        {
            // What was refused leaves nothing behind.
            await DeleteAsync(new(ResourceKind.Server, Machines.NativeId(id)), cancellationToken).ConfigureAwait(false);
            throw;
        }
    }

    private async Task<string> MakeDiskAsync(Guid id, DiskRecord image, long bytes, CancellationToken cancellationToken)
    {
        var path = DiskFiles.Disk(address, id);
        await _changes.DeleteFileAsync(path, cancellationToken).ConfigureAwait(false);
        await _changes.CreateDiskAsync(HyperVParts.Differencing(path, image.Path), cancellationToken)
            .ConfigureAwait(false);
        if (bytes > HyperVMapping.CapacityOf(image)) await _changes.ResizeDiskAsync(path, bytes, cancellationToken)
            .ConfigureAwait(false);
        return path;
    }
}

/// <summary>What a server needs and was found.</summary>
/// <param name="Host">The host.</param>
/// <param name="SwitchPath">The path of its network's switch, or null for none.</param>
internal sealed record ServerNeeds(HostRecord Host, string? SwitchPath);
