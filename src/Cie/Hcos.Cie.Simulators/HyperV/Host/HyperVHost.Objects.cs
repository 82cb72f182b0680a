using Hcos.Cie.Simulators.Guests;
using Hcos.Cie.Simulators.HyperV.Objects;

namespace Hcos.Cie.Simulators.HyperV.Host;

/// <summary>What there is to see.</summary>
internal sealed partial class HyperVHost
{
    private const int Enabled = 2;
    private const int Healthy = 5;
    private const string MachineClass = "Msvm_ComputerSystem";

    /// <summary>All instances of a class.</summary>
    public IEnumerable<CimInstance> Instances(string type) => CimClasses.Find(type)?.Name switch
    {
        MachineClass => [HostSystem(), .. _machines.Select(Show)],
        SettingsClass => _machines.SelectMany(machine =>
            machine.Checkpoints.Select(checkpoint => checkpoint.Settings).Prepend(machine.Settings)),
        "Msvm_ProcessorSettingData" =>
            [ProcessorDefinition("Default", 1), ProcessorDefinition("Maximum", _options.Processors), .. Parts(type)],
        "Msvm_ConcreteJob" => _jobs.Select(job => job.Show(Now)),
        "Msvm_VirtualEthernetSwitch" => _switches,
        "Msvm_ShutdownComponent" => _machines.Where(machine => machine.ShownState == MachineStates.Running
            && machine.HasSystem).Select(ShutdownComponent),
        "Msvm_GuestNetworkAdapterConfiguration" => _machines.SelectMany(GuestAdapters),
        "Msvm_SummaryInformation" => _machines.Select(Summary),
        "Win32_ComputerSystem" => [ComputerSystem()],
        "Win32_ComputerSystemProduct" => [Product()],
        "Win32_OperatingSystem" => [OperatingSystem()],
        "Win32_Processor" => [Processor()],
        "Win32_LogicalDisk" => [Drive()],
        "CIM_DataFile" =>
            _disks.Values.Select(disk => disk.AsFile()).Append(WindowsFile.ManagementService(WindowsVersion)),
        { } service when service.EndsWith("Service", StringComparison.Ordinal) => [Service(service)],
        _ => Parts(type),
    };

    private IEnumerable<CimInstance> Parts(string type) => _machines.SelectMany(machine =>
        machine.PartsOf(type).Concat(machine.Checkpoints.SelectMany(checkpoint => checkpoint.Parts)
            .Where(part => string.Equals(part.Class.Name, type, StringComparison.OrdinalIgnoreCase))));

    private CimInstance HostSystem() => new CimInstance(MachineClass)
        .Set("CreationClassName", MachineClass)
        .Set("Name", Name)
        .Set("ElementName", Name)
        .Set("Caption", "Hosting Computer System")
        .Set("Description", "Microsoft Hosting Computer System")
        .Set("EnabledState", Enabled)
        .Set("HealthState", Healthy)
        .Set("OperationalStatus", "2");

    private CimInstance Show(Machine machine) => new CimInstance(MachineClass)
        .Set("CreationClassName", MachineClass)
        .Set("Name", machine.Guid)
        .Set("ElementName", machine.Settings["ElementName"]!)
        .Set("Caption", "Virtual Machine")
        .Set("Description", "Microsoft Virtual Machine")
        .Set("EnabledState", machine.ShownState)
        .Set("RequestedState", 12)
        .Set("HealthState", Healthy)
        .Set("OperationalStatus", "2")
        .Set("ProcessID", machine.HasPower ? [(4000 + machine.Number).ToString()] : [])
        .Set("OnTimeInMilliseconds", machine.HasPower ? (long)(Now - machine.Since).TotalMilliseconds : 0)
        .Set("TimeOfLastStateChange", machine.Since)
        .Set("InstallDate", machine.Settings["CreationTime"]!);

    private CimInstance Summary(Machine machine) => new CimInstance("Msvm_SummaryInformation")
        .Set("InstanceID", $"Microsoft:{machine.Guid}")
        .Set("Name", machine.Guid)
        .Set("ElementName", machine.Settings["ElementName"]!)
        .Set("Notes", string.Join('\n', machine.Settings.Values("Notes")))
        .Set("EnabledState", machine.ShownState)
        .Set("HealthState", Healthy)
        .Set("NumberOfProcessors", machine.PartsOf("Msvm_ProcessorSettingData").First()["VirtualQuantity"]!)
        .Set("ProcessorLoad", machine.State == MachineStates.Running ? 1 : 0)
        .Set("MemoryUsage", machine.HasPower ? MemoryOf(machine) >> 20 : 0)
        .Set("UpTime", machine.HasPower ? (long)(Now - machine.Since).TotalMilliseconds : 0)
        .Set("CreationTime", machine.Settings["CreationTime"]!);

    private CimInstance ShutdownComponent(Machine machine) => new CimInstance("Msvm_ShutdownComponent")
        .Set("CreationClassName", "Msvm_ShutdownComponent")
        .Set("DeviceID", $@"Microsoft:{machine.Guid}\9F8233AC-BE49-4C79-8EE3-E7E1985B2077")
        .Set("SystemCreationClassName", MachineClass)
        .Set("SystemName", machine.Guid)
        .Set("ElementName", "Shutdown")
        .Set("EnabledState", Enabled)
        .Set("OperationalStatus", "2");

    /// <summary>What the guest tells of its addresses, once it runs.</summary>
    private IEnumerable<CimInstance> GuestAdapters(Machine machine) =>
        machine is not { State: MachineStates.Running, Transition: null, HasSystem: true }
            ? []
            : machine.PartsOf("Msvm_SyntheticEthernetPortSettingData").Select(port =>
                new CimInstance("Msvm_GuestNetworkAdapterConfiguration")
                    .Set("InstanceID", $@"Microsoft:GuestNetwork\{machine.Guid}\{port["InstanceID"]!.Split('\\')[1]}")
                    .Set("DHCPEnabled", true)
                    .Set("IPAddresses", Address(machine)));

    private string Address(Machine machine) => GuestNetwork.AddressOf(_block, machine.Number);

    private static CimInstance ProcessorDefinition(string kind, int quantity) =>
        new CimInstance("Msvm_ProcessorSettingData")
            .Set("InstanceID", $@"Microsoft:Definition\B637F346-6A0E-4DEC-AF52-BD70CB80A21D\{kind}")
            .Set("ResourceType", 3)
            .Set("ResourceSubType", "Microsoft:Hyper-V:Processor")
            .Set("VirtualQuantity", quantity);

    private CimInstance Service(string type) => new CimInstance(type)
        .Set("CreationClassName", type)
        .Set("Name", type == "Msvm_VirtualSystemManagementService" ? "vmms" : type)
        .Set("SystemCreationClassName", MachineClass)
        .Set("SystemName", Name)
        .Set("EnabledState", Enabled);

    private void AddSwitch(string name) => _switches.Add(new CimInstance("Msvm_VirtualEthernetSwitch")
        .Set("CreationClassName", "Msvm_VirtualEthernetSwitch")
        .Set("Name", NextId().ToString("D").ToUpperInvariant())
        .Set("ElementName", name)
        .Set("Caption", "Virtual Switch")
        .Set("EnabledState", Enabled)
        .Set("HealthState", Healthy));
}
