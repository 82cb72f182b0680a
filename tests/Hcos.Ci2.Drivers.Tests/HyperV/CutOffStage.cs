using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Tests.HyperV;

/// <summary>One server on a host of our own, as the driver and as somebody on the host see it.</summary>
internal sealed class CutOffStage
{
    private static readonly string[] Off = ["off", "saved"];

    private CutOffStage(HyperVWorld world, ResourceObject made) => (World, Made) = (world, made);

    public HyperVWorld World { get; }

    /// <summary>The server as it was made.</summary>
    public ResourceObject Made { get; }

    /// <summary>Its identity on the host.</summary>
    public string Machine => Assert.Single(World.Endpoint.Outside.Machines);

    public ResourceKey Key => Made.Key;

    public ISnapshotDriver Snapshots => (ISnapshotDriver)World.Driver;

    public IResizeDriver Sizes => (IResizeDriver)World.Driver;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<CutOffStage> BeginAsync(HyperVWorld world) =>
        new(world, await world.Driver.EnsureAsync(HyperVWorld.Spec(1), Token));

    /// <summary>Makes the server anew: what was done to its disk cannot be undone.</summary>
    public async Task AnewAsync()
    {
        await World.Driver.DeleteAsync(Key, Token);
        await World.Driver.EnsureAsync(HyperVWorld.Spec(1), Token);
    }

    public Task PowerAsync(PowerAction action) => World.Power.PowerAsync(Key, action, Token);

    public async Task<ResourceObject> ShownAsync()
    {
        var shown = await World.Driver.ReadAsync(Key, Token);
        Assert.NotNull(shown);
        return shown;
    }

    /// <summary>All that somebody on the host sees of the machine and its disks.</summary>
    public async Task<string> PictureAsync()
    {
        var shown = await ShownAsync();
        var disks = string.Join(' ', World.Endpoint.Outside.Disks);
        var snapshots = string.Join(' ', shown.Server!.Snapshots ?? []);
        return $"{State()} {World.Endpoint.Outside.ReadDisk(Machine)} {shown.Server.Vcpus} "
            + $"{shown.Server.MemoryBytes} {snapshots} {disks}";
    }

    public async Task IsAsync(ResourceState state)
    {
        while ((await ShownAsync()).State != state)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, Token);
        }
    }

    /// <summary>What executes at both ends of a read must not be read as off.</summary>
    public async Task ShowsNothingOffThatIsOnAsync(string cut)
    {
        var before = State();
        var shown = (await ShownAsync()).State;
        var isOn = !Off.Contains(before) && !Off.Contains(State());
        Assert.False(isOn && shown is (ResourceState.Stopped or ResourceState.Suspended), $"{cut}: {shown}");
    }

    private string State() => World.Endpoint.Outside.Look().Single(machine => machine.Id == Machine).State;
}
