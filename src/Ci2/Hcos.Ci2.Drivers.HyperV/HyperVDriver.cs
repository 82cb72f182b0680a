using System.Runtime.CompilerServices;
using Hcos.Ci2.Drivers.HyperV.WsMan;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.HyperV;

/// <summary>The driver for Hyper-V: WMI's classes of version 2, over WS-Management.</summary>
internal sealed class HyperVDriver
    : IResourceDriver, IPowerDriver, IEventDriver, IResizeDriver, ISnapshotDriver, IMetricsDriver
{
    /// <summary>The kind of environment.</summary>
    public const string KindName = "hyperv";

    private readonly HyperVAddress _address;
    private readonly HyperVOptions _options;
    private readonly DriverConnection _connection;
    private readonly string? _userName;
    private readonly HttpWire _wire;
    private readonly NativeCalls<HyperVClient> _calls;

    public HyperVDriver(HyperVAddress address, DriverConnection connection, HyperVOptions options)
    {
        (_address, _options, _userName, _connection) = (address, options, connection.UserName, connection);
        _wire = new(address.Uri, connection, options);
        var messages = new SoapMessages(address.Uri, options);
        _calls = new(call => new(_wire, messages, options, call, connection.Time), connection.BeforeChange);
    }

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
            DriverAbility.Resize, DriverAbility.Snapshots, DriverAbility.Metrics,
        ]);

    /// <inheritdoc/>
    public Task<EnvironmentStatus> ProbeAsync(CancellationToken cancellationToken) => _calls.ReadAsync(
        client => new HyperVProbe(client, _options, _userName).AskAsync(cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<ResourceObject> ListAsync(
        ResourceKind kind, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var all = await _calls.ReadAsync(
            client => Inventory(client).ListAsync(kind, cancellationToken), cancellationToken).ConfigureAwait(false);
        foreach (var one in all)
        {
            yield return one;
        }
    }

    /// <inheritdoc/>
    public Task<ResourceObject?> ReadAsync(ResourceKey key, CancellationToken cancellationToken) =>
        _calls.ReadAsync(client => Inventory(client).ReadAsync(key, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<ResourceObject> EnsureAsync(ResourceSpec spec, CancellationToken cancellationToken) =>
        _calls.ChangeAsync(
            KeyOf(spec), client => Servers(client).EnsureAsync(spec, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task DeleteAsync(ResourceKey key, CancellationToken cancellationToken) => _calls.ChangeAsync(
        key,
        async client =>
        {
            if (key.Kind != ResourceKind.Server)
            {
                throw new DriverException(DriverFailure.Invalid, $"a {key.Kind} is not made or removed on Hyper-V");
            }

            await Servers(client).DeleteAsync(key, cancellationToken).ConfigureAwait(false);
            return key;
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task<ResourceObject> PowerAsync(
        ResourceKey key, PowerAction action, CancellationToken cancellationToken) => _calls.ChangeAsync(
        key,
        client => new HyperVPower(client, Inventory(client)).DoAsync(key, action, cancellationToken),
        cancellationToken);

    /// <inheritdoc/>
    public Task<ServerUsage> ReadUsageAsync(ResourceKey key, CancellationToken cancellationToken) => _calls.ReadAsync(
        async client =>
        {
            var machines = await Inventory(client).SummariesAsync(HyperVUsage.Parts, cancellationToken)
                .ConfigureAwait(false);
            return HyperVUsage.Of(machines.Find(key) ?? throw HyperVErrors.NoServer());
        },
        cancellationToken);

    /// <inheritdoc/>
    public int CallsPerLook => 1;

    /// <inheritdoc/>
    public Task<ResourceObject> ResizeAsync(
        ResourceKey key, ServerSize size, CancellationToken cancellationToken) => _calls.ChangeAsync(
        key,
        client => new HyperVResizing(client, Inventory(client), _address).ResizeAsync(key, size, cancellationToken),
        cancellationToken);

    /// <inheritdoc/>
    public Task<ResourceObject> SnapshotAsync(
        ResourceKey key, SnapshotSpec snapshot, CancellationToken cancellationToken) => _calls.ChangeAsync(
        key, client => Snapshots(client).TakeAsync(key, snapshot, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<ResourceObject> RevertAsync(
        ResourceKey key, SnapshotId snapshot, ServerSize size, CancellationToken cancellationToken) =>
        _calls.ChangeAsync(
            key, client => Snapshots(client).RevertAsync(key, snapshot, size, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task DeleteSnapshotAsync(
        ResourceKey key, SnapshotId snapshot, CancellationToken cancellationToken) => _calls.ChangeAsync(
        key,
        async client =>
        {
            await Snapshots(client).RemoveAsync(key, snapshot, cancellationToken).ConfigureAwait(false);
            return key;
        },
        cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<NativeEvent> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var subscription = new HyperVSubscription(_calls, _options, _connection.Time);
        var telling = subscription.RunAsync(ending.Token);
        try
        {
            var before = await SeeAsync(cancellationToken).ConfigureAwait(false);
            yield return NativeEvent.WatchBegan;
            var wasGranted = false;
            while (true)
            {
                await RestAsync(subscription, cancellationToken).ConfigureAwait(false);
                var isGranted = subscription.IsGranted;
                if (isGranted != wasGranted)
                {
                    yield return isGranted ? NativeEvent.Subscribed : NativeEvent.Unsubscribed;
                    wasGranted = isGranted;
                }

                var after = await SeeAsync(cancellationToken).ConfigureAwait(false);
                foreach (var happened in MachineSight.Between(before, after)) yield return happened;
                before = after;
            }
        }
        finally
        {
            await ending.CancelAsync().ConfigureAwait(false);
            await telling.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <inheritdoc/>
    public ResourceKey KeyOf(ResourceSpec spec) => spec.Kind == ResourceKind.Server
        ? new(ResourceKind.Server, Machines.NativeId(spec.Id.Value))
        : throw new DriverException(DriverFailure.Invalid, "only servers are made on Hyper-V");

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _wire.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Until the next look is due, or the host tells that there is something to see.</summary>
    private async Task RestAsync(HyperVSubscription subscription, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var rested = _connection.RestAsync(_options.WatchInterval, over.Token);
        var told = subscription.ToldAsync(over.Token);
        await Task.WhenAny(rested, told).ConfigureAwait(false);
        await over.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(rested, told).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
    }

    private Task<IReadOnlyDictionary<ResourceKey, MachineSight>> SeeAsync(CancellationToken cancellationToken) =>
        _calls.ReadAsync(
            async client => MachineSight.Of(
                await Inventory(client).SummariesAsync(cancellationToken).ConfigureAwait(false)),
            cancellationToken);

    private HyperVInventory Inventory(HyperVClient client) => new(client, _address);

    private HyperVSnapshots Snapshots(HyperVClient client) => new(client, Inventory(client), _address);

    private HyperVServers Servers(HyperVClient client) => new(client, Inventory(client), _address, _options);
}
