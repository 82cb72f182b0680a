using System.Xml.Linq;
using Hcos.Ci2.Drivers.HyperV.WsMan;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.HyperV;

/// <summary>Machines as servers, and what of them is shown. Pure.</summary>
internal static partial class HyperVMapping
{
    /// <summary>
    /// The properties that are shown. Notes, and whatever else people or guests write, may hold secrets; counters and
    /// times would make every listing seem a change.
    /// </summary>
    private static readonly string[] Shown =
    [
        "Address", "AutomaticStartupAction", "AutomaticShutdownAction", "BuildNumber", "Caption", "DNSHostName",
        "DeviceID", "Drive", "DynamicMemoryEnabled", "ElementName", "EnabledState", "Extension", "FileName", "FileSize",
        "FreeSpace", "HealthState", "HostResource", "IPAddresses", "InstanceID", "Limit", "Manufacturer", "Model",
        "Name", "NumberOfLogicalProcessors", "Parent", "Path", "Reservation", "ResourceSubType", "ResourceType",
        "SecureBootEnabled", "Size", "SystemType", "TotalPhysicalMemory", "UUID", "Vendor", "Version",
        "VirtualQuantity", "VirtualSystemIdentifier", "VirtualSystemSubType", "VirtualSystemType", "Weight",
    ];

    /// <summary>A machine; null when what it consists of is gone already.</summary>
    public static ResourceObject? Server(ResourceKey key, Machine machine, IEnumerable<WmiObject> parts, HostView view)
    {
        var all = parts.ToList();
        var processor = all.Find(part => part.ClassName == "Msvm_ProcessorSettingData");
        var memory = all.Find(part => part.ClassName == "Msvm_MemorySettingData");
        if (processor is null || memory is null) return null;
        var state = machine.ServerState;
        var facts = new ServerFacts(
            (int)(processor.Number("VirtualQuantity") ?? 0),
            (memory.Number("VirtualQuantity") ?? 0) << MebibyteBits,
            view.HostId,
            state is ResourceState.Running or ResourceState.Paused ? Addresses(all) : [],
            [.. all.Where(IsDisk)
                .Select(disk => DiskFiles.NativeId(view.Address, DiskFiles.First(disk["HostResource"]!)))],
            [.. all.Where(IsConnection).Select(connection => SwitchOf(connection, view)).OfType<string>()])
        {
            Snapshots = Checkpoint.Facts(all),
        };
        return new(key, machine.Name, state)
        {
            Server = facts,
            MadeFor = machine.Mark is { } mark ? new ResourceId(mark.Id) : null,
            Native = Native([machine.System, machine.Settings, .. all]),
        };
    }

    /// <summary>Whether a part is a virtual disk, and not a drive's image or a physical disk.</summary>
    public static bool IsDisk(WmiObject part) => part["HostResource"] is not null
        && string.Equals(part["ResourceSubType"], HyperVParts.Disk, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a part connects a network card to a switch.</summary>
    public static bool IsConnection(WmiObject part) =>
        part.ClassName == "Msvm_EthernetPortAllocationSettingData" && part["HostResource"] is not null;

    /// <summary>Name of the switch that a connection leads to.</summary>
    public static string? SwitchOf(WmiObject connection, HostView view) =>
        KeyInPath(connection["HostResource"]!, "Name") is { } id ? view.Switches.GetValueOrDefault(id) : null;

    private static string[] Addresses(List<WmiObject> parts) =>
        GuestAddresses.Of(parts.Where(part => part.ClassName == "Msvm_GuestNetworkAdapterConfiguration")
            .SelectMany(adapter => adapter.Values("IPAddresses")));

    /// <summary>The properties of a virtual disk that are shown.</summary>
    private static readonly string[] DiskShown = ["Format", "MaxInternalSize", "ParentPath", "Type"];

    private static NativePart Native(
        IEnumerable<WmiObject> objects, IReadOnlyDictionary<string, string>? disk = null) => new(
        "hyperv-wmi-xml",
        new XElement("wmi", objects.Select(Shape), disk is null ? null : Shape(disk)).ToString());

    private static XElement Shape(WmiObject found) => new(
        found.ClassName,
        Shown.SelectMany(name => found.Values(name).Select(value => new XElement(name, value))),
        // Of the notes only our own lines: the rest is other people's.
        ServerMark.In(found.Values("Notes")) is { } mark ? new XElement("Notes", mark) : null,
        Checkpoint.Is(found) && SnapshotMark.In(found.Values("Notes")) is { } snapshot
            ? new XElement("Notes", snapshot)
            : null);

    private static XElement Shape(IReadOnlyDictionary<string, string> disk) => new(
        "Msvm_VirtualHardDiskSettingData",
        DiskShown.Where(disk.ContainsKey).Select(name => new XElement(name, disk[name])));
}
