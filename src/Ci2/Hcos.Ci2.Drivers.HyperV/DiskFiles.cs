using System.Text.RegularExpressions;
using Hcos.Ci2.Drivers.HyperV.WsMan;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.HyperV;

/// <summary>The file of a virtual disk on the host.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="File">Its <c>CIM_DataFile</c>.</param>
/// <param name="Disk">
/// The properties of its <c>Msvm_VirtualHardDiskSettingData</c>; null when the host cannot make sense of the file.
/// </param>
internal sealed record DiskRecord(string Path, WmiObject File, IReadOnlyDictionary<string, string>? Disk);

/// <summary>Names of disks' files. Pure.</summary>
internal static partial class DiskFiles
{
    /// <summary>The name of the pool that servers' disks are in.</summary>
    public const string Pool = "disks";

    /// <summary>The name of the place that images are in.</summary>
    public const string Images = "images";

    /// <summary>The extension of every disk that is made or looked at.</summary>
    public const string Extension = ".vhdx";

    /// <summary>The extension, without its dot, of files in which a checkpoint lets a machine write on.</summary>
    public const string FurtherExtension = "avhdx";

    /// <summary>
    /// The file that a disk began with. Each checkpoint lets its machine write on in a further file beside it, whose
    /// name is that of the first, an underscore and an identity.
    /// </summary>
    public static string First(string path) => Further().Replace(path, Extension);

    /// <summary>The file of a server's disk.</summary>
    public static string Disk(HyperVAddress address, Guid id) =>
        $@"{address.DiskFolder}\{Machines.NativeId(id)}{Extension}";

    /// <summary>The file of an image.</summary>
    public static string Image(HyperVAddress address, string name) => $@"{address.ImageFolder}\{name}{Extension}";

    /// <summary>The native id of the file at <paramref name="path"/>; the path when it is in neither folder.</summary>
    public static string NativeId(HyperVAddress address, string path) =>
        In(address.DiskFolder, path) is { } disk ? $"{Pool}/{disk}"
        : In(address.ImageFolder, path) is { } image ? $"{Images}/{image}"
        : path;

    /// <summary>Name of the image at <paramref name="path"/>, or null when it is none.</summary>
    public static string? ImageName(HyperVAddress address, string path) => In(address.ImageFolder, path) is { } file
        && file.EndsWith(Extension, StringComparison.Ordinal) ? file[..^Extension.Length] : null;

    /// <summary>The file's name in a native id of that kind, or null when it is no such id.</summary>
    public static string? NameOf(ResourceKey key) => key.NativeId.Split('/', 2) is [var place, var name]
        && place == (key.Kind == ResourceKind.Image ? Images : Pool) && FileName().IsMatch(name) ? name : null;

    /// <summary>The resource that a disk's file is named after; null when it has another name.</summary>
    public static ResourceId? MadeFor(string nativeId) => nativeId.Split('/', 2) is [Pool, var file]
        && file.EndsWith(Extension, StringComparison.Ordinal)
        && Guid.TryParseExact(file[..^Extension.Length], "D", out var id)
            ? new ResourceId(id)
            : null;

    /// <summary>Windows does not tell letters' cases apart; here a file has one name.</summary>
    private static string? In(string folder, string path) =>
        path.StartsWith($@"{folder}\", StringComparison.OrdinalIgnoreCase)
        && !path[(folder.Length + 1)..].Contains('\\')
            ? path[(folder.Length + 1)..].ToLowerInvariant()
            : null;

    [GeneratedRegex(@"(?:_[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})+\.avhdx\z", RegexOptions.IgnoreCase)]
    private static partial Regex Further();

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9._ -]{0,199}\.vhdx\z")]
    private static partial Regex FileName();
}
