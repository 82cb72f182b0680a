using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Tests.Libvirt;

[Collection(LibvirtTests.Name)]
[Trait("Needs", "libvirt")]
public sealed class LibvirtServerTests(LibvirtPeer peer)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_half_made_disk_is_made_anew_and_goes_with_a_delete_that_comes_first()
    {
        await using var driver = peer.Driver();
        var spec = Specs.Guest("half-1", "half-1");
        var disk = $"{spec.Id}.qcow2";
        await peer.VirshAsync(Token, "vol-create-as", "default", disk, "4096");
        await driver.DeleteAsync(driver.KeyOf(spec), Token);
        Assert.DoesNotContain(disk, await peer.VirshAsync(Token, "vol-list", "default"));

        await peer.VirshAsync(Token, "vol-create-as", "default", disk, "4096");
        var made = await driver.EnsureAsync(spec, Token);
        var volume = await driver.ReadAsync(new(ResourceKind.Volume, $"default/{disk}"), Token);

        Assert.Equal([$"default/{disk}", $"default/{spec.Id}-seed.iso"], made.Server!.Volumes);
        Assert.Equal(("hcos-guest", "qcow2"), (volume!.Volume!.Image, volume.Volume.Format));
        await driver.DeleteAsync(made.Key, Token);
    }

    [Fact]
    public async Task A_defined_server_never_gets_a_new_disk_in_the_place_of_a_lost_one()
    {
        await using var driver = peer.Driver();
        var spec = Specs.Guest("lost-1", "lost-1");
        await driver.EnsureAsync(spec, Token);
        await peer.VirshAsync(Token, "vol-delete", "--pool", "default", $"{spec.Id}.qcow2");
        var refused = await Assert.ThrowsAsync<DriverException>(() => driver.EnsureAsync(spec, Token));

        Assert.Equal(DriverFailure.Conflict, refused.Failure);
        Assert.DoesNotContain($"{spec.Id}.qcow2", await peer.VirshAsync(Token, "vol-list", "default"));
        await driver.DeleteAsync(driver.KeyOf(spec), Token);
    }

    [Fact]
    public async Task A_changed_spec_converges_and_an_impossible_one_changes_nothing()
    {
        await using var driver = peer.Driver();
        var spec = Specs.Guest("grows-1", "grows-1");
        var before = await driver.EnsureAsync(spec, Token);
        var wanted = spec.Server! with { Vcpus = 3, MemoryBytes = 256 * Specs.Mib, Network = null };
        var bigger = spec with { Server = wanted };
        var after = await driver.EnsureAsync(bigger, Token);
        await Assert.ThrowsAsync<DriverException>(
            () => driver.EnsureAsync(bigger with { Server = wanted with { Vcpus = 10_000 } }, Token));
        await Assert.ThrowsAsync<DriverException>(() => driver.EnsureAsync(bigger with { Name = "other" }, Token));

        Assert.Equal((3, 256 * Specs.Mib), (after.Server!.Vcpus, after.Server.MemoryBytes));
        Assert.Empty(after.Server.Networks);
        Assert.Equal(before.Server!.Volumes, after.Server.Volumes);
        Assert.Equal(after.Native, (await driver.ReadAsync(after.Key, Token))!.Native);
        await driver.DeleteAsync(after.Key, Token);
    }

    [Fact]
    public async Task An_adopted_servers_disk_outlives_it()
    {
        await using var driver = peer.Driver();
        var spec = Specs.Guest("adopted-1", "adopted-1");
        await driver.EnsureAsync(spec, Token);
        await peer.VirshAsync(Token, "vol-clone", "--pool", "default", $"{spec.Id}.qcow2", "precious.qcow2");
        var disk = (await peer.VirshAsync(Token, "vol-path", "--pool", "default", "precious.qcow2")).Trim();
        await peer.VirshAsync(
            Token, "attach-disk", spec.Id.ToString(), disk, "vdc", "--config", "--subdriver", "qcow2");
        await driver.DeleteAsync(driver.KeyOf(spec), Token);

        var left = await peer.VirshAsync(Token, "vol-list", "default");
        Assert.Contains("precious.qcow2", left);
        Assert.DoesNotContain(spec.Id.ToString(), left);
        await peer.VirshAsync(Token, "vol-delete", "--pool", "default", "precious.qcow2");
    }

    [Fact]
    public async Task A_server_whose_memory_was_saved_is_suspended_until_started_or_switched_off()
    {
        await using var driver = peer.Driver();
        var power = (IPowerDriver)driver;
        var key = (await driver.EnsureAsync(Specs.Empty("saved-1", "saved-1"), Token)).Key;
        await power.PowerAsync(key, PowerAction.Start, Token);
        await peer.VirshAsync(Token, "managedsave", key.NativeId);
        Assert.Equal(ResourceState.Suspended, (await driver.ReadAsync(key, Token))!.State);
        Assert.Equal(ResourceState.Running, (await power.PowerAsync(key, PowerAction.Start, Token)).State);

        await peer.VirshAsync(Token, "managedsave", key.NativeId);
        Assert.Equal(ResourceState.Stopped, (await power.PowerAsync(key, PowerAction.PowerOff, Token)).State);
        await power.PowerAsync(key, PowerAction.Start, Token);
        await peer.VirshAsync(Token, "managedsave", key.NativeId);
        await driver.DeleteAsync(key, Token);
        Assert.Null(await driver.ReadAsync(key, Token));
    }
}
