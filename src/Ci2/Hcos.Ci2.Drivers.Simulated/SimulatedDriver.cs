using System.Runtime.CompilerServices;
using Hcos.Ci2.Drivers.Simulated.Calls;
using Hcos.Ci2.Drivers.Simulated.Platform;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Simulated;

/// <summary>The driver of a simulated estate: <see cref="DriverRun"/>s over a <see cref="SimulatedClient"/>.</summary>
internal sealed partial class SimulatedDriver(SimulatedClient client)
    : IResourceDriver, IPowerDriver, IEventDriver, IImageDriver, IResizeDriver, ISnapshotDriver, IConsoleDriver
{
    public DriverCapabilities Capabilities { get; } = new(
        SimulatedDriverFactory.KindName,
        Reads.Kinds,
        [ResourceKind.Server],
        [
            DriverAbility.Power, DriverAbility.Pause, DriverAbility.Suspend, DriverAbility.Events,
            DriverAbility.Images, DriverAbility.Resize, DriverAbility.Snapshots, DriverAbility.Console,
            DriverAbility.Migration,
        ]);

    public async Task<EnvironmentStatus> ProbeAsync(CancellationToken cancellationToken)
    {
        using var run = DriverRun.Probe();
        await client.RunAsync(run, cancellationToken);
        return run.Status!;
    }

    public async IAsyncEnumerable<ResourceObject> ListAsync(
        ResourceKind kind, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var run = DriverRun.List(kind);
        var more = true;
        while (more)
        {
            more = await client.StepAsync(run, cancellationToken);
            if (run.Item is { } item)
            {
                yield return item;
            }
        }
    }

    public async Task<ResourceObject?> ReadAsync(ResourceKey key, CancellationToken cancellationToken)
    {
        using var run = DriverRun.Read(key);
        await client.RunAsync(run, cancellationToken);
        return run.Item;
    }

    public Task<ResourceObject> EnsureAsync(ResourceSpec spec, CancellationToken cancellationToken) =>
        ItemAsync(DriverRun.Ensure(spec, Manners), cancellationToken);

    /// <summary>Makes a server and sees to it that it runs, where a platform starts whatever it makes.</summary>
    public Task<ResourceObject> LaunchAsync(ResourceSpec spec, CancellationToken cancellationToken) =>
        ItemAsync(DriverRun.Launch(spec, Manners), cancellationToken);

    public async Task DeleteAsync(ResourceKey key, CancellationToken cancellationToken)
    {
        using var run = DriverRun.Delete(key, Manners);
        await client.RunAsync(run, cancellationToken);
    }

    public ResourceKey KeyOf(ResourceSpec spec) => SimulatedMapping.KeyOf(spec);

    public Task<ResourceObject> PowerAsync(ResourceKey key, PowerAction action, CancellationToken cancellationToken) =>
        ItemAsync(DriverRun.Power(key, action, Manners), cancellationToken);

    public async IAsyncEnumerable<NativeEvent> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var events = client.Estate.Watch();
        try
        {
            while (true)
            {
                yield return await events.TakeAsync(cancellationToken);
            }
        }
        finally
        {
            client.Estate.Unwatch(events);
        }
    }

    public async Task<ResourceObject> ImportImageAsync(
        ResourceId id, string name, string path, CancellationToken cancellationToken)
    {
        using var file = ImageFile.Open(path);
        var (bytes, format) = ImageFile.Measure(file);
        return await ItemAsync(DriverRun.Import(id, name, bytes, format), cancellationToken);
    }

    public Task<ResourceObject> ResizeAsync(ResourceKey key, ServerSize size, CancellationToken cancellationToken) =>
        ItemAsync(DriverRun.Resize(key, size, Manners), cancellationToken);

    public Task<ResourceObject> SnapshotAsync(
        ResourceKey key, SnapshotSpec snapshot, CancellationToken cancellationToken) =>
        ItemAsync(DriverRun.Snapshot(key, snapshot, Manners), cancellationToken);

    public Task<ResourceObject> RevertAsync(
        ResourceKey key, SnapshotId snapshot, ServerSize size, CancellationToken cancellationToken) =>
        ItemAsync(DriverRun.Revert(key, snapshot, size, Manners), cancellationToken);

    public async Task DeleteSnapshotAsync(ResourceKey key, SnapshotId snapshot, CancellationToken cancellationToken)
    {
        using var run = DriverRun.DeleteSnapshot(key, snapshot, Manners);
        await client.RunAsync(run, cancellationToken);
    }

    public async Task<ConsoleLog> ReadConsoleAsync(
        ResourceKey key, int mostBytes, CancellationToken cancellationToken)
    {
        using var run = DriverRun.ReadConsole(key, mostBytes, Manners);
        await client.RunAsync(run, cancellationToken);
        return run.Console!;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private PlatformManners Manners => client.Estate.Options.Manners;

    private async Task<ResourceObject> ItemAsync(DriverRun run, CancellationToken cancellationToken)
    {
        using (run)
        {
            await client.RunAsync(run, cancellationToken);
            return run.Item!;
        }
    }
}
