using System.Globalization;
using System.Text.Json;
using Hcos.Ci2.Drivers.Simulated.Platform;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Simulated;

/// <summary>Native things as resource objects and back. Pure.</summary>
internal static class SimulatedMapping
{
    public const string Pool = "pool-1";

    public static ResourceKey KeyOf(ResourceSpec spec) => spec.Kind switch
    {
        ResourceKind.Server => new(ResourceKind.Server, spec.Id.ToString()),
        ResourceKind.Image => ImageKey(spec.Name),
        _ => new(spec.Kind, spec.Name),
    };

    public static ResourceKey ImageKey(string name) => new(ResourceKind.Image, $"{Pool}/{name}");

    public static ResourceObject Host(HostRecord host) =>
        new(new(ResourceKind.Host, host.Id), host.Id, host.Works ? ResourceState.Running : ResourceState.Error)
        {
            Host = new(host.Vcpus, host.MemoryBytes, "x86_64", "simulated 1.0"),
            Native = Native("host", new()
            {
                ["id"] = host.Id,
                ["reservedBytes"] = host.ReservedBytes.ToString(CultureInfo.InvariantCulture),
            }),
        };

    /// <summary>The native part shows that there is user data, and never what it says.</summary>
    public static ResourceObject Server(ServerRecord server, string nativeId) =>
        new(new(ResourceKind.Server, nativeId), server.Name, server.Shown)
        {
            Server = new(
                server.Vcpus,
                server.MemoryBytes,
                server.Host,
                GuestAddresses.Of([server.Address]),
                [.. server.Volumes.Select(volume => Renamed(volume, server.Id, nativeId))],
                server.Network is null ? [] : [server.Network])
            {
                Snapshots = [.. server.Snapshots.Select(kept => new SnapshotFacts(kept.Name, kept.Id))],
            },
            MadeFor = server.Mark is { } mark ? new ResourceId(Guid.Parse(mark)) : null,
            Native = Native("server", new()
            {
                ["id"] = nativeId,
                ["host"] = server.Host,
                ["image"] = server.Image ?? string.Empty,
                ["starts"] = server.Starts.ToString(CultureInfo.InvariantCulture),
                ["userData"] = server.UserData is null ? string.Empty : "redacted",
            }),
        };

    public static ResourceObject StoragePool(string name, long capacity, long available) =>
        new(new(ResourceKind.StoragePool, name), name, ResourceState.Running)
        {
            StoragePool = new(capacity, available, null),
            Native = Native("pool", new() { ["name"] = name }),
        };

    /// <summary>The name of a disk that is a part of a server, which goes by another id than its own.</summary>
    public static string Renamed(string volume, string own, string nativeId) =>
        volume.Replace(own, nativeId, StringComparison.Ordinal);

    public static ResourceObject Volume(VolumeRecord volume, string nativeId) =>
        new(new(ResourceKind.Volume, nativeId), nativeId[(Pool.Length + 1)..], ResourceState.Running)
        {
            Volume = new(volume.CapacityBytes, volume.AllocatedBytes, Pool, volume.Format, volume.Image),
            MadeFor = Guid.TryParse(volume.Owner, out var owner) ? new ResourceId(owner) : null,
            Native = Native("volume", new() { ["id"] = nativeId, ["madeFor"] = volume.Owner ?? string.Empty }),
        };

    public static ResourceObject Image(ImageRecord image) =>
        new(ImageKey(image.Name), image.Name, ResourceState.Running)
        {
            Image = new(image.CapacityBytes, image.AllocatedBytes, image.Format),
            Native = Native("image", new() { ["name"] = image.Name }),
        };

    public static ResourceObject Network(NetworkRecord network) =>
        new(new(ResourceKind.Network, network.Name), network.Name, ResourceState.Running)
        {
            Network = new(network.Cidr),
            Native = Native("network", new() { ["cidr"] = network.Cidr }),
        };

    private static NativePart Native(string kind, SortedDictionary<string, string> fields) =>
        new($"simulated-{kind}-json", JsonSerializer.Serialize(fields));
}
