using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Simulated.Platform;

/// <summary>What can be seen.</summary>
internal static class Reads
{
    public static IReadOnlyList<ResourceKey> Keys(PlatformState state, ResourceKind kind) => kind switch
    {
        ResourceKind.Host => [.. state.Hosts.Keys.Select(id => new ResourceKey(kind, id))],
        ResourceKind.Server => [.. state.Servers.Keys.Select(id => new ResourceKey(kind, id))],
        ResourceKind.StoragePool => [new(kind, SimulatedMapping.Pool)],
        ResourceKind.Volume => [.. state.Volumes.Keys.Select(id => new ResourceKey(kind, id))],
        ResourceKind.Image => [.. state.Images.Keys.Select(SimulatedMapping.ImageKey)],
        ResourceKind.Network => [.. state.Networks.Keys.Select(name => new ResourceKey(kind, name))],
        _ => [],
    };

    public static ResourceObject? Find(PlatformState state, ResourceKey key) => key.Kind switch
    {
        ResourceKind.Host => state.Hosts.TryGetValue(key.NativeId, out var host) ? SimulatedMapping.Host(host) : null,
        ResourceKind.Server =>
            state.Servers.TryGetValue(key.NativeId, out var server) ? SimulatedMapping.Server(server) : null,
        ResourceKind.StoragePool => key.NativeId == SimulatedMapping.Pool
            ? SimulatedMapping.StoragePool(key.NativeId, state.Options.PoolBytes, state.AvailablePoolBytes)
            : null,
        ResourceKind.Volume =>
            state.Volumes.TryGetValue(key.NativeId, out var volume) ? SimulatedMapping.Volume(volume) : null,
        ResourceKind.Image => Image(state, key) is { } image ? SimulatedMapping.Image(image) : null,
        ResourceKind.Network =>
            state.Networks.TryGetValue(key.NativeId, out var network) ? SimulatedMapping.Network(network) : null,
        _ => null,
    };

    public static ImageRecord? Image(PlatformState state, ResourceKey key) =>
        state.Images.Values.FirstOrDefault(image => SimulatedMapping.ImageKey(image.Name) == key);
}
