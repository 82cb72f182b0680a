using Hcos.Cie.Simulators.HyperV;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Tests.HyperV;

/// <summary>Something that is done to a server: from where, what, and what holds afterwards.</summary>
/// <param name="Name">For people.</param>
/// <param name="Prepare">Brings the server to where it is done, past the wire where that is possible.</param>
/// <param name="Do">Does it.</param>
/// <param name="Check">Throws unless it is done.</param>
internal sealed record CutOffLife(
    string Name, Func<CutOffStage, Task> Prepare, Func<CutOffStage, Task> Do, Func<CutOffStage, Task> Check)
{
    private static readonly SnapshotSpec Kept = new(new(new Guid(1, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8)), "kept");

    /// <summary>A host that takes no time, so that many lives can be led.</summary>
    public static HyperVEndpointOptions Host { get; } = HyperVWorld.Host with
    {
        TransitionTime = TimeSpan.FromMilliseconds(2),
    };

    public static IReadOnlyList<CutOffLife> All { get; } =
    [
        Power("start", TurnOff, PowerAction.Start, ResourceState.Running),
        Power("pause", Start, PowerAction.Pause, ResourceState.Paused),
        Power("resume after a pause", Pause, PowerAction.Resume, ResourceState.Running),
        Power("suspend", Start, PowerAction.Suspend, ResourceState.Suspended),
        Power("resume of what is suspended", Save, PowerAction.Resume, ResourceState.Running),
        Power("power-off of what is suspended", Save, PowerAction.PowerOff, ResourceState.Stopped),
        Power("power-off", Start, PowerAction.PowerOff, ResourceState.Stopped),
        Power("reset", Start, PowerAction.Reset, ResourceState.Running),
        Power("shutdown", Start, PowerAction.Shutdown, ResourceState.Stopped),
        new(
            "resize",
            stage => stage.AnewAsync(),
            stage => stage.Sizes.ResizeAsync(stage.Key, Larger(stage), Token),
            LargeAsync),
        new(
            "snapshot",
            WithoutAsync,
            stage => stage.Snapshots.SnapshotAsync(stage.Key, Kept, Token),
            stage => KeptAsync(stage, [new(Kept.Name, Kept.Id)])),
        new(
            "delete of a snapshot",
            WithAsync,
            stage => stage.Snapshots.DeleteSnapshotAsync(stage.Key, Kept.Id, Token),
            stage => KeptAsync(stage, [])),
        new(
            "revert",
            WrittenAsync,
            stage => stage.Snapshots.RevertAsync(stage.Key, Kept.Id, Size(stage), Token),
            RevertedAsync),
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static CutOffLife Power(
        string name, Action<CutOffStage> from, PowerAction action, ResourceState to) => new(
        name,
        stage =>
        {
            from(stage);
            return Task.CompletedTask;
        },
        stage => stage.PowerAsync(action),
        stage => stage.IsAsync(to));

    private static void TurnOff(CutOffStage stage) => stage.World.Endpoint.Outside.TurnOff(stage.Machine);

    private static void Start(CutOffStage stage) => stage.World.Endpoint.Outside.Start(stage.Machine);

    private static void Pause(CutOffStage stage)
    {
        Start(stage);
        stage.World.Endpoint.Outside.Pause(stage.Machine);
    }

    private static void Save(CutOffStage stage)
    {
        Start(stage);
        stage.World.Endpoint.Outside.Save(stage.Machine);
    }

    private static ServerSize Size(CutOffStage stage) =>
        new(stage.Made.Server!.Vcpus, stage.Made.Server.MemoryBytes);

    private static ServerSize Larger(CutOffStage stage) =>
        new(stage.Made.Server!.Vcpus + 1, stage.Made.Server.MemoryBytes * 2, 4L << 30);

    private static async Task LargeAsync(CutOffStage stage)
    {
        var server = (await stage.ShownAsync()).Server!;
        Assert.Equal((Larger(stage).Vcpus, Larger(stage).MemoryBytes), (server.Vcpus, server.MemoryBytes));
        var disk = await stage.World.Driver.ReadAsync(
            new(ResourceKind.Volume, Assert.Single(server.Volumes)), Token);
        Assert.Equal(Larger(stage).DiskBytes, disk!.Volume!.CapacityBytes);
    }

    private static Task WithoutAsync(CutOffStage stage) =>
        stage.Snapshots.DeleteSnapshotAsync(stage.Key, Kept.Id, Token);

    private static Task WithAsync(CutOffStage stage) => stage.Snapshots.SnapshotAsync(stage.Key, Kept, Token);

    private static async Task KeptAsync(CutOffStage stage, IReadOnlyList<SnapshotFacts> snapshots)
    {
        var shown = await stage.ShownAsync();
        Assert.Equal(snapshots, shown.Server!.Snapshots);
        Assert.Equal((stage.Made.Name, stage.Made.MadeFor), (shown.Name, shown.MadeFor));
        Assert.Equal(2 + snapshots.Count, stage.World.Endpoint.Outside.Disks.Count);
    }

    private static async Task WrittenAsync(CutOffStage stage)
    {
        await WithoutAsync(stage);
        stage.World.Endpoint.Outside.WriteDisk(stage.Machine, 'a');
        await WithAsync(stage);
        stage.World.Endpoint.Outside.WriteDisk(stage.Machine, 'b');
        await stage.Sizes.ResizeAsync(stage.Key, Size(stage) with { Vcpus = 3 }, Token);
    }

    private static async Task RevertedAsync(CutOffStage stage)
    {
        Assert.Equal('a', stage.World.Endpoint.Outside.ReadDisk(stage.Machine));
        var shown = await stage.ShownAsync();
        Assert.Equal(Size(stage), new(shown.Server!.Vcpus, shown.Server.MemoryBytes));
        Assert.Equal((stage.Made.Name, stage.Made.MadeFor), (shown.Name, shown.MadeFor));
        Assert.Equal(stage.Made.Server!.Networks, shown.Server.Networks);
        Assert.Equal([new(Kept.Name, Kept.Id)], shown.Server.Snapshots);
    }
}
