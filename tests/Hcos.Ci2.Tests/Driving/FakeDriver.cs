using System.Runtime.CompilerServices;
using Hcos.Ci2.Drivers;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Tests.Driving;

/// <summary>A driver that does what the test says and counts what it was asked.</summary>
internal class FakeDriver : IResourceDriver, IPowerDriver, IEventDriver, IResizeDriver, ISnapshotDriver
{
    private int _changes;
    private int _reads;

    public int Changes => _changes;

    public int Reads => _reads;

    public bool IsDisposed { get; private set; }

    public Func<EnvironmentStatus> Status { get; set; } = () => Ci2World.Status;

    public Func<CancellationToken, Task<ResourceObject?>> OnRead { get; set; } =
        _ => Task.FromResult<ResourceObject?>(Ci2World.Server("a"));

    public Func<CancellationToken, Task> OnChange { get; set; } = _ => Task.CompletedTask;

    public Func<CancellationToken, IAsyncEnumerable<ResourceObject>> OnList { get; set; } = _ => Two();

    public Func<CancellationToken, Task> OnWatch { get; set; } = _ => Task.CompletedTask;

    public DriverCapabilities Capabilities { get; } =
        new(
        "fake",
        [ResourceKind.Server],
        [ResourceKind.Server],
        [DriverAbility.Power, DriverAbility.Events, DriverAbility.Resize, DriverAbility.Snapshots]);

    /// <summary>What a watch tells once it has begun.</summary>
    public IReadOnlyList<NativeEvent> Telling { get; set; } =
        [new(Ci2World.Key("a"), NativeEventKind.StateChanged, ResourceState.Paused, "paused")];

    /// <summary>What was asked for last of a stopped server.</summary>
    public (ServerSize? Size, SnapshotId? Snapshot) Asked { get; private set; }

    public static async IAsyncEnumerable<ResourceObject> Two()
    {
        yield return Ci2World.Server("a");
        await Task.Yield();
        yield return Ci2World.Server("b");
    }

    public Task<EnvironmentStatus> ProbeAsync(CancellationToken cancellationToken) => Task.FromResult(Status());

    public IAsyncEnumerable<ResourceObject> ListAsync(ResourceKind kind, CancellationToken cancellationToken) =>
        OnList(cancellationToken);

    public Task<ResourceObject?> ReadAsync(ResourceKey key, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _reads);
        return OnRead(cancellationToken);
    }

    public async Task<ResourceObject> EnsureAsync(ResourceSpec spec, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _changes);
        await OnChange(cancellationToken);
        return Ci2World.Server("a", ResourceState.Stopped);
    }

    public Task DeleteAsync(ResourceKey key, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _changes);
        return OnChange(cancellationToken);
    }

    public async Task<ResourceObject> PowerAsync(
        ResourceKey key, PowerAction action, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _changes);
        await OnChange(cancellationToken);
        return Ci2World.Server("a");
    }

    public Task<ResourceObject> ResizeAsync(ResourceKey key, ServerSize size, CancellationToken cancellationToken) =>
        ChangeAsync(size, null, cancellationToken);

    public Task<ResourceObject> SnapshotAsync(
        ResourceKey key, SnapshotSpec snapshot, CancellationToken cancellationToken) =>
        ChangeAsync(null, snapshot.Id, cancellationToken);

    public Task<ResourceObject> RevertAsync(
        ResourceKey key, SnapshotId snapshot, ServerSize size, CancellationToken cancellationToken) =>
        ChangeAsync(size, snapshot, cancellationToken);

    public Task DeleteSnapshotAsync(ResourceKey key, SnapshotId snapshot, CancellationToken cancellationToken) =>
        ChangeAsync(null, snapshot, cancellationToken);

    public async IAsyncEnumerable<NativeEvent> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await OnWatch(cancellationToken);
        yield return NativeEvent.WatchBegan;
        foreach (var happened in Telling) yield return happened;
    }

    private async Task<ResourceObject> ChangeAsync(
        ServerSize? size, SnapshotId? snapshot, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _changes);
        Asked = (size, snapshot);
        await OnChange(cancellationToken);
        return Ci2World.Server("a", ResourceState.Stopped);
    }

    public ResourceKey KeyOf(ResourceSpec spec) => new(spec.Kind, spec.Id.ToString());

    public ValueTask DisposeAsync()
    {
        IsDisposed = true;
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}

/// <summary>The same of a platform that starts what it makes.</summary>
internal sealed class LaunchingDriver : FakeDriver, ILaunchDriver
{
    public Task<ResourceObject> LaunchAsync(ResourceSpec spec, CancellationToken cancellationToken) =>
        EnsureAsync(spec, cancellationToken);
}

/// <summary>Hands the test's drivers out, one for each endpoint and generation.</summary>
internal sealed class FakeFactory(Func<DriverConnection, FakeDriver> create) : IDriverFactory
{
    public string Kind => "fake";

    public List<FakeDriver> Made { get; } = [];

    public string? CheckEndpoint(string endpoint) => endpoint == "nonsense" ? "write sense" : null;

    public IResourceDriver Create(DriverConnection connection)
    {
        Made.Add(create(connection));
        return Made[^1];
    }
}
