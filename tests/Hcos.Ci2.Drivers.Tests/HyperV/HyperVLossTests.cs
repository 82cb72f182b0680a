using Hcos.Cie.Simulators.Wire;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Tests.HyperV;

/// <summary>Each request of a server's life, answered wrongly in each way.</summary>
public sealed class HyperVLossTests
{
    private static readonly string[] Making =
    [
        "Enumerate", "CreateVirtualHardDisk", "DefineSystem", "ModifyResourceSettings", "AddResourceSettings",
        "AddKvpItems", "ModifySystemSettings", "Get", "GetVirtualHardDiskSettingData",
    ];

    private static readonly string[] Removing = ["Enumerate", "RequestStateChange", "DestroySystem", "Delete", "Get"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<Interference> Interferences => [.. Enum.GetValues<Interference>()];

    [Theory]
    [MemberData(nameof(Interferences))]
    public async Task A_create_that_is_repeated_after_any_wrong_answer_leaves_one_server(Interference what)
    {
        await using var world = await HyperVWorld.StartAsync();
        var number = 0;
        foreach (var verb in Making)
        {
            var spec = HyperVWorld.Spec(++number);
            var failure = await world.InterferedAsync(verb, what, () => world.Driver.EnsureAsync(spec, Token));
            Assert.True(HyperVWorld.IsAllowed(failure), $"{what} of {verb}: {failure}");
            if (failure == DriverFailure.Unavailable) Assert.Empty(world.Endpoint.Outside.Machines);
            var made = await world.Driver.EnsureAsync(spec, Token);
            Assert.Equal(ResourceState.Stopped, made.State);
            Assert.Single(world.Endpoint.Outside.Machines);
            Assert.Single(world.Endpoint.Outside.Disks, disk => disk.Contains(made.Key.NativeId));
            await world.Driver.DeleteAsync(made.Key, Token);
            Assert.Empty(world.Endpoint.Outside.Machines);
            Assert.Single(world.Endpoint.Outside.Disks);
        }
    }

    [Theory]
    [MemberData(nameof(Interferences))]
    public async Task A_delete_that_is_repeated_after_any_wrong_answer_leaves_nothing(Interference what)
    {
        await using var world = await HyperVWorld.StartAsync();
        var number = 0;
        foreach (var verb in Removing)
        {
            var made = await world.Driver.EnsureAsync(HyperVWorld.Spec(++number), Token);
            await world.Power.PowerAsync(made.Key, PowerAction.Start, Token);
            var failure = await world.InterferedAsync(verb, what, () => world.Driver.DeleteAsync(made.Key, Token));
            Assert.True(HyperVWorld.IsAllowed(failure), $"{what} of {verb}: {failure}");

            await world.Driver.DeleteAsync(made.Key, Token);
            Assert.Empty(world.Endpoint.Outside.Machines);
            Assert.Single(world.Endpoint.Outside.Disks);
        }
    }

    [Theory]
    [MemberData(nameof(Interferences))]
    public async Task A_start_that_is_repeated_after_any_wrong_answer_runs_one_server(Interference what)
    {
        await using var world = await HyperVWorld.StartAsync();
        var made = await world.Driver.EnsureAsync(HyperVWorld.Spec(1), Token);
        foreach (var verb in new[] { "RequestStateChange", "Get", "Enumerate" })
        {
            var failure = await world.InterferedAsync(
                verb, what, () => world.Power.PowerAsync(made.Key, PowerAction.Start, Token));
            Assert.True(HyperVWorld.IsAllowed(failure), $"{what} of {verb}: {failure}");
            var state = (await world.Driver.ReadAsync(made.Key, Token))!.State;
            if (failure is DriverFailure.Unavailable or DriverFailure.Denied)
            {
                Assert.Equal(ResourceState.Stopped, state);
            }

            Assert.Equal(
                ResourceState.Running, (await world.Power.PowerAsync(made.Key, PowerAction.Start, Token)).State);
            await world.Power.PowerAsync(made.Key, PowerAction.PowerOff, Token);
        }
    }

    [Fact]
    public async Task A_machine_that_an_earlier_create_made_late_is_shown_apart_and_removed_by_the_next()
    {
        await using var world = await HyperVWorld.StartAsync();
        var spec = HyperVWorld.Spec(1);
        var lost = await world.InterferedAsync(
            "DefineSystem", Interference.LoseAnswer, () => world.Driver.EnsureAsync(spec, Token));
        Assert.Equal(DriverFailure.Uncertain, lost);
        var late = Assert.Single(world.Endpoint.Outside.Machines);
        var half = await world.Driver.ReadAsync(world.Driver.KeyOf(spec), Token);
        Assert.Equal(ResourceState.Provisioning, half!.State);

        var made = await world.Driver.EnsureAsync(spec, Token);

        Assert.DoesNotContain(late, world.Endpoint.Outside.Machines);
        Assert.Single(world.Endpoint.Outside.Machines);
        Assert.Equal(ResourceState.Stopped, made.State);
    }

    [Fact]
    public async Task A_copy_that_somebody_made_of_a_server_is_not_the_server_and_keeps_its_disk()
    {
        await using var world = await HyperVWorld.StartAsync();
        var spec = HyperVWorld.Spec(1);
        var made = await world.Driver.EnsureAsync(spec, Token);
        var original = Assert.Single(world.Endpoint.Outside.Machines);
        var copy = world.Endpoint.Outside.Copy(original);

        var listed = new List<ResourceObject>();
        await foreach (var server in world.Driver.ListAsync(ResourceKind.Server, Token)) listed.Add(server);
        Assert.Equal([made.Key.NativeId, copy], listed.Select(server => server.Key.NativeId));

        await world.Driver.DeleteAsync(made.Key, Token);
        Assert.Equal([copy], world.Endpoint.Outside.Machines);
        Assert.Contains(world.Endpoint.Outside.Disks, disk => disk.Contains(made.Key.NativeId));
    }
}
