namespace Hcos.Ci2.Drivers.Libvirt;

/// <summary>
/// Turns the paths that domains and overlays name into volumes. Asking the daemon for each path would cost round trips
/// for every disk of every listing.
/// </summary>
/// <param name="PoolsByFolder">Names of pools by the folder that their volumes are in.</param>
/// <param name="ImagePool">Name of the pool of images.</param>
internal sealed record VolumePlaces(IReadOnlyDictionary<string, string> PoolsByFolder, string ImagePool)
{
    /// <summary>Name of the pool of servers' disks.</summary>
    public string? DiskPool { get; init; }

    /// <summary>The native id of the volume at <paramref name="path"/>; the path when it is in no pool.</summary>
    public string NativeId(string path) =>
        PoolOf(path) is { } pool ? LibvirtMapping.VolumeId(pool, Path.GetFileName(path)) : path;

    /// <summary>Name of the image at <paramref name="path"/>, or null when it is none.</summary>
    public string? ImageName(string path) =>
        PoolOf(path) == ImagePool ? Path.GetFileNameWithoutExtension(path) : null;

    /// <summary>Name of the pool whose folder the file at <paramref name="path"/> is in, or null.</summary>
    public string? PoolOf(string path) =>
        Path.GetDirectoryName(path) is { } folder ? PoolsByFolder.GetValueOrDefault(folder) : null;
}
