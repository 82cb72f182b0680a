using Hcos.Ci2.Drivers.Libvirt.Native;

namespace Hcos.Ci2.Drivers.Libvirt.Moves;

/// <summary>Whether a target has what a server needs, within one call that only reads.</summary>
internal sealed class Offers(
    LibvirtClient client, LibvirtInventory inventory, LibvirtEndpoint endpoint, LibvirtOptions options)
{
    /// <summary>Says where the server can go on.</summary>
    public LibvirtOffer Offer(LibvirtDemand demand)
    {
        if (demand.Host == client.HostUuid)
        {
            throw new DriverException(DriverFailure.Invalid, "the server is at this host already");
        }

        if (client.FindDomainUuid(demand.Name) is { } other && other != demand.Uuid)
        {
            throw new DriverException(DriverFailure.Conflict, $"another server has the name '{demand.Name}'");
        }

        foreach (var name in demand.Networks) CheckNetwork(name);
        using var pool = client.FindPool(options.DiskPool) ?? throw Lacking("storage pool", options.DiskPool);
        var folder = client.ReadPool(pool) is { } record ? LibvirtMapping.FolderOf(record) : null;
        return new(
            demand.Uuid,
            client.HostUuid,
            endpoint.Uri,
            folder ?? throw new DriverException(DriverFailure.Conflict, "the pool of disks is not a folder"),
            new LibvirtConsole(client, inventory, options).LogOf(demand.Uuid),
            demand.Disks,
            demand.Witness is { } witness && Sees(pool, witness));
    }

    private void CheckNetwork(string name)
    {
        using var network = client.FindNetwork(name) ?? throw Lacking("network", name);
        if (client.ReadNetwork(network) is not { IsActive: true })
        {
            throw new DriverException(DriverFailure.Conflict, $"the network '{name}' is not active");
        }
    }

    private bool Sees(PoolHandle pool, string witness)
    {
        client.LookAgain(pool);
        using var volume = client.FindVolume(pool, witness);
        return volume is not null;
    }

    private static DriverException Lacking(string kind, string name) =>
        new(DriverFailure.Missing, $"there is no {kind} '{name}'");
}
