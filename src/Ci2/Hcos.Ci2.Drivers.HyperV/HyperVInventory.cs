using Hcos.Ci2.Drivers.HyperV.WsMan;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.HyperV;

/// <summary>What is there: listings and reads, each within one call.</summary>
internal sealed class HyperVInventory(HyperVClient client, HyperVAddress address)
{
    private const string Settings = "Msvm_VirtualSystemSettingData";
    private const string Realized = "VirtualSystemType = 'Microsoft:Hyper-V:System:Realized'";
    private const string Kept = $"VirtualSystemType = '{Checkpoint.SystemType}'";

    /// <summary>The classes that a server's description is put together from.</summary>
    private static readonly string[] PartClasses =
    [
        "Msvm_ProcessorSettingData", "Msvm_MemorySettingData", "Msvm_StorageAllocationSettingData",
        "Msvm_EthernetPortAllocationSettingData", "Msvm_GuestNetworkAdapterConfiguration",
    ];

    /// <summary>Name, ElementName, CreationTime, Notes and EnabledState of a summary.</summary>
    private static readonly int[] SummaryParts = [0, 1, 2, 3, 100];

    private HostRecord? _host;

    /// <summary>All resources of a kind.</summary>
    public async Task<IReadOnlyList<ResourceObject>> ListAsync(
        ResourceKind kind, CancellationToken cancellationToken)
    {
        switch (kind)
        {
            case ResourceKind.Host:
                return [HyperVMapping.Host(await HostAsync(cancellationToken).ConfigureAwait(false))];
            case ResourceKind.Server:
                return await ServersAsync(cancellationToken).ConfigureAwait(false);
            case ResourceKind.StoragePool:
                return await PoolsAsync(cancellationToken).ConfigureAwait(false);
            case ResourceKind.Volume:
                return await FilesAsync(address.DiskFolder, HyperVMapping.Volume, cancellationToken)
                    .ConfigureAwait(false);
            case ResourceKind.Image:
                return await FilesAsync(address.ImageFolder, HyperVMapping.Image, cancellationToken)
                    .ConfigureAwait(false);
            case ResourceKind.Network:
                var switches = await SwitchesAsync(cancellationToken).ConfigureAwait(false);
                return [.. switches.Select(HyperVMapping.Network)];
            default:
                throw new DriverException(DriverFailure.Invalid, $"Hyper-V has nothing of the kind {kind}");
        }
    }

    /// <summary>One resource, or null.</summary>
    public async Task<ResourceObject?> ReadAsync(ResourceKey key, CancellationToken cancellationToken)
    {
        switch (key.Kind)
        {
            case ResourceKind.Server:
                var machines = await LookAsync(cancellationToken).ConfigureAwait(false);
                return machines.Find(key) is { } machine
                    ? await ServerAsync(machines, machine, cancellationToken).ConfigureAwait(false)
                    : null;
            case ResourceKind.Volume:
                return await FileAsync(key, address.DiskFolder, HyperVMapping.Volume, cancellationToken)
                    .ConfigureAwait(false);
            case ResourceKind.Image:
                return await FileAsync(key, address.ImageFolder, HyperVMapping.Image, cancellationToken)
                    .ConfigureAwait(false);
            default:
                var all = await ListAsync(key.Kind, cancellationToken).ConfigureAwait(false);
                return all.FirstOrDefault(found => found.Key == key);
        }
    }

    /// <summary>The host itself.</summary>
    public async Task<HostRecord> HostAsync(CancellationToken cancellationToken) => _host ??= new(
        await client.OneAsync("Win32_ComputerSystemProduct", cancellationToken).ConfigureAwait(false),
        await client.OneAsync("Win32_ComputerSystem", cancellationToken).ConfigureAwait(false),
        await client.OneAsync("Win32_OperatingSystem", cancellationToken).ConfigureAwait(false));

    /// <summary>All machines, without what they consist of.</summary>
    public async Task<Machines> LookAsync(CancellationToken cancellationToken) => new(
        await client.FindAsync("Msvm_ComputerSystem", "Name != __SERVER", cancellationToken).ConfigureAwait(false),
        await client.FindAsync(Settings, Realized, cancellationToken).ConfigureAwait(false));

    /// <summary>All machines by one request, with what tells a change of their lives.</summary>
    public Task<Machines> SummariesAsync(CancellationToken cancellationToken) =>
        SummariesAsync([], cancellationToken);

