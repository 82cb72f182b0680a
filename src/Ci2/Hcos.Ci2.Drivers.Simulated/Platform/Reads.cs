using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Simulated.Platform;

/// <summary>What can be seen.</summary>
internal static class Reads
{
    /// <summary>The kinds that a simulated estate has, in the order of a listing.</summary>
    public static IReadOnlyList<ResourceKind> Kinds { get; } =
    [
        ResourceKind.Host, ResourceKind.StoragePool, ResourceKind.Network, ResourceKind.Image, ResourceKind.Volume,
        ResourceKind.Server,
    ];

    public static IReadOnlyList<ResourceKey> Keys(PlatformState state, ResourceKind kind) => kind switch
    {
        ResourceKind.Host => [.. state.Hosts.Keys.Select(id => new ResourceKey(kind, id))],
        ResourceKind.Server => [.. state.Servers.Values.Select(server => state.Copies.KeyOf(server))],
        ResourceKind.StoragePool => [new(kind, SimulatedMapping.Pool)],
        ResourceKind.Volume => [.. state.Volumes.Values.Select(volume => KeyOf(state, volume))],
        ResourceKind.Image => [.. state.Images.Keys.Select(SimulatedMapping.ImageKey)],
        ResourceKind.Network => [.. state.Networks.Keys.Select(name => new ResourceKey(kind, name))],
        _ => [],
    };

    public static ResourceObject? Find(PlatformState state, ResourceKey key) => key.Kind switch
    {
        ResourceKind.Host => state.Hosts.TryGetValue(key.NativeId, out var host) ? SimulatedMapping.Host(host) : null,
        ResourceKind.Server =>
            state.Copies.Find(key) is { } server ? SimulatedMapping.Server(server, key.NativeId) : null,
        ResourceKind.StoragePool => key.NativeId == SimulatedMapping.Pool
            ? SimulatedMapping.StoragePool(key.NativeId, state.Options.PoolBytes, state.AvailablePoolBytes)
            : null,
        ResourceKind.Volume =>
            Volume(state, key) is { } volume ? SimulatedMapping.Volume(volume, key.NativeId) : null,
        ResourceKind.Image => Image(state, key) is { } image ? SimulatedMapping.Image(image) : null,
        ResourceKind.Network =>
            state.Networks.TryGetValue(key.NativeId, out var network) ? SimulatedMapping.Network(network) : null,
        _ => null,
    };

    /// <summary>What a disk is called: by what its server is called where it is a part of it.</summary>
    private static ResourceKey KeyOf(PlatformState state, VolumeRecord volume) => new(
        ResourceKind.Volume,
        volume.PartOf is { } server
            ? SimulatedMapping.Renamed(volume.Id, server, state.Copies.KeyOf(state.Servers[server]).NativeId)
            : volume.Id);

    private static VolumeRecord? Volume(PlatformState state, ResourceKey key) =>
        state.Volumes.TryGetValue(key.NativeId, out var volume) && volume.PartOf is null
            ? volume
            : state.Parts.FirstOrDefault(part => KeyOf(state, part) == key);

    public static ImageRecord? Image(PlatformState state, ResourceKey key) =>
        state.Images.Values.FirstOrDefault(image => SimulatedMapping.ImageKey(image.Name) == key);
}
