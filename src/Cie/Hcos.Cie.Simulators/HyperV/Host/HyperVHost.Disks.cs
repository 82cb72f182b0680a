using System.Globalization;
using Hcos.Cie.Simulators.HyperV.Objects;
using Hcos.Cie.Simulators.HyperV.Protocol;

namespace Hcos.Cie.Simulators.HyperV.Host;

/// <summary>Virtual hard disks and their files.</summary>
internal sealed partial class HyperVHost
{
    private const uint AccessDenied = 2;
    private const uint Sharing = 15;
    private const long LargestDisk = 64L << 40;

    private MethodReply CallImages(MethodCall call) => call.Method switch
    {
        "CreateVirtualHardDisk" => CreateDisk(call.Instance("VirtualDiskSettingData")),
        "ResizeVirtualHardDisk" => ResizeDisk(call),
        "GetVirtualHardDiskSettingData" => Describe(DiskAt(call.Text("Path"))),
        _ => throw NoSuchMethod(call),
    };

    private static MethodReply Describe(VirtualDisk disk) => disk.IsBroken
        ? throw Fails(MethodFailure.Failed("the file is corrupt"))
        : new(0, ("SettingData", EmbeddedInstance.Write(disk.AsSettings())));

    private MethodReply CreateDisk(CimInstance settings)
    {
        const string Caption = "Creating virtual hard disk";
        var path = settings["Path"] ?? "";
        var folder = path.Contains('\\') ? path[..path.LastIndexOf('\\')] : "";
        if (!IsFolder(folder))
        {
            return BeginToFail(Caption, MethodFailure.FileNotFound($"the folder '{folder}' is not there"));
        }

        if (_disks.ContainsKey(path))
        {
            return BeginToFail(Caption, MethodFailure.Failed($"the file '{path}' exists"));
        }

        var type = int.Parse(settings["Type"] ?? "3", CultureInfo.InvariantCulture);
        var parent = type == VirtualDisk.Differencing ? settings["ParentPath"] ?? "" : null;
        if (parent is not null && !_disks.ContainsKey(parent))
        {
            return BeginToFail(Caption, MethodFailure.FileNotFound($"the parent '{parent}' is not there"));
        }

        var size = parent is not null ? _disks[parent].MaxInternalSize : Size(settings["MaxInternalSize"]);
        _disks[path] = new(path, type, size, parent is null ? null : _disks[parent].Path, 4L << 20, Now);
        return Begin(Caption, _options.JobTime);
    }

    private MethodReply ResizeDisk(MethodCall call)
    {
        var disk = DiskAt(call.Text("Path"));
        var size = Size(call.Text("MaxInternalSize"));
        if (size < disk.MaxInternalSize)
        {
            return BeginToFail("Resizing", MethodFailure.InvalidParameter("a disk does not become smaller"));
        }

        _disks[disk.Path] = disk with { MaxInternalSize = size };
        return Begin("Resizing virtual hard disk", _options.JobTime);
    }

    private MethodReply DeleteFile(CimInstance file)
    {
        var path = file["Name"]!;
        if (file["Writeable"] == "false") return new(AccessDenied);
        var isInUse = _machines.Any(machine => machine.HasPower
            && machine.Disks.Contains(path, StringComparer.OrdinalIgnoreCase));
        if (isInUse) return new(Sharing);
        _disks.Remove(path);
        return MethodReply.Done;
    }

    private VirtualDisk DiskAt(string? path) => path is not null && _disks.TryGetValue(path, out var disk)
        ? disk
        : throw Fails(MethodFailure.FileNotFound("there is no such file"));

    private bool IsFolder(string folder) =>
        string.Equals(folder, _options.DiskFolder, StringComparison.OrdinalIgnoreCase)
        || string.Equals(folder, _options.ImageFolder, StringComparison.OrdinalIgnoreCase);

    private static long Size(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var size)
        && size is > 0 and <= LargestDisk
            ? size
            : throw Fails(MethodFailure.InvalidParameter("the size of a disk is 1 byte to 64 TiB"));
}
