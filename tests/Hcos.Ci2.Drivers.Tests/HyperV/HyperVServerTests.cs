using System.Text;
using Hcos.Cie.Simulators.Wire;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Tests.HyperV;

public sealed class HyperVServerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_server_has_a_thin_disk_named_from_its_id_and_an_address_once_it_runs()
    {
        await using var world = await HyperVWorld.StartAsync();
        var spec = HyperVWorld.Spec(1);
        var larger = spec with { Server = spec.Server! with { DiskBytes = 3L << 30 } };
        var made = await world.Driver.EnsureAsync(larger, Token);
        var volume = await world.Driver.ReadAsync(new(ResourceKind.Volume, made.Server!.Volumes[0]), Token);
        var running = await world.Power.PowerAsync(made.Key, PowerAction.Start, Token);

        Assert.Equal([$"disks/{spec.Id}.vhdx"], made.Server.Volumes);
        Assert.Equal(3L << 30, volume!.Volume!.CapacityBytes);
        Assert.Equal("hcos-guest", volume.Volume.Image);
        Assert.Empty(made.Server.Addresses);
        Assert.Single(running.Server!.Addresses);
        Assert.Equal("hyperv-wmi-xml", running.Native!.Format);
        Assert.Contains($"<Notes>hcos-server {spec.Id}</Notes>", running.Native.Text);
    }

    [Fact]
    public async Task User_data_reaches_the_guest_whole_in_pieces_that_fit()
    {
        await using var world = await HyperVWorld.StartAsync();
        var data = string.Concat(Enumerable.Range(0, 1500).Select(number => $"{number} ü\n"));
        var spec = HyperVWorld.Spec(1);
        await world.Driver.EnsureAsync(spec with { Server = spec.Server! with { UserData = data } }, Token);
        var told = world.Endpoint.Outside.ToldToGuest(Assert.Single(world.Endpoint.Outside.Machines));

        var count = int.Parse(told["hcos-user-data-count"]);
        var pieces = Enumerable.Range(0, count).Select(number => told[$"hcos-user-data-{number}"]);
        Assert.Equal(data, Encoding.UTF8.GetString(Convert.FromBase64String(string.Concat(pieces))));
        Assert.Equal(spec.Name, told["hcos-host-name"]);
        var tooMuch = spec with { Server = spec.Server! with { UserData = new string('x', 20_000) } };
        var refused = await Assert.ThrowsAsync<DriverException>(() => world.Driver.EnsureAsync(tooMuch, Token));
        Assert.Equal(DriverFailure.Invalid, refused.Failure);
    }

    [Fact]
    public async Task A_whole_server_whose_disk_is_gone_is_a_conflict_and_gets_no_empty_one()
    {
        await using var world = await HyperVWorld.StartAsync();
        var spec = HyperVWorld.Spec(1);
        await world.Driver.EnsureAsync(spec, Token);
        var outside = world.Endpoint.Outside;
        outside.RemoveDisk(Assert.Single(outside.Disks, disk => disk.Contains($"{spec.Id}")));
        var refused = await Assert.ThrowsAsync<DriverException>(() => world.Driver.EnsureAsync(spec, Token));

        Assert.Equal(DriverFailure.Conflict, refused.Failure);
        Assert.Single(world.Endpoint.Outside.Disks);
    }

    [Fact]
    public async Task A_broken_file_hides_no_other_and_no_server_is_made_from_it()
    {
        await using var world = await HyperVWorld.StartAsync(HyperVWorld.Host with { Images = ["hcos-guest", "good"] });
        world.Endpoint.Outside.BreakDisk(@"C:\HCOS\Images\hcos-guest.vhdx");
        var images = new Dictionary<string, ResourceState>();
        await foreach (var image in world.Driver.ListAsync(ResourceKind.Image, Token)) images[image.Name] = image.State;
        var refused = await Assert.ThrowsAsync<DriverException>(
            () => world.Driver.EnsureAsync(HyperVWorld.Spec(1), Token));

        Assert.Equal(ResourceState.Error, images["hcos-guest"]);
        Assert.Equal(ResourceState.Running, images["good"]);
        Assert.Equal(DriverFailure.Conflict, refused.Failure);
        Assert.Empty(world.Endpoint.Outside.Machines);
    }

    [Theory]
    [InlineData(null, "default")]
    [InlineData("default", null)]
    [InlineData("default", "other")]
    [InlineData("default", "default")]
    public async Task A_server_is_led_to_the_network_that_is_wanted(string? first, string? then)
    {
        await using var world = await HyperVWorld.StartAsync(HyperVWorld.Host with { Switches = ["default", "other"] });
        var spec = HyperVWorld.Spec(1);
        await world.Driver.EnsureAsync(spec with { Server = spec.Server! with { Network = first } }, Token);
        var changed = spec with { Server = spec.Server! with { Network = then } };
        var converged = await world.Driver.EnsureAsync(changed, Token);

        Assert.Equal(then is null ? [] : [then], converged.Server!.Networks);
        Assert.Equal(converged.Server.Networks, (await world.Driver.EnsureAsync(changed, Token)).Server!.Networks);
    }

    [Fact]
    public async Task A_host_that_is_full_refuses_a_start_as_exhausted()
    {
        await using var world = await HyperVWorld.StartAsync(HyperVWorld.Host with { MemoryBytes = 200L << 20 });
        var first = await world.Driver.EnsureAsync(HyperVWorld.Spec(1), Token);
        var second = await world.Driver.EnsureAsync(HyperVWorld.Spec(2), Token);
        await world.Power.PowerAsync(first.Key, PowerAction.Start, Token);
        var refused = await Assert.ThrowsAsync<DriverException>(
            () => world.Power.PowerAsync(second.Key, PowerAction.Start, Token));

        Assert.Equal(DriverFailure.Exhausted, refused.Failure);
        Assert.Equal(ResourceState.Stopped, (await world.Driver.ReadAsync(second.Key, Token))!.State);
    }

    [Fact]
    public async Task A_guest_that_listens_goes_down_when_it_is_asked_and_a_saved_server_is_suspended()
    {
        await using var world = await HyperVWorld.StartAsync();
        var made = await world.Driver.EnsureAsync(HyperVWorld.Spec(1), Token);
        await world.Power.PowerAsync(made.Key, PowerAction.Start, Token);
        await world.Power.PowerAsync(made.Key, PowerAction.Shutdown, Token);
        ResourceState state;
        do state = (await world.Driver.ReadAsync(made.Key, Token))!.State;
        while (state == ResourceState.Running);
        Assert.Equal(ResourceState.Stopped, state);

        await world.Power.PowerAsync(made.Key, PowerAction.Start, Token);
        world.Endpoint.Outside.Save(Assert.Single(world.Endpoint.Outside.Machines));
        Assert.Equal(ResourceState.Suspended, (await world.Driver.ReadAsync(made.Key, Token))!.State);
        Assert.Equal(ResourceState.Running, (await world.Power.PowerAsync(made.Key, PowerAction.Start, Token)).State);
    }

    [Fact]
    public async Task A_call_that_comes_during_a_transition_waits_for_its_end()
    {
        var slow = HyperVWorld.Host with { TransitionTime = TimeSpan.FromMilliseconds(300) };
        await using var world = await HyperVWorld.StartAsync(slow);
        var made = await world.Driver.EnsureAsync(HyperVWorld.Spec(1), Token);
        world.Endpoint.Mischief.Plan("RequestStateChange", Interference.LoseAnswer);
        await Assert.ThrowsAsync<DriverException>(() => world.Power.PowerAsync(made.Key, PowerAction.Start, Token));

        Assert.Equal(ResourceState.Running, (await world.Power.PowerAsync(made.Key, PowerAction.Start, Token)).State);
        Assert.Equal(ResourceState.Paused, (await world.Power.PowerAsync(made.Key, PowerAction.Pause, Token)).State);
    }
}
