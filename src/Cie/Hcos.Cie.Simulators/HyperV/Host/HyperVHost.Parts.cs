using Hcos.Cie.Simulators.HyperV.Objects;

namespace Hcos.Cie.Simulators.HyperV.Host;

/// <summary>What machines consist of.</summary>
internal sealed partial class HyperVHost
{
    private const string AllocationClass = "Msvm_ResourceAllocationSettingData";
    private const int IdeControllers = 2;
    private const int SerialPorts = 2;

    /// <summary>What a machine of the first generation has from its beginning.</summary>
    private void AddFirstParts(Machine machine)
    {
        AddPart(machine, new CimInstance("Msvm_ProcessorSettingData").Set("ResourceType", 3)
            .Set("ResourceSubType", "Microsoft:Hyper-V:Processor").Set("VirtualQuantity", 1).Set("Limit", 100_000)
            .Set("Reservation", 0).Set("Weight", 100));
        AddPart(machine, new CimInstance("Msvm_MemorySettingData").Set("ResourceType", 4)
            .Set("ResourceSubType", "Microsoft:Hyper-V:Memory").Set("VirtualQuantity", 1024).Set("Limit", 1_048_576)
            .Set("Reservation", 1024).Set("AllocationUnits", "byte * 2^20").Set("DynamicMemoryEnabled", false));
        for (var address = 0; address < IdeControllers; address++)
        {
            AddPart(machine, Allocation(5, "Emulated IDE Controller").Set("Address", address));
        }

        for (var number = 1; number <= SerialPorts; number++)
        {
            AddPart(machine, new CimInstance("Msvm_SerialPortSettingData").Set("ResourceType", 21)
                .Set("ResourceSubType", "Microsoft:Hyper-V:Serial Port").Set("ElementName", $"COM {number}"));
        }

        var diskettes = AddPart(machine, Allocation(1, "Diskette Controller"));
        AddOn(diskettes, machine, Allocation(14, "Synthetic Diskette Drive"));
    }

    private CimInstance AddPart(Machine machine, CimInstance part)
    {
        part.Set("InstanceID", $@"Microsoft:{machine.Guid}\{NextId().ToString("D").ToUpperInvariant()}\0");
        machine.Parts.Add(part);
        return part;
    }

    /// <summary>Adds the first of what a controller or a drive holds.</summary>
    private CimInstance AddOn(CimInstance parent, Machine machine, CimInstance part) =>
        AddPart(machine, part.Set("Parent", parent.Path(Name)).Set("AddressOnParent", 0));

    /// <summary>Adds a disk in a drive on the machine's first controller.</summary>
    private void AddDisk(Machine machine, string path)
    {
        var controller = machine.PartsOf(AllocationClass).First(part => part["ResourceType"] == "5");
        var drive = AddOn(controller, machine, Allocation(17, "Synthetic Disk Drive"));
        AddOn(drive, machine, new CimInstance("Msvm_StorageAllocationSettingData").Set("ResourceType", 31)
            .Set("ResourceSubType", "Microsoft:Hyper-V:Virtual Hard Disk").Set("HostResource", path));
    }

    /// <summary>Adds a network card that is connected to the host's first switch, if it has one.</summary>
    private void AddNetworkCard(Machine machine)
    {
        var card = AddPart(machine, new CimInstance("Msvm_SyntheticEthernetPortSettingData").Set("ResourceType", 10)
            .Set("ResourceSubType", "Microsoft:Hyper-V:Synthetic Ethernet Port").Set("ElementName", "Network Adapter")
            .Set("Address", $"00155DFF{machine.Number:X4}"));
        if (_switches is not [var first, ..]) return;
        AddPart(machine, new CimInstance("Msvm_EthernetPortAllocationSettingData").Set("ResourceType", 33)
            .Set("ResourceSubType", "Microsoft:Hyper-V:Ethernet Connection").Set("Parent", card.Path(Name))
            .Set("HostResource", first.Path(Name)).Set("EnabledState", Enabled));
    }

    /// <summary>Gives a machine the parts of another, each on its own controllers, drives and cards.</summary>
    private void CopyParts(Machine from, Machine to)
    {
        to.Parts.Clear();
        Dictionary<string, string> paths = new(StringComparer.OrdinalIgnoreCase);
        foreach (var part in from.Parts)
        {
            var same = new CimInstance(part.Class);
            same.Take(part);
            if (part["Parent"] is { } parent) same["Parent"] = paths.GetValueOrDefault(parent, parent);
            paths[part.Path(Name)] = AddPart(to, same).Path(Name);
        }
    }

    private static CimInstance Allocation(int type, string subType) => new CimInstance(AllocationClass)
        .Set("ResourceType", type)
        .Set("ResourceSubType", $"Microsoft:Hyper-V:{subType}");
}
