using Hcos.Ci2.Drivers.HyperV.WsMan;

namespace Hcos.Ci2.Drivers.HyperV;

/// <summary>Single changes of the host, each one method with its parameters.</summary>
internal sealed class HyperVChanges(HyperVClient client)
{
    private const uint FileIsGone = 9;

    private static readonly WmiReference Management = WmiReference.Service("Msvm_VirtualSystemManagementService");
    private static readonly WmiReference Images = WmiReference.Service("Msvm_ImageManagementService");

    private static readonly WmiReference Checkpoints = WmiReference.Service("Msvm_VirtualSystemSnapshotService");

    /// <summary>The kind of checkpoint that is of the whole machine.</summary>
    private const int Full = 2;

    private static Parameters To => new(Management.Uri);

    /// <summary>Makes a machine; answers its identity.</summary>
    public async Task<string> DefineAsync(EmbeddedInstance settings, CancellationToken cancellationToken)
    {
        var output = await client.ChangeAsync(
            Management, "DefineSystem", To.Embedded("SystemSettings", settings), cancellationToken)
                .ConfigureAwait(false);
        var guid = await client.ResultAsync(output, "ResultingSystem", "Msvm_ComputerSystem", "Name", cancellationToken)
            .ConfigureAwait(false);
        return guid.ToUpperInvariant();
    }

    /// <summary>Removes a machine that is off.</summary>
    public Task DestroyAsync(string guid, CancellationToken cancellationToken) => client.ChangeAsync(
        Management, "DestroySystem", To.Reference("AffectedSystem", WmiReference.Machine(guid)), cancellationToken);

    /// <summary>Changes a machine's own settings.</summary>
    public Task ModifySystemAsync(EmbeddedInstance settings, CancellationToken cancellationToken) =>
        client.ChangeAsync(
            Management, "ModifySystemSettings", To.Embedded("SystemSettings", settings), cancellationToken);

    /// <summary>Changes parts of a machine.</summary>
    public Task ModifyAsync(IReadOnlyList<EmbeddedInstance> parts, CancellationToken cancellationToken) =>
        client.ChangeAsync(
            Management, "ModifyResourceSettings", To.Embedded("ResourceSettings", parts), cancellationToken);

    /// <summary>Adds a part to a machine; answers the part's <c>InstanceID</c>.</summary>
    public async Task<string> AddAsync(
        WmiReference settings, string type, EmbeddedInstance part, CancellationToken cancellationToken)
    {
        var output = await client.ChangeAsync(
            Management,
            "AddResourceSettings",
            To.Reference("AffectedConfiguration", settings).Embedded("ResourceSettings", part), cancellationToken)
                .ConfigureAwait(false);
        return await client.ResultAsync(output, "ResultingResourceSettings", type, "InstanceID", cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>Removes parts of a machine.</summary>
    public Task RemoveAsync(IEnumerable<WmiObject> parts, CancellationToken cancellationToken)
    {
        var parameters = To;
        foreach (var part in parts)
        {
            parameters.Reference(
                "ResourceSettings", WmiReference.Instance(part.ClassName, part.Required("InstanceID")));
        }

        return client.ChangeAsync(Management, "RemoveResourceSettings", parameters, cancellationToken);
    }

    /// <summary>Tells a machine's guest something.</summary>
    public Task TellGuestAsync(
        string guid, IReadOnlyList<EmbeddedInstance> items, CancellationToken cancellationToken) => client.ChangeAsync(
        Management,
        "AddKvpItems",
        To.Reference("TargetSystem", WmiReference.Machine(guid)).Embedded("DataItems", items), cancellationToken);

    /// <summary>Changes a machine's execution.</summary>
    public Task RequestStateAsync(string guid, int state, CancellationToken cancellationToken)
    {
        var machine = WmiReference.Machine(guid);
        return client.ChangeAsync(
            machine,
            "RequestStateChange",
            new Parameters(machine.Uri).Number("RequestedState", state),
            cancellationToken);
    }

    /// <summary>Takes a checkpoint of a machine.</summary>
    public Task TakeCheckpointAsync(string guid, CancellationToken cancellationToken) => client.ChangeAsync(
        Checkpoints,
        "CreateSnapshot",
        new Parameters(Checkpoints.Uri)
            .Reference("AffectedSystem", WmiReference.Machine(guid)).Number("SnapshotType", Full),
        cancellationToken);

    /// <summary>Makes a machine that is off what it was at a checkpoint.</summary>
    public Task ApplyCheckpointAsync(WmiReference checkpoint, CancellationToken cancellationToken) =>
        WithCheckpointAsync("ApplySnapshot", "Snapshot", checkpoint, cancellationToken);

    /// <summary>Removes a checkpoint; the machine stays as it is.</summary>
    public Task DestroyCheckpointAsync(WmiReference checkpoint, CancellationToken cancellationToken) =>
        WithCheckpointAsync("DestroySnapshot", "AffectedSnapshot", checkpoint, cancellationToken);

    /// <summary>Makes a virtual disk.</summary>
    public Task CreateDiskAsync(EmbeddedInstance disk, CancellationToken cancellationToken) => client.ChangeAsync(
        Images,
        "CreateVirtualHardDisk",
        new Parameters(Images.Uri).Embedded("VirtualDiskSettingData", disk),
        cancellationToken);

    /// <summary>Makes a virtual disk larger.</summary>
    public Task ResizeDiskAsync(string path, long bytes, CancellationToken cancellationToken) => client.ChangeAsync(
        Images,
        "ResizeVirtualHardDisk",
        new Parameters(Images.Uri).Text("Path", path).Number("MaxInternalSize", bytes), cancellationToken);

    /// <summary>Removes a file; absent is success.</summary>
    public async Task DeleteFileAsync(string path, CancellationToken cancellationToken)
    {
        var found = await client.QueryAsync(
            Names.Windows, $"SELECT * FROM CIM_DataFile WHERE Name = {Wql.Text(path)}", cancellationToken)
                .ConfigureAwait(false);
        if (found is not [var file]) return;
        var reference = new WmiReference(Names.Windows, "CIM_DataFile", ("Name", file.Required("Name")));
        var output = await client.TryChangeAsync(reference, "Delete", new(reference.Uri), cancellationToken)
            .ConfigureAwait(false);
        if (output.ReturnValue is 0 or FileIsGone) return;

        // The numbers of files' methods are their own: 2 and 17 speak of rights, 15 of somebody who has it open.
        var failure = output.ReturnValue is 2 or 17 ? DriverFailure.Denied : DriverFailure.Conflict;
        throw new DriverException(failure, $"Hyper-V: a disk's file was not removed ({output.ReturnValue})");
    }

    private Task<MethodOutput> WithCheckpointAsync(
        string method, string parameter, WmiReference checkpoint, CancellationToken cancellationToken) =>
        client.ChangeAsync(
            Checkpoints, method, new Parameters(Checkpoints.Uri).Reference(parameter, checkpoint), cancellationToken);
}