    /// <summary>The same with further parts of the summaries.</summary>
    public async Task<Machines> SummariesAsync(IEnumerable<int> further, CancellationToken cancellationToken)
    {
        var service = WmiReference.Service("Msvm_VirtualSystemManagementService");
        var parameters = new Parameters(service.Uri);
        foreach (var wanted in SummaryParts.Concat(further)) parameters.Number("RequestedInformation", wanted);
        var output = await client.AskAsync(service, "GetSummaryInformation", parameters, cancellationToken)
            .ConfigureAwait(false);
        return new(output.All("SummaryInformation").Select(WmiObject.Parameter)
            .Select(summary => new Machine(summary, summary)));
    }

    /// <summary>One of them as a resource; null when it vanished meanwhile.</summary>
    public async Task<ResourceObject?> ServerAsync(
        Machines machines, Machine machine, CancellationToken cancellationToken)
    {
        var parts = new List<WmiObject>();
        foreach (var type in PartClasses)
        {
            var prefix = type.StartsWith("Msvm_Guest", StringComparison.Ordinal) ? @"GuestNetwork\" : "";
            parts.AddRange(await client.FindAsync(
                type, $"InstanceID LIKE {Wql.Text($"Microsoft:{prefix}{machine.Guid}%")}", cancellationToken)
                    .ConfigureAwait(false));
        }

        parts.AddRange(await KeptOfAsync(machine, cancellationToken).ConfigureAwait(false));
        return HyperVMapping.Server(
            machines.KeyOf(machine),
            machine,
            parts,
            await ViewAsync(cancellationToken).ConfigureAwait(false));
    }

    /// <summary>The networks' switches.</summary>
    public Task<IReadOnlyList<WmiObject>> SwitchesAsync(CancellationToken cancellationToken) =>
        client.FindAsync("Msvm_VirtualEthernetSwitch", null, cancellationToken);

    /// <summary>The path of the switch of a network's name; null for none.</summary>
    public async Task<string?> SwitchPathAsync(
        HostRecord host, string? name, CancellationToken cancellationToken)
    {
        if (name is null) return null;
        var switches = await SwitchesAsync(cancellationToken).ConfigureAwait(false);
        return switches.FirstOrDefault(found => found["ElementName"] == name) is { } there
            ? host.Path(
                "Msvm_VirtualEthernetSwitch",
                ("CreationClassName", "Msvm_VirtualEthernetSwitch"),
                ("Name", there.Required("Name")))
            : throw new DriverException(DriverFailure.Missing, $"there is no network '{name}'");
    }

    /// <summary>A machine's checkpoints, the oldest first.</summary>
    public async Task<IReadOnlyList<Checkpoint>> CheckpointsAsync(
        Machine machine, CancellationToken cancellationToken) => Checkpoint.Among(
        await KeptOfAsync(machine, cancellationToken).ConfigureAwait(false));

    /// <summary>Where a machine's first disk is written now; null when it has none.</summary>
    public async Task<string?> DiskPathAsync(Machine machine, CancellationToken cancellationToken)
    {
        var parts = await PartsAsync(machine, "Msvm_StorageAllocationSettingData", cancellationToken)
            .ConfigureAwait(false);
        return parts.Where(HyperVMapping.IsDisk).Select(part => part["HostResource"]).FirstOrDefault();
    }

    /// <summary>The files in which checkpoints wrote on the disk of a server.</summary>
    public async Task<IReadOnlyList<string>> FurtherFilesAsync(Guid id, CancellationToken cancellationToken)
    {
        var found = await client.QueryAsync(
            Names.Windows,
            $"{FilesIn(address.DiskFolder)} AND Extension = '{DiskFiles.FurtherExtension}' "
            + $"AND FileName LIKE {Wql.Text($"{Machines.NativeId(id)}%")}", cancellationToken).ConfigureAwait(false);
        return [.. found.Select(file => PathOf(file, address.DiskFolder))
            .Where(path => DiskFiles.First(path) != path)];
    }

    /// <summary>A machine's parts of a class.</summary>
    public Task<IReadOnlyList<WmiObject>> PartsAsync(
        Machine machine, string type, CancellationToken cancellationToken) =>
        client.FindAsync(type, $"InstanceID LIKE {Wql.Text($"Microsoft:{machine.Guid}%")}", cancellationToken);

    /// <summary>Throws when the host gives no server so many processors.</summary>
    public async Task CheckProcessorsAsync(int vcpus, CancellationToken cancellationToken)
    {
        var limits = await client.FindAsync(
            "Msvm_ProcessorSettingData", "InstanceID LIKE 'Microsoft:Definition%Maximum'", cancellationToken)
                .ConfigureAwait(false);
        if (limits is [var limit, ..] && limit.Number("VirtualQuantity") is { } most && vcpus > most)
        {
            throw new DriverException(DriverFailure.Invalid, $"the host gives a server at most {most} processors");
        }
    }

