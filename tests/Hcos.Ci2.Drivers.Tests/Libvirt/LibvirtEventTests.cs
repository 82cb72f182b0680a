using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Tests.Libvirt;

[Collection(LibvirtTests.Name)]
[Trait("Needs", "libvirt")]
public sealed class LibvirtEventTests(LibvirtPeer peer)
{
    [Fact]
    public async Task What_somebody_else_does_is_told_in_order()
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var driver = peer.Driver();
        var spec = Specs.Empty("watched-1", "watched-1");
        var key = driver.KeyOf(spec);
        await driver.DeleteAsync(key, cancel);
        await using var watch = ((IEventDriver)driver).WatchAsync(cancel).GetAsyncEnumerator(cancel);

        Assert.True(await watch.MoveNextAsync());
        Assert.Same(NativeEvent.WatchBegan, watch.Current);
        await driver.EnsureAsync(spec, cancel);
        foreach (var command in new[] { "start", "suspend", "resume", "destroy", "undefine" })
        {
            await peer.VirshAsync(cancel, command, key.NativeId);
        }

        Assert.Equal(
            [
                "defined/added", "resumed/unpaused", "started/booted", "suspended/paused", "resumed/unpaused",
                "stopped/destroyed", "undefined/removed",
            ],
            await DetailsAsync(watch, key, 7));
    }

    [Fact]
    public async Task A_suspended_domain_is_restored_and_one_that_was_switched_off_boots()
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var driver = peer.Driver();
        var power = (IPowerDriver)driver;
        var key = (await driver.EnsureAsync(Specs.Empty("restored-1", "restored-1"), cancel)).Key;
        await using var watch = ((IEventDriver)driver).WatchAsync(cancel).GetAsyncEnumerator(cancel);
        Assert.True(await watch.MoveNextAsync());
        foreach (var action in new[]
        {
            PowerAction.Start, PowerAction.Suspend, PowerAction.Resume, PowerAction.Suspend, PowerAction.PowerOff,
            PowerAction.Start, PowerAction.PowerOff,
        })
        {
            await power.PowerAsync(key, action, cancel);
        }

        var told = new List<string>();
        while (!told.Contains("stopped/destroyed") && await watch.MoveNextAsync())
        {
            if (watch.Current.Key == key) told.Add(watch.Current.Detail);
        }

        Assert.Equal(
            ["started/booted", "stopped/saved", "started/restored", "stopped/saved", "started/booted"],
            told.Where(detail => detail.StartsWith("started/", StringComparison.Ordinal) || detail == "stopped/saved"));
        await driver.DeleteAsync(key, cancel);
    }

    [Fact]
    public async Task What_was_paused_when_somebody_else_saved_it_goes_on_when_it_is_resumed()
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var driver = peer.Driver();
        var power = (IPowerDriver)driver;
        var key = (await driver.EnsureAsync(Specs.Empty("paused-saved-1", "paused-saved-1"), cancel)).Key;
        await power.PowerAsync(key, PowerAction.Start, cancel);
        await peer.VirshAsync(cancel, "suspend", key.NativeId);
        await peer.VirshAsync(cancel, "managedsave", key.NativeId);
        Assert.Equal(ResourceState.Suspended, (await driver.ReadAsync(key, cancel))!.State);

        Assert.Equal(ResourceState.Running, (await power.PowerAsync(key, PowerAction.Resume, cancel)).State);
        await driver.DeleteAsync(key, cancel);
    }

    private static async Task<List<string>> DetailsAsync(
        IAsyncEnumerator<NativeEvent> watch, ResourceKey key, int count)
    {
        var details = new List<string>();
        while (details.Count < count && await watch.MoveNextAsync())
        {
            if (watch.Current.Key == key) details.Add(watch.Current.Detail);
        }

        return details;
    }
}
