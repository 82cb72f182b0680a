using System.Text.Json;
using Hcos.Ci2.Drivers.OpenStack.Http;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.OpenStack;

/// <summary>What is there: listings and reads, each within one call.</summary>
internal sealed class OpenStackInventory(OpenStackClient client)
{
    private OpenStackView? _view;

    /// <summary>All resources of a kind.</summary>
    public async Task<IReadOnlyList<ResourceObject>> ListAsync(ResourceKind kind, CancellationToken cancellationToken)
    {
        switch (kind)
        {
            case ResourceKind.Host:
                return await HostsAsync(OpenStackMapping.Host, OpenStackMapping.Project, cancellationToken)
                    .ConfigureAwait(false);
            case ResourceKind.StoragePool:
                return await HostsAsync(OpenStackMapping.LocalPool, OpenStackMapping.ProjectPool, cancellationToken)
                    .ConfigureAwait(false);
            case ResourceKind.Server:
                var servers = await ServersAsync("", cancellationToken).ConfigureAwait(false);
                var view = await ViewAsync(cancellationToken).ConfigureAwait(false);
                var made = (await ImagesAsync("&image_type=snapshot", cancellationToken).ConfigureAwait(false))
                    .Where(IsThere)
                    .ToLookup(image => image.Text(SnapshotMark.InstanceProperty), StringComparer.Ordinal);
                return [.. servers.All.Select(
                    one => OpenStackMapping.Server(servers.KeyOf(one), one, view, made[one.Id]))];
            case ResourceKind.Volume:
                return [.. await RootsAsync(cancellationToken).ConfigureAwait(false),
                    .. await VolumesAsync(cancellationToken).ConfigureAwait(false)];
            case ResourceKind.Image:
                return [.. (await ImagesAsync("", cancellationToken).ConfigureAwait(false))
                    .Select(OpenStackMapping.Image)];
            case ResourceKind.ServerSize:
                return [.. (await FlavorsAsync(cancellationToken).ConfigureAwait(false))
                    .Select(OpenStackMapping.Flavor)];
            case ResourceKind.Network or ResourceKind.Port or ResourceKind.FloatingAddress
                or ResourceKind.SecurityGroup:
                return await new OpenStackNetworking(client, this).ListAsync(kind, cancellationToken)
                    .ConfigureAwait(false);
            default:
                throw new DriverException(DriverFailure.Invalid, $"OpenStack has nothing of the kind {kind}");
        }
    }

    /// <summary>One resource, or null.</summary>
    public async Task<ResourceObject?> ReadAsync(ResourceKey key, CancellationToken cancellationToken)
    {
        switch (key.Kind)
        {
            case ResourceKind.Server:
                return await FindAsync(key, cancellationToken).ConfigureAwait(false) is { } found
                    ? await ServerAsync(key, found, cancellationToken).ConfigureAwait(false)
                    : null;
            case ResourceKind.Volume:
                return await VolumeAsync(key, cancellationToken).ConfigureAwait(false);
            case ResourceKind.Image when Path(key.NativeId) is { } id:
                var image = await client.FindAsync(Services.Image, $"/v2/images/{id}", cancellationToken)
                    .ConfigureAwait(false);
                return image is { } there ? OpenStackMapping.Image(there) : null;
            case ResourceKind.Image:
                return null;
            case ResourceKind.Port or ResourceKind.FloatingAddress or ResourceKind.SecurityGroup:
                return await new OpenStackNetworking(client, this).ReadAsync(key, cancellationToken)
                    .ConfigureAwait(false);
            default:
                var all = await ListAsync(key.Kind, cancellationToken).ConfigureAwait(false);
                return all.FirstOrDefault(one => one.Key == key);
        }
    }

    /// <summary>A server that was found as a resource.</summary>
    public async Task<ResourceObject> ServerAsync(
        ResourceKey key, NovaServer server, CancellationToken cancellationToken) => OpenStackMapping.Server(
        key,
        server,
        await ViewAsync(cancellationToken).ConfigureAwait(false),
        await SnapshotsAsync(server, cancellationToken).ConfigureAwait(false));

    /// <summary>The images that were made of a server, by us or by others.</summary>
    public async Task<IReadOnlyList<JsonElement>> SnapshotsAsync(
        NovaServer server, CancellationToken cancellationToken)
    {
        var images = await ImagesAsync($"&{SnapshotMark.InstanceProperty}={server.Id}", cancellationToken)
            .ConfigureAwait(false);
        return [.. images.Where(IsThere)];
    }

    /// <summary>
    /// The server of that key, or null: one that carries the mark, or else one that Nova itself calls so.
    /// </summary>
    public async Task<NovaServer?> FindAsync(ResourceKey key, CancellationToken cancellationToken)
    {
        if (Path(key.NativeId) is not { } id) return null;
        var marked = await MarkedAsync(Guid.ParseExact(id, "D"), cancellationToken).ConfigureAwait(false);
        if (marked.Find(Guid.ParseExact(id, "D")) is { } ours) return ours;
        var found = await client.FindAsync(Services.Compute, $"/servers/{id}", cancellationToken).ConfigureAwait(false);
        if (found?.Member("server") is not { } json || new NovaServer(json) is not { IsGone: false } server)
        {
            return null;
        }

        if (server.Mark is not { } mark) return server;
        var copies = await MarkedAsync(mark.Id, cancellationToken).ConfigureAwait(false);
        return copies.All.FirstOrDefault(copy => copies.KeyOf(copy) == key);
    }

