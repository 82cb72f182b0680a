using Hcos.Ci2.Drivers.HyperV.WsMan;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.HyperV;

/// <summary>Makes a machine that is there as the spec says: processors, memory and network. Its disk stays.</summary>
internal sealed class HyperVConvergence(HyperVClient client, HyperVInventory inventory, HyperVAddress address)
{
    private readonly HyperVChanges _changes = new(client);

    /// <summary>Changes what differs, and nothing when nothing does.</summary>
    public async Task ConvergeAsync(
        ResourceSpec spec, Machine machine, ServerNeeds needs, CancellationToken cancellationToken)
    {
        if (machine.Name != spec.Name)
        {
            throw new DriverException(DriverFailure.Conflict, $"the server exists under the name '{machine.Name}'");
        }

        await CheckDiskAsync(spec, cancellationToken).ConfigureAwait(false);
        await SizeAsync(spec.Server!, machine, cancellationToken).ConfigureAwait(false);
        await ConnectAsync(spec.Id.Value, machine, needs, cancellationToken).ConfigureAwait(false);
    }

    // A server that was whole never gets a new disk: an empty one in the place of its data would be worse than none.
    private async Task CheckDiskAsync(ResourceSpec spec, CancellationToken cancellationToken)
    {
        if (spec.Server!.Image is null) return;
        var path = DiskFiles.Disk(address, spec.Id.Value);
        if (await inventory.DiskAsync(path, cancellationToken).ConfigureAwait(false) is null)
        {
            throw new DriverException(DriverFailure.Conflict, "the server is defined but its disk is gone");
        }
    }

    /// <summary>Gives a machine processors and memory; whether that made a difference.</summary>
    public async Task<bool> SizeAsync(ServerSpec server, Machine machine, CancellationToken cancellationToken)
    {
        var processors = await OneAsync(machine, "Msvm_ProcessorSettingData", cancellationToken).ConfigureAwait(false);
        var memory = await OneAsync(machine, "Msvm_MemorySettingData", cancellationToken).ConfigureAwait(false);
        var wanted = new List<EmbeddedInstance>();
        if (processors.Number("VirtualQuantity") != server.Vcpus)
        {
            wanted.Add(HyperVParts.Processors(processors.Required("InstanceID"), server));
        }

        if (memory.Number("VirtualQuantity") != HyperVParts.Mebibytes(server.MemoryBytes))
        {
            wanted.Add(HyperVParts.Memory(memory.Required("InstanceID"), server));
        }

        if (wanted.Count > 0) await _changes.ModifyAsync(wanted, cancellationToken).ConfigureAwait(false);
        return wanted.Count > 0;
    }

    /// <summary>Connects the network card of a server to the switch that it needs, or removes it.</summary>
    public async Task ConnectAsync(
        Guid server, Machine machine, ServerNeeds needs, CancellationToken cancellationToken)
    {
        var ports = await inventory.PartsAsync(machine, "Msvm_SyntheticEthernetPortSettingData", cancellationToken)
            .ConfigureAwait(false);
        var port = ports.FirstOrDefault(found => string.Equals(
            found["Address"], HyperVParts.Mac(server), StringComparison.OrdinalIgnoreCase));
        if (port is null)
        {
            if (needs.SwitchPath is not null)
            {
                await new HyperVAssembly(client, needs.Host, machine.Guid)
                    .AddNetworkCardAsync(server, needs.SwitchPath, cancellationToken).ConfigureAwait(false);
            }

            return;
        }

        var connections = await inventory.PartsAsync(
            machine, "Msvm_EthernetPortAllocationSettingData", cancellationToken).ConfigureAwait(false);
        var connection = connections.FirstOrDefault(found =>
            IsSame(HyperVMapping.KeyInPath(found["Parent"] ?? "", "InstanceID"), port["InstanceID"]));
        if (needs.SwitchPath is not { } switchPath)
        {
            await _changes.RemoveAsync(connection is null ? [port] : [connection, port], cancellationToken)
                .ConfigureAwait(false);
        }
        else if (connection is null)
        {
            // A card without a connection was cut off between the two: it is made anew as a whole.
            await _changes.RemoveAsync([port], cancellationToken).ConfigureAwait(false);
            await new HyperVAssembly(client, needs.Host, machine.Guid)
                .AddNetworkCardAsync(server, switchPath, cancellationToken).ConfigureAwait(false);
        }
        else if (!IsSame(
            HyperVMapping.KeyInPath(connection["HostResource"] ?? "", "Name"),
            HyperVMapping.KeyInPath(switchPath, "Name")))
        {
            var reconnected = HyperVParts.Reconnected(connection.Required("InstanceID"), switchPath);
            await _changes.ModifyAsync([reconnected], cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<WmiObject> OneAsync(Machine machine, string type, CancellationToken cancellationToken) =>
        (await inventory.PartsAsync(machine, type, cancellationToken).ConfigureAwait(false)) is [var part, ..]
            ? part
            : throw HyperVErrors.Odd($"a machine without {type}");

    private static bool IsSame(string? left, string? right) =>
        left is not null && string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
}
