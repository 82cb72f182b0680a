using System.Runtime.CompilerServices;
using Hcos.Ci2.Drivers.Http;
using Hcos.Ci2.Drivers.OpenStack.Changes;
using Hcos.Ci2.Drivers.OpenStack.Http;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.OpenStack;

/// <summary>The driver for OpenStack: Keystone, Nova, Glance, Neutron and Cinder over their HTTP APIs.</summary>
internal sealed class OpenStackDriver
    : IResourceDriver, IPowerDriver, IEventDriver, IImageDriver, IResizeDriver, ISnapshotDriver, IConsoleDriver,
        ILaunchDriver
{
    /// <summary>The kind of environment.</summary>
    public const string KindName = "openstack";

    private readonly OpenStackAddress _address;
    private readonly OpenStackOptions _options;
    private readonly DriverConnection _connection;
    private readonly BoundedHttp _http;
    private readonly Keystone _keystone;
    private readonly NativeCalls<OpenStackClient> _calls;

    public OpenStackDriver(OpenStackAddress address, DriverConnection connection, OpenStackOptions options)
    {
        (_address, _connection, _options) = (address, connection, options);
        _http = new(options.Http, connection.TrustFile, connection.Time, connection.Calls);
        _keystone = new(_http, address, connection, options);
        _calls = new(call => new(_http, _keystone, options, call, connection.Time), connection.BeforeChange);
    }

    /// <inheritdoc/>
    public DriverCapabilities Capabilities { get; } = new(
        KindName,
        [
            ResourceKind.Host, ResourceKind.Server, ResourceKind.StoragePool,
            ResourceKind.Volume, ResourceKind.Image, ResourceKind.Network, ResourceKind.ServerSize,
            ResourceKind.Port, ResourceKind.FloatingAddress, ResourceKind.SecurityGroup,
        ],
        [ResourceKind.Server],
        [
            DriverAbility.Power, DriverAbility.Pause, DriverAbility.Suspend, DriverAbility.Events,
            DriverAbility.Images, DriverAbility.Resize, DriverAbility.Snapshots, DriverAbility.Console,
            DriverAbility.Launch,
        ]);

    /// <inheritdoc/>
    public Task<EnvironmentStatus> ProbeAsync(CancellationToken cancellationToken) => _calls.ReadAsync(
        async client => OpenStackMapping.Status(
            await client.CatalogueAsync(cancellationToken).ConfigureAwait(false),
            await client.GetAsync(Services.Compute, "/", cancellationToken).ConfigureAwait(false),
            _address),
        cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<ResourceObject> ListAsync(
        ResourceKind kind, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var all = await _calls.ReadAsync(
            client => new OpenStackInventory(client).ListAsync(kind, cancellationToken), cancellationToken)
            .ConfigureAwait(false);
        foreach (var one in all)
        {
            yield return one;
        }
    }

    /// <inheritdoc/>
    public Task<ResourceObject?> ReadAsync(ResourceKey key, CancellationToken cancellationToken) => _calls.ReadAsync(
        client => new OpenStackInventory(client).ReadAsync(key, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<ResourceObject> EnsureAsync(ResourceSpec spec, CancellationToken cancellationToken) =>
        _calls.ChangeAsync(
            KeyOf(spec), client => Servers(client).EnsureAsync(spec, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<ResourceObject> LaunchAsync(ResourceSpec spec, CancellationToken cancellationToken) =>
        _calls.ChangeAsync(
            KeyOf(spec), client => Servers(client).LaunchAsync(spec, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task DeleteAsync(ResourceKey key, CancellationToken cancellationToken) => _calls.ChangeAsync(
        key,
        async client =>
        {
            switch (key.Kind)
            {
                case ResourceKind.Server:
                    await Servers(client).DeleteAsync(key, cancellationToken).ConfigureAwait(false);
                    break;
                case ResourceKind.Image:
                    await Images(client).DeleteAsync(key, cancellationToken).ConfigureAwait(false);
                    break;
                default:
                    throw new DriverException(
                        DriverFailure.Invalid, $"a {key.Kind} is not made or removed on OpenStack");
            }

            return key;
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task<ResourceObject> PowerAsync(
        ResourceKey key, PowerAction action, CancellationToken cancellationToken) => _calls.ChangeAsync(
        key,
        client => new OpenStackPower(client, new(client)).DoAsync(key, action, cancellationToken),
        cancellationToken);

    /// <inheritdoc/>
    public int CallsPerLook => _address.Notifications is null ? PolledChanges.CallsPerLook : 0;

    /// <inheritdoc/>
    public Task<ResourceObject> ResizeAsync(
        ResourceKey key, ServerSize size, CancellationToken cancellationToken) => _calls.ChangeAsync(
        key, client => Servers(client).ResizeAsync(key, size, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<ResourceObject> SnapshotAsync(
        ResourceKey key, SnapshotSpec snapshot, CancellationToken cancellationToken) => _calls.ChangeAsync(
        key, client => Snapshots(client).TakeAsync(key, snapshot, cancellationToken), cancellationToken);

    /// <summary>See <see cref="ISnapshotDriver.RevertAsync"/>; Nova keeps the size of what it makes anew.</summary>
    public Task<ResourceObject> RevertAsync(
        ResourceKey key, SnapshotId snapshot, ServerSize size, CancellationToken cancellationToken) =>
        _calls.ChangeAsync(
            key, client => Snapshots(client).RevertAsync(key, snapshot, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task DeleteSnapshotAsync(
        ResourceKey key, SnapshotId snapshot, CancellationToken cancellationToken) => _calls.ChangeAsync(
        key,
        async client =>
        {
            await Snapshots(client).RemoveAsync(snapshot, cancellationToken).ConfigureAwait(false);
            return key;
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task<ResourceObject> ImportImageAsync(
        ResourceId id, string name, string path, CancellationToken cancellationToken) => _calls.ChangeAsync(
        new(ResourceKind.Image, name),
        client => Images(client).ImportAsync(id, name, path, cancellationToken),
        cancellationToken);

    /// <inheritdoc/>
    public Task<ConsoleLog> ReadConsoleAsync(
        ResourceKey key, int mostBytes, CancellationToken cancellationToken) => _calls.ReadAsync(
        client => new OpenStackConsole(client, new(client), _options).ReadAsync(key, mostBytes, cancellationToken),
        cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<NativeEvent> WatchAsync(CancellationToken cancellationToken) =>
        _address.Notifications is { } broker
            ? new NotifiedChanges(broker, OpenStackSecret.Of(_connection.Secret), _options)
                .WatchAsync(cancellationToken)
            : new PolledChanges(_calls, _options, _connection).WatchAsync(cancellationToken);

    /// <inheritdoc/>
    public ResourceKey KeyOf(ResourceSpec spec) => spec.Kind == ResourceKind.Server
        ? ServerMark.KeyOf(spec.Id.Value)
        : throw new DriverException(DriverFailure.Invalid, "only servers are made on OpenStack");

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _keystone.Dispose();
        _http.Dispose();
        return ValueTask.CompletedTask;
    }

    private static OpenStackSnapshots Snapshots(OpenStackClient client)
    {
        var inventory = new OpenStackInventory(client);
        return new(client, inventory, new(client, inventory));
    }

    private static OpenStackImages Images(OpenStackClient client) => new(client, new(client));

    private OpenStackServers Servers(OpenStackClient client) => new(client, new(client), _options);
}
