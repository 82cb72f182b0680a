using System.Runtime.CompilerServices;
using Hcos.Ci2.Drivers.Libvirt.Connections;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Libvirt;

/// <summary>
/// The driver for libvirt with QEMU. Reading and changing calls go over connections of their own, and so does every
/// watch; the library's blocking calls run on threads that belong to this driver alone.
/// </summary>
internal sealed partial class LibvirtDriver(
    LibvirtEndpoint endpoint,
    LibvirtOptions options,
    TimeProvider time,
    CallCounter calls,
    Func<CancellationToken, Task>? beforeChange)
    : IResourceDriver, IPowerDriver, IEventDriver, IImageDriver, IMetricsDriver
{
    /// <summary>The kind of environment.</summary>
    public const string KindName = "libvirt";

    private readonly LibvirtLane _reads = new(endpoint.Uri, options, time, calls);
    private readonly LibvirtLane _changes = new(endpoint.Uri, options, time, calls, beforeChange);
    private readonly ChangesUnderWay _underWay = new();

    /// <inheritdoc/>
    public DriverCapabilities Capabilities { get; } = new(
        KindName,
        [
            ResourceKind.Host, ResourceKind.Server, ResourceKind.StoragePool,
            ResourceKind.Volume, ResourceKind.Image, ResourceKind.Network,
        ],
        [ResourceKind.Server],
        [
            DriverAbility.Power, DriverAbility.Pause, DriverAbility.Suspend, DriverAbility.Events,
            DriverAbility.Images, DriverAbility.Resize, DriverAbility.Snapshots, DriverAbility.Console,
            DriverAbility.Metrics, DriverAbility.Migration,
        ]);

    /// <inheritdoc/>
    public Task<EnvironmentStatus> ProbeAsync(CancellationToken cancellationToken) =>
        _reads.ReadAsync(client => LibvirtMapping.Status(client.Host()), cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<ResourceObject> ListAsync(
        ResourceKind kind, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var all = await _reads.ReadAsync(client => Inventory(client).List(kind), cancellationToken)
            .ConfigureAwait(false);
        foreach (var one in all)
        {
            yield return one;
        }
    }

    /// <inheritdoc/>
    public Task<ResourceObject?> ReadAsync(ResourceKey key, CancellationToken cancellationToken) =>
        _reads.ReadAsync(client => Inventory(client).Read(key), cancellationToken);

    /// <inheritdoc/>
    public Task<ResourceObject> EnsureAsync(ResourceSpec spec, CancellationToken cancellationToken) => ChangeAsync(
        KeyOf(spec),
        client => new LibvirtServers(client, Inventory(client), endpoint, options).Ensure(spec),
        cancellationToken);

    /// <inheritdoc/>
    public Task DeleteAsync(ResourceKey key, CancellationToken cancellationToken) => ChangeAsync(
        key,
        client =>
        {
            Delete(client, key);
            return key;
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task<ResourceObject> PowerAsync(
        ResourceKey key, PowerAction action, CancellationToken cancellationToken) => ChangeAsync(
        key,
        client => new LibvirtPower(client, Inventory(client)).Do(ServerIdentity.Parse(key), action),
        cancellationToken);

    /// <inheritdoc/>
    public Task<ServerUsage> ReadUsageAsync(ResourceKey key, CancellationToken cancellationToken) => _reads.ReadAsync(
        client => LibvirtUsage.Read(client, ServerIdentity.Parse(key)), cancellationToken);

    /// <inheritdoc/>
    public Task<ResourceObject> ImportImageAsync(
        ResourceId id, string name, string path, CancellationToken cancellationToken) => ChangeAsync(
        new(ResourceKind.Image, name),
        client => ResourceNames.IsValid(name)
            ? new LibvirtImages(client, Inventory(client), options).Import(id, name, path)
            : throw new DriverException(DriverFailure.Invalid, $"a name is {ResourceNames.Rule}"),
        cancellationToken);

    /// <inheritdoc/>
    public ResourceKey KeyOf(ResourceSpec spec) => spec.Kind == ResourceKind.Server
        ? new(ResourceKind.Server, ServerIdentity.Uuid(spec.Id))
        : throw new DriverException(DriverFailure.Invalid, "only servers are made on libvirt");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _reads.DisposeAsync().ConfigureAwait(false);
        await _changes.DisposeAsync().ConfigureAwait(false);
    }

    private LibvirtInventory Inventory(LibvirtClient client) => new(client, options, time.GetUtcNow());

    private void Delete(LibvirtClient client, ResourceKey key)
    {
        switch (key.Kind)
        {
            case ResourceKind.Server when ServerIdentity.Parse(key) is { } uuid:
                new LibvirtServers(client, Inventory(client), endpoint, options).Delete(uuid);
                break;
            case ResourceKind.Server:
                break;
            case ResourceKind.Image:
                new LibvirtImages(client, Inventory(client), options).Delete(key.NativeId);
                break;
            default:
                throw new DriverException(DriverFailure.Invalid, $"a {key.Kind} is not made or removed on libvirt");
        }
    }

    private async Task<T> ChangeAsync<T>(
        ResourceKey key, Func<LibvirtClient, T> work, CancellationToken cancellationToken)
    {
        var leave = await _underWay.EnterAsync(key, cancellationToken).ConfigureAwait(false);
        return await _changes.ChangeAsync(work, leave, cancellationToken).ConfigureAwait(false);
    }
}
