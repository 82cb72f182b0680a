using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.HyperV;

/// <summary>Snapshots of stopped servers, which Hyper-V keeps as checkpoints, each within one call.</summary>
internal sealed class HyperVSnapshots(HyperVClient client, HyperVInventory inventory, HyperVAddress address)
{
    private readonly HyperVChanges _changes = new(client);
    private readonly HyperVPower _power = new(client, inventory);

    /// <summary>Takes one, unless it is there.</summary>
    public async Task<ResourceObject> TakeAsync(
        ResourceKey key, SnapshotSpec snapshot, CancellationToken cancellationToken)
    {
        if (!ResourceNames.IsValid(snapshot.Name))
        {
            throw new DriverException(DriverFailure.Invalid, $"a name is {ResourceNames.Rule}");
        }

        var machines = await inventory.LookAsync(cancellationToken).ConfigureAwait(false);
        var machine = machines.Find(key) ?? throw HyperVErrors.NoServer();
        var there = await inventory.CheckpointsAsync(machine, cancellationToken).ConfigureAwait(false);
        if (there.Any(one => one.Mark?.Id == snapshot.Id))
        {
            await AloneAsync(there, snapshot.Id, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await CheckAsync(machine, snapshot, there, cancellationToken).ConfigureAwait(false);
            await KeepAsync(machine, snapshot, cancellationToken).ConfigureAwait(false);
        }

        return await ShownAsync(key, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Goes back. Hyper-V puts back all that a machine was; name, notes, network and size are then made what they are
    /// now.
    /// </summary>
    public async Task<ResourceObject> RevertAsync(
        ResourceKey key, SnapshotId snapshot, ServerSize size, CancellationToken cancellationToken)
    {
        ServerRules.CheckSize(size);
        var machines = await inventory.LookAsync(cancellationToken).ConfigureAwait(false);
        var machine = machines.Find(key) ?? throw HyperVErrors.NoServer();
        var there = await inventory.CheckpointsAsync(machine, cancellationToken).ConfigureAwait(false);
        var kept = there.FirstOrDefault(one => one.Mark?.Id == snapshot)
            ?? throw new DriverException(DriverFailure.Missing, $"the server has no snapshot {snapshot}");
        await _power.CheckStoppedAsync(machine, cancellationToken).ConfigureAwait(false);
        var before = await inventory.ServerAsync(machines, machine, cancellationToken).ConfigureAwait(false)
            ?? throw HyperVErrors.NoServer();
        await _changes.ApplyCheckpointAsync(kept.Reference, cancellationToken).ConfigureAwait(false);
        await PutBackAsync(machine, before, size, cancellationToken).ConfigureAwait(false);
        return await ShownAsync(key, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Removes one.</summary>
    public async Task RemoveAsync(ResourceKey key, SnapshotId snapshot, CancellationToken cancellationToken)
    {
        var machines = await inventory.LookAsync(cancellationToken).ConfigureAwait(false);
        if (machines.Find(key) is not { } machine) return;
        var there = await inventory.CheckpointsAsync(machine, cancellationToken).ConfigureAwait(false);
        foreach (var one in there.Where(one => one.Mark?.Id == snapshot))
        {
            await RemoveAsync(one, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task RemoveAsync(Checkpoint checkpoint, CancellationToken cancellationToken)
    {
        try
        {
            await _changes.DestroyCheckpointAsync(checkpoint.Reference, cancellationToken).ConfigureAwait(false);
        }
        catch (DriverException gone) when (gone.Failure == DriverFailure.Missing)
        {
            // Somebody else was quicker.
        }
    }

    private async Task CheckAsync(
        Machine machine, SnapshotSpec snapshot, IReadOnlyList<Checkpoint> there, CancellationToken cancellationToken)
    {
        await _power.CheckStoppedAsync(machine, cancellationToken).ConfigureAwait(false);
        if (there.Any(one => one.Name == snapshot.Name))
        {
            throw new DriverException(
                DriverFailure.Conflict, $"the server has another snapshot of the name '{snapshot.Name}'");
        }

        if (await inventory.DiskPathAsync(machine, cancellationToken).ConfigureAwait(false) is null)
        {
            throw new DriverException(DriverFailure.Invalid, "the server has no disk that can be kept");
        }
    }

    private async Task KeepAsync(Machine machine, SnapshotSpec snapshot, CancellationToken cancellationToken)
    {
        var mark = new SnapshotMark(snapshot.Id, snapshot.Name).ToString();
        await DescribeAsync(machine, [.. Notes(machine), mark], cancellationToken).ConfigureAwait(false);
        try
        {
            await _changes.TakeCheckpointAsync(machine.Guid, cancellationToken).ConfigureAwait(false);
        }
        catch (DriverException refused) when (refused.Failure
            is not (DriverFailure.Unavailable or DriverFailure.Uncertain))
        {
            await DescribeAsync(machine, Notes(machine), cancellationToken).ConfigureAwait(false);
            throw;
        }

        await DescribeAsync(machine, Notes(machine), cancellationToken).ConfigureAwait(false);
        var there = await inventory.CheckpointsAsync(machine, cancellationToken).ConfigureAwait(false);
        var taken = await AloneAsync(there, snapshot.Id, cancellationToken).ConfigureAwait(false)
            ?? throw new DriverException(DriverFailure.Uncertain, "Hyper-V made no checkpoint of the server");
        await _changes.ModifySystemAsync(HyperVParts.Named(taken.SettingsId, snapshot.Name), cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>
    /// Removes what an order that arrived twice made more: the first is the snapshot. Null when there is none.
    /// </summary>
    private async Task<Checkpoint?> AloneAsync(
        IReadOnlyList<Checkpoint> there, SnapshotId snapshot, CancellationToken cancellationToken)
    {
        var ours = there.Where(one => one.Mark?.Id == snapshot).ToList();
        foreach (var other in ours.Skip(1)) await RemoveAsync(other, cancellationToken).ConfigureAwait(false);
        return ours.FirstOrDefault();
    }

    private async Task PutBackAsync(
        Machine machine, ResourceObject before, ServerSize size, CancellationToken cancellationToken)
    {
        try
        {
            await DescribeAsync(machine, Notes(machine), cancellationToken).ConfigureAwait(false);
            var convergence = new HyperVConvergence(client, inventory, address);
            await convergence.SizeAsync(new(size.Vcpus, size.MemoryBytes), machine, cancellationToken)
                .ConfigureAwait(false);
            // The network card of an adopted machine is its owner's.
            if (machine.Mark is not { } mark) return;
            var host = await inventory.HostAsync(cancellationToken).ConfigureAwait(false);
            var network = before.Server!.Networks is [var name, ..] ? name : null;
            var path = await inventory.SwitchPathAsync(host, network, cancellationToken).ConfigureAwait(false);
            await convergence.ConnectAsync(mark.Id, machine, new(host, path), cancellationToken).ConfigureAwait(false);
        }
        catch (DriverException refused)
        {
            throw new DriverException(
                DriverFailure.Uncertain, $"the disk is what it was, and then: {refused.Message}", refused);
        }
    }

    private static IReadOnlyList<string> Notes(Machine machine) =>
        SnapshotMark.Without(machine.Settings.Values("Notes"));

    private Task DescribeAsync(Machine machine, IReadOnlyList<string> notes, CancellationToken cancellationToken) =>
        _changes.ModifySystemAsync(
            HyperVParts.Described(machine.Settings.Required("InstanceID"), machine.Name, notes), cancellationToken);

    private async Task<ResourceObject> ShownAsync(ResourceKey key, CancellationToken cancellationToken) =>
        await inventory.ReadAsync(key, cancellationToken).ConfigureAwait(false)
        ?? throw new DriverException(DriverFailure.Uncertain, "the server vanished while it was changed");
}
