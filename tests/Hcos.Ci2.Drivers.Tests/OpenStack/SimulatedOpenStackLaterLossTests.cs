using Hcos.Cie.Simulators.Wire;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Tests.OpenStack;

/// <summary>Each request of a server's later life, answered wrongly in each way.</summary>
public sealed class SimulatedOpenStackLaterLossTests
{
    private static readonly ServerSize Larger = new(3, 300 << 20, 2L << 30);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<Interference> Ways => [.. Enum.GetValues<Interference>()];

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_resize_that_is_repeated_after_any_wrong_answer_leads_to_the_size(Interference what)
    {
        await using var world = await OpenStackWorld.StartAsync();
        var resizing = (IResizeDriver)world.Driver;
        var number = 0;
        foreach (var verb in new[] { "POST servers/resize", "POST servers/confirmResize", "GET servers/detail" })
        {
            var key = (await world.Driver.EnsureAsync(OpenStackWorld.SpecOfItsOwnSize(++number), Token)).Key;
            var size = Larger with { Vcpus = Larger.Vcpus + number };
            await WronglyAsync(world, verb, what, () => resizing.ResizeAsync(key, size, Token));

            var resized = await resizing.ResizeAsync(key, size, Token);
            Assert.Equal((size.Vcpus, size.MemoryBytes), (resized.Server!.Vcpus, resized.Server.MemoryBytes));
            Assert.Equal(ResourceState.Stopped, resized.State);
            Assert.Equal("stopped", Assert.Single(world.Endpoint.Outside.Look()).State);
            await world.Driver.DeleteAsync(key, Token);
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_snapshot_that_is_repeated_after_any_wrong_answer_is_there_once(Interference what)
    {
        await using var world = await OpenStackWorld.StartAsync();
        var snapshots = (ISnapshotDriver)world.Driver;
        var made = await world.Driver.EnsureAsync(OpenStackWorld.SpecOfItsOwnSize(1), Token);
        var size = new ServerSize(made.Server!.Vcpus, made.Server.MemoryBytes);
        var number = 0;
        foreach (var verb in new[] { "POST servers/createImage", "GET images", "GET servers/detail" })
        {
            var snapshot = Snapshot(++number);
            await WronglyAsync(world, verb, what, () => snapshots.SnapshotAsync(made.Key, snapshot, Token));
            var taken = await snapshots.SnapshotAsync(made.Key, snapshot, Token);
            Assert.Equal([new SnapshotFacts(snapshot.Name, snapshot.Id)], taken.Server!.Snapshots);
            Assert.Equal(2, world.Endpoint.Outside.Images.Count);

            await WronglyAsync(
                world, "POST servers/rebuild", what, () => snapshots.RevertAsync(made.Key, snapshot.Id, size, Token));
            var back = await snapshots.RevertAsync(made.Key, snapshot.Id, size, Token);
            Assert.Equal((ResourceState.Stopped, size.Vcpus), (back.State, back.Server!.Vcpus));

            await WronglyAsync(
                world, "DELETE images", what, () => snapshots.DeleteSnapshotAsync(made.Key, snapshot.Id, Token));
            await snapshots.DeleteSnapshotAsync(made.Key, snapshot.Id, Token);
            Assert.Single(world.Endpoint.Outside.Images);
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_console_that_is_read_wrongly_is_not_read_and_nothing_is_changed(Interference what)
    {
        await using var world = await OpenStackWorld.StartAsync();
        var key = (await world.Driver.EnsureAsync(OpenStackWorld.SpecOfItsOwnSize(1), Token)).Key;
        await world.Power.PowerAsync(key, PowerAction.Start, Token);
        var consoles = (IConsoleDriver)world.Driver;
        var failure = await world.InterferedAsync(
            "POST servers/os-getConsoleOutput", what, () => consoles.ReadConsoleAsync(key, 1000, Token));

        Assert.True(failure is null or DriverFailure.Unavailable, $"{what}: {failure}");
        Assert.Contains("login:", (await consoles.ReadConsoleAsync(key, 1000, Token)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_image_that_an_order_made_late_is_removed_before_anybody_is_told_done()
    {
        await using var world = await OpenStackWorld.StartAsync();
        var made = await world.Driver.EnsureAsync(OpenStackWorld.SpecOfItsOwnSize(1), Token);
        var snapshots = (ISnapshotDriver)world.Driver;
        var snapshot = Snapshot(1);
        await snapshots.SnapshotAsync(made.Key, snapshot, Token);
        await using var somebody = await SomebodyElse.SignInAsync(world.Endpoint.Identity, Token);
        await somebody.SnapshotAsync(Assert.Single(world.Endpoint.Outside.Look()).Id, new()
        {
            ["hcos-snapshot"] = $"{snapshot.Id}",
            ["hcos-snapshot-name"] = snapshot.Name,
            ["hcos-snapshot-of"] = made.Key.NativeId,
        }, Token);
        Assert.Equal(3, world.Endpoint.Outside.Images.Count);

        var again = await snapshots.SnapshotAsync(made.Key, snapshot, Token);
        Assert.Equal(2, world.Endpoint.Outside.Images.Count);
        Assert.Equal([new SnapshotFacts(snapshot.Name, snapshot.Id)], again.Server!.Snapshots);
    }

    [Fact]
    public async Task A_snapshot_that_somebody_else_took_is_shown_by_its_name_and_stays_when_the_server_goes()
    {
        await using var world = await OpenStackWorld.StartAsync();
        var made = await world.Driver.EnsureAsync(OpenStackWorld.SpecOfItsOwnSize(1), Token);
        await using var somebody = await SomebodyElse.SignInAsync(world.Endpoint.Identity, Token);
        await somebody.SnapshotAsync(Assert.Single(world.Endpoint.Outside.Look()).Id, [], Token);

        var shown = (await world.Driver.ReadAsync(made.Key, Token))!;
        Assert.Equal([new SnapshotFacts("of-somebody", null)], shown.Server!.Snapshots);
        await world.Driver.DeleteAsync(made.Key, Token);
        Assert.Contains("of-somebody", world.Endpoint.Outside.Images);
    }

    private static SnapshotSpec Snapshot(int number) =>
        new(new(new Guid(number, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9)), $"snapshot-{number}");

    private static async Task WronglyAsync(OpenStackWorld world, string verb, Interference what, Func<Task> call)
    {
        var failure = await world.InterferedAsync(verb, what, call);
        Assert.True(OpenStackWorld.IsAllowed(failure), $"{what} of {verb}: {failure}");
    }
}
