using Hcos.Cie.Simulators.HyperV.Objects;

namespace Hcos.Cie.Simulators.HyperV.Host;

/// <summary>The host itself, as Windows shows it.</summary>
internal sealed partial class HyperVHost
{
    private const string WindowsVersion = "10.0.20348";

    private CimInstance ComputerSystem() => new CimInstance("Win32_ComputerSystem")
        .Set("Name", Name)
        .Set("DNSHostName", Name.ToLowerInvariant())
        .Set("Caption", Name)
        .Set("CreationClassName", "Win32_ComputerSystem")
        .Set("Domain", "WORKGROUP")
        .Set("Manufacturer", "HCOS")
        .Set("Model", "simulated host")
        .Set("NumberOfLogicalProcessors", _options.Processors)
        .Set("NumberOfProcessors", 1)
        .Set("SystemType", "x64-based PC")
        .Set("TotalPhysicalMemory", _options.MemoryBytes)
        .Set("Status", "OK");

    private CimInstance Product() => new CimInstance("Win32_ComputerSystemProduct")
        .Set("IdentifyingNumber", $"SIM-{Name}")
        .Set("Name", "simulated host")
        .Set("Vendor", "HCOS")
        .Set("Version", "1")
        .Set("UUID", _options.HostId.ToString("D").ToUpperInvariant());

    private CimInstance OperatingSystem() => new CimInstance("Win32_OperatingSystem")
        .Set("Name", @"Simulated Hyper-V host|C:\Windows|\Device\Harddisk0\Partition4")
        .Set("Caption", "Simulated Hyper-V host")
        .Set("CSName", Name)
        .Set("Version", WindowsVersion)
        .Set("BuildNumber", "20348")
        .Set("OSArchitecture", "64-bit")
        .Set("OSType", 18)
        .Set("LastBootUpTime", _bootedAt)
        .Set("TotalVisibleMemorySize", _options.MemoryBytes / 1024)
        .Set("FreePhysicalMemory", (_options.MemoryBytes - UsedMemory()) / 1024)
        .Set("Status", "OK");

    private CimInstance Processor() => new CimInstance("Win32_Processor")
        .Set("DeviceID", "CPU0")
        .Set("Name", "Simulated processor")
        .Set("Architecture", 9)
        .Set("AddressWidth", 64)
        .Set("DataWidth", 64)
        .Set("MaxClockSpeed", 2400)
        .Set("CurrentClockSpeed", 2400)
        .Set("NumberOfCores", _options.Processors)
        .Set("NumberOfLogicalProcessors", _options.Processors)
        .Set("SystemName", Name)
        .Set("Status", "OK");

    private CimInstance Drive() => new CimInstance("Win32_LogicalDisk")
        .Set("DeviceID", _options.DiskFolder[..2])
        .Set("Name", _options.DiskFolder[..2])
        .Set("Caption", _options.DiskFolder[..2])
        .Set("DriveType", 3)
        .Set("FileSystem", "NTFS")
        .Set("Size", _options.DriveBytes)
        .Set("FreeSpace", _options.DriveBytes - _disks.Values.Sum(disk => disk.FileSize))
        .Set("SystemName", Name);

    private long UsedMemory() => _machines.Where(machine => machine.HasPower).Sum(MemoryOf);

    private static long MemoryOf(Machine machine) =>
        long.Parse(machine.PartsOf("Msvm_MemorySettingData").First()["VirtualQuantity"]!) << 20;
}
