using System.Globalization;
using System.Text.RegularExpressions;
using Hcos.Ci2.Drivers.HyperV.WsMan;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.HyperV;

/// <summary>WMI's objects as resource objects. Pure.</summary>
internal static partial class HyperVMapping
{
    private const int MebibyteBits = 20;

    /// <summary>Who answered, with which version and rights.</summary>
    public static EnvironmentStatus Status(WmiObject product, WmiObject system, string? userName) => new(
        HostRecord.IdOf(product),
        $"Hyper-V on {system["Caption"] ?? "Windows"} {system["Version"]}",
        $"{Names.Virtualization} as {userName ?? "nobody"}");

    /// <summary>The host.</summary>
    public static ResourceObject Host(HostRecord host) => new(
        new(ResourceKind.Host, host.Id), host.Name, ResourceState.Running)
    {
        Host = new(
            (int)(host.Computer.Number("NumberOfLogicalProcessors") ?? 0),
            host.Computer.Number("TotalPhysicalMemory") ?? 0,
            Architecture(host.Computer["SystemType"]),
            $"Hyper-V {host.System["Version"]}"),
        Native = Native([host.Product, host.Computer, host.System]),
    };

    /// <summary>What servers' descriptions need to know of the host.</summary>
    public static HostView View(HostRecord host, IEnumerable<WmiObject> switches, HyperVAddress address) => new(
        host.Id,
        switches.ToDictionary(
            found => found.Required("Name"), found => found.Required("ElementName"), StringComparer.OrdinalIgnoreCase),
        address);

    /// <summary>A switch.</summary>
    public static ResourceObject Network(WmiObject found) => new(
        new(ResourceKind.Network, found.Required("Name").ToUpperInvariant()),
        found.Required("ElementName"),
        found.Number("EnabledState") is 2 or 5 or null ? ResourceState.Running : ResourceState.Stopped)
    {
        Network = new(Cidr: null),
        Native = Native([found]),
    };

    /// <summary>The place of servers' disks, with what its drive has.</summary>
    public static ResourceObject Pool(WmiObject drive, string host) => new(
        new(ResourceKind.StoragePool, DiskFiles.Pool), DiskFiles.Pool, ResourceState.Running)
    {
        StoragePool = new(drive.Number("Size") ?? 0, drive.Number("FreeSpace") ?? 0, host),
        Native = Native([drive]),
    };

    /// <summary>A disk's file.</summary>
    public static ResourceObject Volume(DiskRecord record, HyperVAddress address)
    {
        var id = DiskFiles.NativeId(address, record.Path);
        var parent = record.Disk?.GetValueOrDefault("ParentPath");
        return new(new(ResourceKind.Volume, id), FileOf(id), StateOf(record))
        {
            Volume = new(
                CapacityOf(record),
                record.File.Number("FileSize") ?? 0,
                DiskFiles.Pool,
                "vhdx",
                string.IsNullOrEmpty(parent) ? null : DiskFiles.ImageName(address, parent)),
            MadeFor = DiskFiles.MadeFor(id),
            Native = Native([record.File], record.Disk),
        };
    }

    /// <summary>An image's file.</summary>
    public static ResourceObject Image(DiskRecord record, HyperVAddress address)
    {
        var id = DiskFiles.NativeId(address, record.Path);
        return new(
            new(ResourceKind.Image, id), FileOf(id)[..^DiskFiles.Extension.Length], StateOf(record))
        {
            Image = new(CapacityOf(record), record.File.Number("FileSize") ?? 0, "vhdx"),
            Native = Native([record.File], record.Disk),
        };
    }

    /// <summary>The size that a machine sees, in bytes; of a broken file, the size of the file.</summary>
    public static long CapacityOf(DiskRecord record) => record.Disk is null
        ? record.File.Number("FileSize") ?? 0
        : long.TryParse(
            record.Disk.GetValueOrDefault("MaxInternalSize"),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var size)
            ? size
            : throw HyperVErrors.Odd("a virtual disk without a size");

    /// <summary>The identity of the machine that a part or a checkpoint belongs to.</summary>
    public static string MachineOf(WmiObject part) => Checkpoint.Is(part)
        ? part["VirtualSystemIdentifier"] ?? ""
        : MachineInId().Match(part["InstanceID"] ?? "") is { Success: true } match ? match.Groups[1].Value : "";

    /// <summary>The value of a key in an instance's path, or null.</summary>
    public static string? KeyInPath(string path, string key)
    {
        const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;
        var match = Regex.Match(path, $"[.,]{key}=\"([^\"]*)\"", Options);
        return match.Success ? match.Groups[1].Value.Replace(@"\\", @"\", StringComparison.Ordinal) : null;
    }

    private static ResourceState StateOf(DiskRecord record) =>
        record.Disk is null ? ResourceState.Error : ResourceState.Running;

    private static string FileOf(string nativeId) => nativeId[(nativeId.IndexOf('/', StringComparison.Ordinal) + 1)..];

    private static string Architecture(string? systemType) => systemType switch
    {
        { } type when type.StartsWith("x64", StringComparison.OrdinalIgnoreCase) => "x86_64",
        { } type when type.StartsWith("ARM64", StringComparison.OrdinalIgnoreCase) => "aarch64",
        _ => "unknown",
    };

    [GeneratedRegex(@"^Microsoft:(?:GuestNetwork\\)?([0-9A-F-]{36})(?:\\|$)", RegexOptions.IgnoreCase)]
    private static partial Regex MachineInId();
}

/// <summary>What servers' descriptions need to know of the host.</summary>
/// <param name="HostId">Its native id.</param>
/// <param name="Switches">Names of switches by their identity.</param>
/// <param name="Address">Where disks and images are.</param>
internal sealed record HostView(
    string HostId, IReadOnlyDictionary<string, string> Switches, HyperVAddress Address);