    /// <summary>
    /// All servers that carry the mark, by one request: a listing shows a server from the moment on when Nova accepted
    /// it, and does not make Nova ask others.
    /// </summary>
    public async Task<NovaServers> MarkedAsync(Guid id, CancellationToken cancellationToken) =>
        new((await ServersAsync($"&tags={ServerMark.Tag(id)}", cancellationToken).ConfigureAwait(false))
            .Marked(id));

    /// <summary>Servers, filtered by a further part of the query.</summary>
    public async Task<NovaServers> ServersAsync(string filter, CancellationToken cancellationToken)
    {
        var catalogue = await client.CatalogueAsync(cancellationToken).ConfigureAwait(false);
        var all = catalogue.IsAdmin ? "&all_tenants=true" : "";
        var servers = await client.ListAsync(
            Services.Compute, $"/servers/detail?limit=1000{all}{filter}", "servers", cancellationToken)
            .ConfigureAwait(false);
        return new(servers.Select(server => new NovaServer(server)));
    }

    /// <summary>Images, filtered by a further part of the query.</summary>
    public Task<IReadOnlyList<JsonElement>> ImagesAsync(string filter, CancellationToken cancellationToken) =>
        client.ListAsync(Services.Image, $"/v2/images?limit=500{filter}", "images", cancellationToken);

    /// <summary>What servers' descriptions need to know; looked at once in a call.</summary>
    public async Task<OpenStackView> ViewAsync(CancellationToken cancellationToken)
    {
        if (_view is not null) return _view;
        var catalogue = await client.CatalogueAsync(cancellationToken).ConfigureAwait(false);
        IReadOnlyList<JsonElement> hypervisors = catalogue.IsAdmin
            ? await HypervisorsAsync(cancellationToken).ConfigureAwait(false)
            : [];
        return _view = new(catalogue, hypervisors);
    }

    private static bool IsThere(JsonElement image) =>
        image.Text("status") is not ("deleted" or "pending_delete" or "killed");

    /// <summary>A text as a part of a path: an identity as OpenStack writes them, or null.</summary>
    public static string? Path(string nativeId) => Guid.TryParseExact(nativeId, "D", out _) ? nativeId : null;

    private Task<IReadOnlyList<JsonElement>> HypervisorsAsync(CancellationToken cancellationToken) =>
        client.ListAsync(Services.Compute, "/os-hypervisors/detail?limit=1000", "hypervisors", cancellationToken);

    private async Task<IReadOnlyList<ResourceObject>> HostsAsync(
        Func<JsonElement, ResourceObject> ofHypervisor,
        Func<Catalogue, JsonElement, ResourceObject> ofProject,
        CancellationToken cancellationToken)
    {
        var catalogue = await client.CatalogueAsync(cancellationToken).ConfigureAwait(false);
        if (catalogue.IsAdmin)
        {
            var hypervisors = await HypervisorsAsync(cancellationToken).ConfigureAwait(false);
            return [.. (await new OpenStackCapacity(client).AddAsync(hypervisors, cancellationToken)
                .ConfigureAwait(false)).Select(ofHypervisor)];
        }

        var answer = await client.GetAsync(Services.Compute, "/limits", cancellationToken).ConfigureAwait(false);
        return answer.Member("limits")?.Member("absolute") is { } limits
            ? [ofProject(catalogue, limits)]
            : throw OpenStackErrors.Odd("there are no limits");
    }

    private async Task<IReadOnlyList<ResourceObject>> RootsAsync(CancellationToken cancellationToken)
    {
        var servers = await ServersAsync("", cancellationToken).ConfigureAwait(false);
        var images = await ImagesAsync("", cancellationToken).ConfigureAwait(false);
        var view = await ViewAsync(cancellationToken).ConfigureAwait(false);
        return [.. servers.All
            .Select(one => OpenStackMapping.Root(servers.KeyOf(one), one, view, images))
            .OfType<ResourceObject>()];
    }

    private async Task<IReadOnlyList<ResourceObject>> VolumesAsync(CancellationToken cancellationToken)
    {
        var catalogue = await client.CatalogueAsync(cancellationToken).ConfigureAwait(false);
        if (!catalogue.Has(Services.Volume)) return [];
        var volumes = await client.ListAsync(
            Services.Volume,
            $"/volumes/detail?limit=1000{(catalogue.IsAdmin ? "&all_tenants=true" : "")}",
            "volumes",
            cancellationToken).ConfigureAwait(false);
        return [.. volumes.Select(OpenStackMapping.Volume)];
    }

    private async Task<ResourceObject?> VolumeAsync(ResourceKey key, CancellationToken cancellationToken)
    {
        if (OpenStackMapping.ServerOfRoot(key.NativeId) is { } serverId)
        {
            var serverKey = new ResourceKey(ResourceKind.Server, serverId);
            if (await FindAsync(serverKey, cancellationToken).ConfigureAwait(false) is not { } server) return null;
            var images = await ImagesAsync("", cancellationToken).ConfigureAwait(false);
            var view = await ViewAsync(cancellationToken).ConfigureAwait(false);
            return OpenStackMapping.Root(serverKey, server, view, images);
        }

        var catalogue = await client.CatalogueAsync(cancellationToken).ConfigureAwait(false);
        if (Path(key.NativeId) is not { } id || !catalogue.Has(Services.Volume)) return null;
        var found = await client.FindAsync(Services.Volume, $"/volumes/{id}", cancellationToken).ConfigureAwait(false);
        return found?.Member("volume") is { } volume ? OpenStackMapping.Volume(volume) : null;
    }

    // Those too that are for some projects only, where an administrator asks.
    private Task<IReadOnlyList<JsonElement>> FlavorsAsync(CancellationToken cancellationToken) => client.ListAsync(
        Services.Compute, "/flavors/detail?limit=1000&is_public=none", "flavors", cancellationToken);
}
