using Hcos.Ci2.Drivers.Libvirt.Native;
using Hcos.Ci2.Drivers.Libvirt.Seeds;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Libvirt;

/// <summary>Making, converging and removing servers, each within one call.</summary>
internal sealed class LibvirtServers(
    LibvirtClient client, LibvirtInventory inventory, LibvirtEndpoint endpoint, LibvirtOptions options)
{
    /// <summary>Makes the server or converges it.</summary>
    public ResourceObject Ensure(ResourceSpec spec)
    {
        ServerRules.Check(spec, options);
        var uuid = ServerIdentity.Uuid(spec.Id);
        using (var domain = client.FindDomain(uuid))
        {
            CheckNeeds(spec, uuid);
            if (domain is null)
            {
                Make(spec, uuid);
            }
            else
            {
                Converge(spec, domain);
            }
        }

        return inventory.Server(uuid)
            ?? throw new DriverException(DriverFailure.Uncertain, "the server vanished while it was made");
    }

    /// <summary>
    /// Removes the server: first the definition, so that a start that is still on its way meets nothing; then its
    /// execution; then what is named from its id. Disks with other names were never ours and stay, and so do all disks
    /// of a server that somebody else made, whatever their names.
    /// </summary>
    public void Delete(string uuid)
    {
        var isOurs = true;
        using (var domain = client.FindDomain(uuid))
        {
            if (domain is not null)
            {
                isOurs = client.ReadDomain(domain) is not { } record || LibvirtMapping.IsMarked(record.Xml, uuid);
                client.UndefineDomain(domain);
                if (client.IsActive(domain))
                {
                    client.DestroyDomain(domain);
                }
            }
        }

        using (var left = client.FindDomain(uuid))
        {
            if (left is not null)
            {
                throw new DriverException(DriverFailure.Conflict, "libvirt keeps the server: its disk stays too");
            }
        }

        if (!isOurs) return;
        using (var pool = client.FindPool(options.DiskPool))
        {
            if (pool is not null) DeleteVolumes(pool, uuid);
        }

        Console.Delete(uuid);
    }

    private LibvirtConsole Console => new(client, inventory, options);

    private void DeleteVolumes(PoolHandle pool, string uuid)
    {
        client.DeleteVolume(pool, ServerIdentity.Disk(uuid));
        client.DeleteVolume(pool, ServerIdentity.Seed(uuid));
    }

    private void CheckNeeds(ResourceSpec spec, string uuid)
    {
        var server = spec.Server!;
        if (client.FindDomainUuid(spec.Name) is { } other && other != uuid)
        {
            throw new DriverException(DriverFailure.Conflict, $"another server has the name '{spec.Name}'");
        }

        if (server.Host is { } host && host != client.HostUuid)
        {
            throw new DriverException(DriverFailure.Missing, $"the host '{host}' is not the one behind this endpoint");
        }

        if (server.Network is { } name)
        {
            using var network = client.FindNetwork(name)
                ?? throw new DriverException(DriverFailure.Missing, $"there is no network '{name}'");
        }
    }

    private void Make(ResourceSpec spec, string uuid)
    {
        var server = spec.Server!;
        if (server.Image is null && server.UserData is null)
        {
            client.DefineDomain(LibvirtMapping.DomainXml(spec, endpoint.Type, null, null, Console.LogOf(uuid)));
            return;
        }

        var image = server.Image is null ? null : FindImage(server.Image, server.DiskBytes);
        using var pool = client.FindPool(options.DiskPool)
            ?? throw new DriverException(DriverFailure.Missing, $"there is no storage pool '{options.DiskPool}'");
        try
        {
            var disk = image is null ? null : MakeDisk(pool, uuid, image, server.DiskBytes);
            var seed = MakeSeed(pool, uuid, spec);
            client.DefineDomain(LibvirtMapping.DomainXml(spec, endpoint.Type, disk, seed, Console.LogOf(uuid)));
        }
        catch (DriverException refused) when (IsRefusal(refused.Failure))
        {
            // What was refused leaves nothing behind, but a disk that a definition has by now is not ours to judge.
            using var domain = client.FindDomain(uuid);
            if (domain is null)
            {
                DeleteVolumes(pool, uuid);
            }

            throw;
        }
    }

    private static bool IsRefusal(DriverFailure failure) =>
        failure is not (DriverFailure.Unavailable or DriverFailure.Uncertain);

    private VolumeRecord FindImage(string name, long diskBytes)
    {
        if (inventory.FindImage(name) is not { } image)
        {
            throw new DriverException(DriverFailure.Missing, $"there is no image '{name}'");
        }

        if (LibvirtMapping.CapacityOf(image) is var least && diskBytes > 0 && diskBytes < least)
        {
            throw new DriverException(
                DriverFailure.Invalid, $"a disk of {diskBytes} bytes is smaller than the image '{name}' of {least}");
        }

        return image;
    }

    // Nothing is defined under the id yet, so whatever is there under its names is half-made: it is made anew.
    private string MakeDisk(PoolHandle pool, string uuid, VolumeRecord image, long bytes)
    {
        var xml = LibvirtMapping.OverlayXml(
            ServerIdentity.Disk(uuid),
            bytes > 0 ? bytes : LibvirtMapping.CapacityOf(image),
            LibvirtMapping.PathOf(image),
            LibvirtMapping.FormatOf(image));
        using var disk = CreateAnew(pool, ServerIdentity.Disk(uuid), xml);
        return Path(pool, disk);
    }

    private string MakeSeed(PoolHandle pool, string uuid, ResourceSpec spec)
    {
        var content = NoCloudSeed.Write(uuid, spec.Name, spec.Server!.UserData);
        var name = ServerIdentity.Seed(uuid);
        using var seed = CreateAnew(pool, name, LibvirtMapping.RawXml(name, content.Length, "0600"));
        client.Upload(seed, new MemoryStream(content, writable: false));
        return Path(pool, seed);
    }

    private VolumeHandle CreateAnew(PoolHandle pool, string name, string xml)
    {
        client.DeleteVolume(pool, name);
        try
        {
            return client.CreateVolume(pool, xml);
        }
        catch (DriverException there) when (there.Failure == DriverFailure.Conflict)
        {
            // A daemon that was killed on its way leaves a file that the pool has not seen yet.
            client.RefreshPool(pool);
            client.DeleteVolume(pool, name);
            return client.CreateVolume(pool, xml);
        }
    }

    private string Path(PoolHandle pool, VolumeHandle volume) => client.ReadVolume(pool, volume) is { } record
        ? LibvirtMapping.PathOf(record)
        : throw new DriverException(DriverFailure.Conflict, "a volume vanished while the server was made");

    private void Converge(ResourceSpec spec, DomainHandle domain)
    {
        if (client.DefinitionXml(domain) is not { } definition)
        {
            return;
        }

        if (LibvirtMapping.NameOf(definition) is var name && name != spec.Name)
        {
            throw new DriverException(DriverFailure.Conflict, $"the server exists under the name '{name}'");
        }

        CheckDisk(spec);
        if (LibvirtMapping.Converge(definition, spec) is { } converged)
        {
            client.DefineDomain(converged);
        }
    }

    // A defined server never gets a new disk: an empty one in the place of its data would be worse than none.
    private void CheckDisk(ResourceSpec spec)
    {
        if (spec.Server!.Image is null)
        {
            return;
        }

        var name = ServerIdentity.Disk(ServerIdentity.Uuid(spec.Id));
        using var pool = client.FindPool(options.DiskPool);
        using var disk = pool is null ? null : client.FindVolume(pool, name);
        if (disk is null)
        {
            throw new DriverException(DriverFailure.Conflict, "the server is defined but its disk is gone");
        }
    }
}
