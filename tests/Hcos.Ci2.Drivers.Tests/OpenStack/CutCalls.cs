using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Tests.OpenStack;

/// <summary>The calls of a server's later life, by name.</summary>
internal static class CutCalls
{
    private const string Look = "GET servers/detail";
    private const string Token = "POST auth/tokens";

    private static readonly SnapshotSpec Kept = new(new(new Guid(1, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9)), "kept");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Changes of execution.</summary>
    public static IReadOnlyDictionary<string, CutCall> OfExecution { get; } = new Dictionary<string, CutCall>
    {
        ["start"] = Power("POST servers/os-start", PowerAction.Start, "active"),
        ["shutdown"] = Power("POST servers/os-stop", PowerAction.Shutdown, "stopped", PowerAction.Start),
        ["power-off"] = Power("POST servers/os-stop", PowerAction.PowerOff, "stopped", PowerAction.Start),
        ["power-off of a paused one"] = Power(
            "POST servers/unpause", PowerAction.PowerOff, "stopped", PowerAction.Start, PowerAction.Pause) with
        {
            Points =
            [
                "POST servers/unpause", $"{Look} after POST servers/unpause", "POST servers/os-stop",
                $"{Look} after POST servers/os-stop", Look, "GET os-hypervisors/detail", "GET images", Token,
            ],
        },
        ["reset"] = Power("POST servers/reboot", PowerAction.Reset, "active", PowerAction.Start),
        ["pause"] = Power("POST servers/pause", PowerAction.Pause, "paused", PowerAction.Start),
        ["resume"] = Power(
            "POST servers/unpause", PowerAction.Resume, "active", PowerAction.Start, PowerAction.Pause),
    };

    /// <summary>Changes of size and of disks.</summary>
    public static IReadOnlyDictionary<string, CutCall> OfSizeAndDisk { get; } = new Dictionary<string, CutCall>
    {
        ["resize"] = new(
            (_, _) => Task.CompletedTask,
            ResizeAsync,
            IsResizedAsync,
            Look, "GET flavors/detail", "GET os-hypervisors/detail", "POST flavors", "POST servers/resize",
            $"{Look} after POST servers/resize", "POST servers/confirmResize",
            $"{Look} after POST servers/confirmResize", "GET images", Token),
        ["snapshot"] = new(
            (_, _) => Task.CompletedTask,
            (world, key) => Snapshots(world).SnapshotAsync(key, Kept, Stop),
            HasSnapshotAsync,
            Look, "GET images", "POST servers/createImage", $"{Look} after POST servers/createImage",
            "GET images after POST servers/createImage", "GET os-hypervisors/detail", Token),
        ["revert"] = new(
            (world, key) => Snapshots(world).SnapshotAsync(key, Kept, Stop),
            (world, key) => Snapshots(world).RevertAsync(key, Kept.Id, new(2, 128 << 20), Stop),
            HasSnapshotAsync,
            Look, "GET images", "POST servers/rebuild", $"{Look} after POST servers/rebuild",
            "GET images after POST servers/rebuild", "GET os-hypervisors/detail", Token),
        ["delete-snapshot"] = new(
            (world, key) => Snapshots(world).SnapshotAsync(key, Kept, Stop),
            (world, key) => Snapshots(world).DeleteSnapshotAsync(key, Kept.Id, Stop),
            async (world, key) =>
            {
                Assert.Empty((await world.Driver.ReadAsync(key, Stop))!.Server!.Snapshots!);
                Assert.Equal(OpenStackWorld.Cloud.Images, world.Endpoint.Outside.Images);
            },
            "GET images", "DELETE images", Token),
    };

    private static CutCall Power(
        string verb, PowerAction action, string state, params IReadOnlyList<PowerAction> before) => new(
        async (world, key) =>
        {
            foreach (var one in before) await world.Power.PowerAsync(key, one, Stop);
        },
        (world, key) => world.Power.PowerAsync(key, action, Stop),
        (world, _) =>
        {
            Assert.Equal(state, Assert.Single(world.Endpoint.Outside.Look()).State);
            return Task.CompletedTask;
        },
        verb, Look, $"{Look} after {verb}", "GET os-hypervisors/detail", "GET images", Token);

    private static ISnapshotDriver Snapshots(OpenStackWorld world) => (ISnapshotDriver)world.Driver;

    // Of a size of its own for each server, so that each makes a flavor.
    private static async Task ResizeAsync(OpenStackWorld world, ResourceKey key) =>
        await ((IResizeDriver)world.Driver).ResizeAsync(key, SizeOf(key), Stop);

    private static async Task IsResizedAsync(OpenStackWorld world, ResourceKey key)
    {
        var shown = (await world.Driver.ReadAsync(key, Stop))!;
        Assert.Equal(
            (ResourceState.Stopped, SizeOf(key).Vcpus, SizeOf(key).MemoryBytes),
            (shown.State, shown.Server!.Vcpus, shown.Server.MemoryBytes));
        Assert.Equal("stopped", Assert.Single(world.Endpoint.Outside.Look()).State);
    }

    private static ServerSize SizeOf(ResourceKey key) => new(3, (300L + key.NativeId[7]) << 20, 2L << 30);

    private static async Task HasSnapshotAsync(OpenStackWorld world, ResourceKey key)
    {
        var shown = (await world.Driver.ReadAsync(key, Stop))!;
        Assert.Equal([new SnapshotFacts(Kept.Name, Kept.Id)], shown.Server!.Snapshots);
        Assert.Equal(ResourceState.Stopped, shown.State);
        Assert.Equal(2, world.Endpoint.Outside.Images.Count);
    }
}