    /// <summary>What the host says of a virtual disk's file; null when there is none.</summary>
    public async Task<DiskRecord?> DiskAsync(string path, CancellationToken cancellationToken)
    {
        var files = await client.QueryAsync(
            Names.Windows, $"SELECT * FROM CIM_DataFile WHERE Name = {Wql.Text(path)}", cancellationToken)
                .ConfigureAwait(false);
        return files is [var file] ? await DiskAsync(file, path, cancellationToken).ConfigureAwait(false) : null;
    }

    private async Task<DiskRecord?> DiskAsync(WmiObject file, string path, CancellationToken cancellationToken)
    {
        var images = WmiReference.Service("Msvm_ImageManagementService");
        try
        {
            var output = await client.AskAsync(
                images,
                "GetVirtualHardDiskSettingData",
                new Parameters(images.Uri).Text("Path", path),
                cancellationToken).ConfigureAwait(false);
            return new(path, file, EmbeddedInstance.Read(output["SettingData"]?.Value ?? ""));
        }
        catch (DriverException gone) when (gone.Failure == DriverFailure.Missing)
        {
            return null;
        }
        catch (DriverException broken) when (broken.Failure is DriverFailure.Conflict or DriverFailure.Invalid)
        {
            // One broken file in the folder must not hide all others.
            return new(path, file, null);
        }
    }

    private async Task<IReadOnlyList<ResourceObject>> ServersAsync(CancellationToken cancellationToken)
    {
        var machines = await LookAsync(cancellationToken).ConfigureAwait(false);
        var parts = new List<WmiObject>();
        foreach (var type in PartClasses)
        {
            parts.AddRange(await client.FindAsync(type, null, cancellationToken).ConfigureAwait(false));
        }

        parts.AddRange(await client.FindAsync(Settings, Kept, cancellationToken).ConfigureAwait(false));

        var view = await ViewAsync(cancellationToken).ConfigureAwait(false);
        var byMachine = parts.ToLookup(HyperVMapping.MachineOf, StringComparer.OrdinalIgnoreCase);
        return [.. machines.All
            .Select(machine => HyperVMapping.Server(machines.KeyOf(machine), machine, byMachine[machine.Guid], view))
            .OfType<ResourceObject>()];
    }

    private async Task<HostView> ViewAsync(CancellationToken cancellationToken) => HyperVMapping.View(
        await HostAsync(cancellationToken).ConfigureAwait(false), await SwitchesAsync(cancellationToken)
            .ConfigureAwait(false), address);

    private async Task<IReadOnlyList<ResourceObject>> PoolsAsync(CancellationToken cancellationToken)
    {
        var host = await HostAsync(cancellationToken).ConfigureAwait(false);
        var drives = await client.QueryAsync(
            Names.Windows,
            $"SELECT * FROM Win32_LogicalDisk WHERE DeviceID = {Wql.Text(address.DiskFolder[..2])}",
            cancellationToken)
            .ConfigureAwait(false);
        return [.. drives.Select(drive => HyperVMapping.Pool(drive, host.Id))];
    }

    private async Task<IReadOnlyList<ResourceObject>> FilesAsync(
        string folder, Func<DiskRecord, HyperVAddress, ResourceObject> map, CancellationToken cancellationToken)
    {
        var files = await client.QueryAsync(
            Names.Windows, $"{FilesIn(folder)} AND Extension = 'vhdx'", cancellationToken).ConfigureAwait(false);
        var found = new List<ResourceObject>();
        foreach (var file in files)
        {
            if (await DiskAsync(file, PathOf(file, folder), cancellationToken)
                .ConfigureAwait(false) is { } disk) found.Add(map(disk, address));
        }

        return found;
    }

    private Task<IReadOnlyList<WmiObject>> KeptOfAsync(Machine machine, CancellationToken cancellationToken) =>
        client.FindAsync(
            Settings, $"{Kept} AND VirtualSystemIdentifier = {Wql.Text(machine.Guid)}", cancellationToken);

    private static string FilesIn(string folder) =>
        $"SELECT * FROM CIM_DataFile WHERE Drive = {Wql.Text(folder[..2])} "
        + $"AND Path = {Wql.Text($@"{folder[2..]}\")}";

    private static string PathOf(WmiObject file, string folder) =>
        $@"{folder}\{file.Required("FileName")}.{file.Required("Extension")}";

    private async Task<ResourceObject?> FileAsync(
        ResourceKey key,
        string folder,
        Func<DiskRecord, HyperVAddress, ResourceObject> map,
        CancellationToken cancellationToken)
    {
        if (DiskFiles.NameOf(key) is not { } name) return null;
        return await DiskAsync($@"{folder}\{name}", cancellationToken)
            .ConfigureAwait(false) is { } disk ? map(disk, address) : null;
    }
}
