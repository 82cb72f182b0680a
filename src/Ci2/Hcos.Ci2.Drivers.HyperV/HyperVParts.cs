using System.Security.Cryptography;
using System.Text;
using Hcos.Ci2.Drivers.HyperV.WsMan;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.HyperV;

/// <summary>What is wanted, as Hyper-V's settings. Pure.</summary>
internal static class HyperVParts
{
    public const string Disk = "Microsoft:Hyper-V:Virtual Hard Disk";
    public const string IdeController = "Microsoft:Hyper-V:Emulated IDE Controller";

    private const string Drive = "Microsoft:Hyper-V:Synthetic Disk Drive";
    private const string Port = "Microsoft:Hyper-V:Synthetic Ethernet Port";
    private const string ConnectionType = "Microsoft:Hyper-V:Ethernet Connection";
    private const long Mebibyte = 1 << 20;
    private const int LongestPiece = 1000;
    private const int FullProcessor = 100_000;

    /// <summary>Memory as the platform counts it: whole and even MiB.</summary>
    public static long Mebibytes(long bytes) => (bytes + (2 * Mebibyte) - 1) / (2 * Mebibyte) * 2;

    /// <summary>The settings of a new machine.</summary>
    public static EmbeddedInstance System(ResourceSpec spec) => new EmbeddedInstance("Msvm_VirtualSystemSettingData")
        .Text("ElementName", spec.Name)
        .Text("VirtualSystemSubType", "Microsoft:Hyper-V:SubType:1")
        // HCOS starts servers; a host that comes back starts none by itself.
        .Number("AutomaticStartupAction", "uint16", 2)
        .Texts("Notes", new ServerMark(spec.Id.Value, IsMaking: true).ToString());

    /// <summary>Says in a machine's notes that it is whole.</summary>
    public static EmbeddedInstance Whole(string settingsId, Guid id) =>
        new EmbeddedInstance("Msvm_VirtualSystemSettingData")
            .Text("InstanceID", settingsId)
            .Texts("Notes", new ServerMark(id, IsMaking: false).ToString());

    /// <summary>A machine's name and notes.</summary>
    public static EmbeddedInstance Described(string settingsId, string name, IReadOnlyList<string> notes) =>
        // No notes at all would mean that they stay.
        Named(settingsId, name).Texts("Notes", notes.Count == 0 ? [""] : notes);

    /// <summary>The name of a machine or a checkpoint.</summary>
    public static EmbeddedInstance Named(string settingsId, string name) =>
        new EmbeddedInstance("Msvm_VirtualSystemSettingData")
            .Text("InstanceID", settingsId)
            .Text("ElementName", name);

    /// <summary>Processors of a machine.</summary>
    public static EmbeddedInstance Processors(string instanceId, ServerSpec server) =>
        new EmbeddedInstance("Msvm_ProcessorSettingData")
            .Text("InstanceID", instanceId)
            .Number("VirtualQuantity", "uint64", server.Vcpus)
            .Number("Limit", "uint64", FullProcessor);

    /// <summary>Memory of a machine: all of it all the time.</summary>
    public static EmbeddedInstance Memory(string instanceId, ServerSpec server) =>
        new EmbeddedInstance("Msvm_MemorySettingData")
            .Text("InstanceID", instanceId)
            .Flag("DynamicMemoryEnabled", false)
            .Number("Limit", "uint64", Mebibytes(server.MemoryBytes))
            .Number("Reservation", "uint64", Mebibytes(server.MemoryBytes))
            .Number("VirtualQuantity", "uint64", Mebibytes(server.MemoryBytes));

    /// <summary>The first drive of a controller.</summary>
    public static EmbeddedInstance DriveOn(string controllerPath) => Allocation(17, Drive)
        .Text("Parent", controllerPath)
        .Text("AddressOnParent", "0");

    /// <summary>A disk in a drive.</summary>
    public static EmbeddedInstance DiskIn(string drivePath, string file) =>
        new EmbeddedInstance("Msvm_StorageAllocationSettingData")
            .Number("ResourceType", "uint16", 31)
            .Text("ResourceSubType", Disk)
            .Text("Parent", drivePath)
            .Texts("HostResource", file);

    /// <summary>A network card.</summary>
    public static EmbeddedInstance NetworkCard(Guid id) => new EmbeddedInstance("Msvm_SyntheticEthernetPortSettingData")
        .Number("ResourceType", "uint16", 10)
        .Text("ResourceSubType", Port)
        .Text("ElementName", "Network Adapter")
        .Texts("VirtualSystemIdentifiers", $"{{{Machines.NativeId(id)}}}")
        .Text("Address", Mac(id))
        .Flag("StaticMacAddress", true);

    /// <summary>Connects a network card to a switch.</summary>
    public static EmbeddedInstance Connection(string portPath, string switchPath) =>
        new EmbeddedInstance("Msvm_EthernetPortAllocationSettingData")
            .Number("ResourceType", "uint16", 33)
            .Text("ResourceSubType", ConnectionType)
            .Text("Parent", portPath)
            .Texts("HostResource", switchPath)
            .Number("EnabledState", "uint16", 2);

    /// <summary>Leads a connection that is there to another switch.</summary>
    public static EmbeddedInstance Reconnected(string instanceId, string switchPath) =>
        new EmbeddedInstance("Msvm_EthernetPortAllocationSettingData")
            .Text("InstanceID", instanceId)
            .Texts("HostResource", switchPath)
            .Number("EnabledState", "uint16", 2);

    /// <summary>A new virtual disk that holds differences from an image.</summary>
    public static EmbeddedInstance Differencing(string path, string imagePath) =>
        new EmbeddedInstance("Msvm_VirtualHardDiskSettingData")
            .Text("Path", path)
            .Text("ParentPath", imagePath)
            .Number("Type", "uint16", 4)
            .Number("Format", "uint16", 3);

    /// <summary>
    /// What the guest is told through the data exchange: its name, and its user data in pieces that fit.
    /// </summary>
    public static IReadOnlyList<EmbeddedInstance> GuestItems(ResourceSpec spec)
    {
        List<EmbeddedInstance> items =
        [
            Item("hcos-instance-id", Machines.NativeId(spec.Id.Value)), Item("hcos-host-name", spec.Name),
        ];
        if (spec.Server!.UserData is { } data)
        {
            var text = Convert.ToBase64String(Encoding.UTF8.GetBytes(data));
            var pieces = text.Chunk(LongestPiece).Select(piece => new string(piece)).ToList();
            items.Add(Item("hcos-user-data-count", $"{pieces.Count}"));
            items.AddRange(pieces.Select((piece, number) => Item($"hcos-user-data-{number}", piece)));
        }

        return items;
    }

    /// <summary>
    /// The network card's address: 40 bits of the id's hash under a first octet that says "given locally, to one".
    /// </summary>
    internal static string Mac(Guid id)
    {
        var hash = SHA256.HashData(Encoding.ASCII.GetBytes(Machines.NativeId(id)));
        return $"52{Convert.ToHexString(hash.AsSpan(0, 5))}";
    }

    private static EmbeddedInstance Item(string name, string data) => new EmbeddedInstance("Msvm_KvpExchangeDataItem")
        .Text("Name", name)
        .Text("Data", data)
        .Number("Source", "uint16", 0);

    private static EmbeddedInstance Allocation(int type, string subType) =>
        new EmbeddedInstance("Msvm_ResourceAllocationSettingData")
            .Number("ResourceType", "uint16", type)
            .Text("ResourceSubType", subType);
}
