using Hcos.Ci2.Drivers.HyperV.WsMan;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.HyperV;

/// <summary>Puts a new machine together; what is told last, in its notes, is that it is whole.</summary>
internal sealed class HyperVAssembly(HyperVClient client, HostRecord host, string guid)
{
    private const string Allocation = "Msvm_ResourceAllocationSettingData";
    private const string Port = "Msvm_SyntheticEthernetPortSettingData";

    private readonly HyperVChanges _changes = new(client);
    private readonly string _settingsId = $"Microsoft:{guid}";

    private WmiReference Settings => WmiReference.Instance("Msvm_VirtualSystemSettingData", _settingsId);

    /// <summary>Adds all that the server is to have; it still says that it is being made.</summary>
    public async Task AssembleAsync(
        ResourceSpec spec, string? disk, string? switchPath, CancellationToken cancellationToken)
    {
        var server = spec.Server!;
        var processor = await PartAsync("Msvm_ProcessorSettingData", cancellationToken).ConfigureAwait(false);
        var memory = await PartAsync("Msvm_MemorySettingData", cancellationToken).ConfigureAwait(false);
        await _changes.ModifyAsync(
            [HyperVParts.Processors(processor, server), HyperVParts.Memory(memory, server)], cancellationToken)
            .ConfigureAwait(false);
        if (disk is not null) await AddDiskAsync(disk, cancellationToken).ConfigureAwait(false);
        if (switchPath is not null)
        {
            await AddNetworkCardAsync(spec.Id.Value, switchPath, cancellationToken).ConfigureAwait(false);
        }

        await _changes.TellGuestAsync(guid, HyperVParts.GuestItems(spec), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Says that the machine is whole.</summary>
    public Task FinishAsync(Guid id, CancellationToken cancellationToken) =>
        _changes.ModifySystemAsync(HyperVParts.Whole(_settingsId, id), cancellationToken);

    /// <summary>Adds a network card that is connected to a switch.</summary>
    public async Task AddNetworkCardAsync(Guid id, string switchPath, CancellationToken cancellationToken)
    {
        var port = await _changes.AddAsync(Settings, Port, HyperVParts.NetworkCard(id), cancellationToken)
            .ConfigureAwait(false);
        await _changes.AddAsync(
            Settings,
            "Msvm_EthernetPortAllocationSettingData",
            HyperVParts.Connection(host.Path(Port, ("InstanceID", port)), switchPath),
            cancellationToken).ConfigureAwait(false);
    }

    private async Task AddDiskAsync(string file, CancellationToken cancellationToken)
    {
        var controllers = await client.FindAsync(Allocation, OfThisMachine(), cancellationToken).ConfigureAwait(false);
        var controller = controllers
            .Where(part => part["ResourceSubType"] == HyperVParts.IdeController)
            .OrderBy(part => part["Address"], StringComparer.Ordinal)
            .FirstOrDefault() ?? throw HyperVErrors.Odd("a machine of the first generation without IDE controller");
        var drive = await _changes.AddAsync(
            Settings,
            Allocation,
            HyperVParts.DriveOn(host.Path(Allocation, ("InstanceID", controller.Required("InstanceID")))),
            cancellationToken).ConfigureAwait(false);
        await _changes.AddAsync(
            Settings,
            "Msvm_StorageAllocationSettingData",
            HyperVParts.DiskIn(host.Path(Allocation, ("InstanceID", drive)), file),
            cancellationToken).ConfigureAwait(false);
    }

    private async Task<string> PartAsync(string type, CancellationToken cancellationToken) =>
        (await client.FindAsync(type, OfThisMachine(), cancellationToken).ConfigureAwait(false)) is [var part, ..]
            ? part.Required("InstanceID")
            : throw HyperVErrors.Odd($"a new machine without {type}");

    private string OfThisMachine() => $"InstanceID LIKE {Wql.Text($"{_settingsId}%")}";
}
