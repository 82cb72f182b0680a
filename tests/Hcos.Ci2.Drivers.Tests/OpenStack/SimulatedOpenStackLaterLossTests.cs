using Hcos.Cie.Simulators.Wire;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Tests.OpenStack;

/// <summary>What else may be lost in a server's later life; its changes are in the tests of cut-offs.</summary>
public sealed class SimulatedOpenStackLaterLossTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<Interference> Ways => [.. Enum.GetValues<Interference>()];

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
}
