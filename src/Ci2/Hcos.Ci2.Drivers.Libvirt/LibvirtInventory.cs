using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Libvirt;

/// <summary>What is there: listings and reads, each within one call.</summary>
internal sealed class LibvirtInventory(LibvirtClient client, LibvirtOptions options, DateTimeOffset now)
{
    /// <summary>Extension of the marker beside an image whose import has not ended.</summary>
    public const string Importing = ".importing";

    /// <summary>All resources of a kind.</summary>
    public IReadOnlyList<ResourceObject> List(ResourceKind kind) => kind switch
    {
        ResourceKind.Host => [LibvirtMapping.Host(client.Host())],
        ResourceKind.Server => Servers(),
        ResourceKind.StoragePool => [.. client.ListPools().Select(pool => LibvirtMapping.Pool(pool, client.HostUuid))],
        ResourceKind.Volume => Volumes(),
        ResourceKind.Image => Images(),
        ResourceKind.Network => [.. client.ListNetworks().Select(LibvirtMapping.Network)],
        _ => throw new DriverException(DriverFailure.Invalid, $"libvirt has nothing of the kind {kind}"),
    };

    /// <summary>One resource, or null.</summary>
    public ResourceObject? Read(ResourceKey key) => key.Kind switch
    {
        ResourceKind.Host => List(ResourceKind.Host).FirstOrDefault(host => host.Key == key),
        ResourceKind.Server => ServerIdentity.Parse(key) is { } uuid ? Server(uuid) : null,
        ResourceKind.StoragePool => Pool(key.NativeId),
        ResourceKind.Volume => Volume(key.NativeId),
        ResourceKind.Image => Images().FirstOrDefault(image => image.Key == key),
        ResourceKind.Network => Network(key.NativeId),
        _ => throw new DriverException(DriverFailure.Invalid, $"libvirt has nothing of the kind {key.Kind}"),
    };

    /// <summary>One server, or null.</summary>
    public ResourceObject? Server(string uuid)
    {
        using var domain = client.FindDomain(uuid);
        if (domain is null || client.ReadDomain(domain) is not { } record)
        {
            return null;
        }

        var leases = LibvirtMapping.ByMac(client.ListLeases(LibvirtMapping.NetworksOf(record.Xml)), now);
        return LibvirtMapping.Server(record, client.HostUuid, leases, Places());
    }

    /// <summary>The volume of an image, or null.</summary>
    public VolumeRecord? FindImage(string name) => ImageVolumes().FirstOrDefault(volume =>
        Path.GetFileNameWithoutExtension(LibvirtMapping.NameOf(volume)) == name);

    private IReadOnlyList<ResourceObject> Servers()
    {
        var domains = client.ListDomains();
        var leases = LibvirtMapping.ByMac(client.ListLeases(), now);
        var places = Places();
        return [.. domains.Select(domain => LibvirtMapping.Server(domain, client.HostUuid, leases, places))];
    }

    /// <summary>Where volumes are.</summary>
    public VolumePlaces Places() => Places(client.ListPools());

    // What guests write is no volume of anybody, and would be a change at every listing.
    private bool HasVolumes(string pool) => pool != options.ImagePool && pool != options.ConsolePool;

    private VolumePlaces Places(IEnumerable<PoolRecord> pools) =>
        LibvirtMapping.Places(pools, options.ImagePool) with { DiskPool = options.DiskPool };

    private IReadOnlyList<ResourceObject> Images()
    {
        var volumes = PoolVolumes(options.ImagePool);
        var importing = volumes
            .Select(LibvirtMapping.NameOf)
            .Where(name => name.EndsWith(Importing, StringComparison.Ordinal))
            .Select(name => name.Split('.')[0])
            .ToHashSet(StringComparer.Ordinal);
        return [.. volumes
            .Where(IsImage)
            .Select(volume => LibvirtMapping.Image(
                volume, !importing.Contains(Path.GetFileNameWithoutExtension(LibvirtMapping.NameOf(volume)))))];
    }

    private IEnumerable<VolumeRecord> ImageVolumes() => PoolVolumes(options.ImagePool).Where(IsImage);

    private static bool IsImage(VolumeRecord volume) =>
        !LibvirtMapping.NameOf(volume).EndsWith(Importing, StringComparison.Ordinal);

    private IReadOnlyList<VolumeRecord> PoolVolumes(string name)
    {
        using var pool = client.FindPool(name);
        return pool is null ? [] : client.ListVolumes(pool);
    }

    private IReadOnlyList<ResourceObject> Volumes()
    {
        var pools = client.ListPools();
        var places = Places(pools);
        return [.. pools
            .Select(LibvirtMapping.NameOf)
            .Where(HasVolumes)
            .SelectMany(PoolVolumes)
            .Where(volume => !ServerIdentity.IsWitness(LibvirtMapping.NameOf(volume)))
            .Select(volume => LibvirtMapping.Volume(volume, places))];
    }

    private ResourceObject? Volume(string nativeId)
    {
        if (nativeId.Split('/', 2) is not [var poolName, var name] || !HasVolumes(poolName)
            || ServerIdentity.IsWitness(name))
        {
            return null;
        }

        using var pool = client.FindPool(poolName);
        using var volume = pool is null ? null : client.FindVolume(pool, name);
        return volume is not null && client.ReadVolume(pool!, volume) is { } record
            ? LibvirtMapping.Volume(record, Places())
            : null;
    }

    private ResourceObject? Pool(string uuid)
    {
        using var pool = Guid.TryParseExact(uuid, "D", out _) ? client.FindPoolByUuid(uuid) : null;
        return pool is not null && client.ReadPool(pool) is { } record
            ? LibvirtMapping.Pool(record, client.HostUuid)
            : null;
    }

    private ResourceObject? Network(string uuid)
    {
        using var network = Guid.TryParseExact(uuid, "D", out _) ? client.FindNetworkByUuid(uuid) : null;
        return network is not null && client.ReadNetwork(network) is { } record
            ? LibvirtMapping.Network(record)
            : null;
    }
}
