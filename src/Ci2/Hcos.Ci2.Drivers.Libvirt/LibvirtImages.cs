using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Libvirt;

/// <summary>
/// Bringing images in and taking them away. libvirt cannot rename a volume, so a marker beside the image says that its
/// import has not ended; the marker's name carries the import's id.
/// </summary>
internal sealed class LibvirtImages(LibvirtClient client, LibvirtInventory inventory, LibvirtOptions options)
{
    /// <summary>Copies a file in, or goes on with an import of that id that was cut off.</summary>
    public ResourceObject Import(ResourceId id, string name, string path)
    {
        using var file = ImageFile.Open(path);
        using var pool = client.FindPool(options.ImagePool) ?? throw new DriverException(
            DriverFailure.Missing, $"there is no storage pool '{options.ImagePool}'");
        var marker = $"{name}.{id}{LibvirtInventory.Importing}";
        var unfinished = Markers(pool, name);
        if (unfinished.Any(other => other != marker))
        {
            throw new DriverException(DriverFailure.Conflict, $"another import of the image '{name}' has not ended");
        }

        if (inventory.FindImage(name) is { } there)
        {
            if (unfinished.Count == 0)
            {
                return LibvirtMapping.Image(there, isComplete: true);
            }

            client.DeleteVolume(pool, LibvirtMapping.NameOf(there));
        }

        Copy(pool, marker, $"{name}.{ImageFile.Measure(file).Format}", file);
        return inventory.FindImage(name) is { } made
            ? LibvirtMapping.Image(made, isComplete: true)
            : throw new DriverException(DriverFailure.Uncertain, "the image vanished while it was imported");
    }

    /// <summary>Removes an image; absent is success.</summary>
    public void Delete(string nativeId)
    {
        if (nativeId.Split('/', 2) is not [var poolName, var file] || poolName != options.ImagePool)
        {
            throw new DriverException(DriverFailure.Invalid, $"an image's native id is {options.ImagePool}/NAME");
        }

        using var pool = client.FindPool(poolName);
        if (pool is null)
        {
            return;
        }

        client.DeleteVolume(pool, file);
        foreach (var marker in Markers(pool, Path.GetFileNameWithoutExtension(file)))
        {
            client.DeleteVolume(pool, marker);
        }
    }

    private void Copy(Native.PoolHandle pool, string marker, string volumeName, FileStream file)
    {
        client.DeleteVolume(pool, marker);
        using (client.CreateVolume(pool, LibvirtMapping.RawXml(marker, 0, "0600")))
        {
            // Only its name matters.
        }

        using (var volume = client.CreateVolume(pool, LibvirtMapping.RawXml(volumeName, file.Length, "0444")))
        {
            client.Upload(volume, file);
        }

        Refresh(pool);
        client.DeleteVolume(pool, marker);
    }

    // Only a fresh look finds out that what was uploaded is a qcow2 file.
    private void Refresh(Native.PoolHandle pool)
    {
        try
        {
            client.RefreshPool(pool);
        }
        catch (DriverException busy) when (busy.Failure == DriverFailure.Conflict)
        {
            throw new DriverException(
                DriverFailure.Uncertain, "the image is there but libvirt is too busy to look at it", busy);
        }
    }

    private List<string> Markers(Native.PoolHandle pool, string name) =>
        [.. client.ListVolumes(pool)
            .Select(LibvirtMapping.NameOf)
            .Where(file => file.StartsWith($"{name}.", StringComparison.Ordinal)
                && file.EndsWith(LibvirtInventory.Importing, StringComparison.Ordinal))];
}
