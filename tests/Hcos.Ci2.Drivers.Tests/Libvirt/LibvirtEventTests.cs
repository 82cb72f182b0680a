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

    private static async Task<List<string>> DetailsAsync(
        IAsyncEnumerator<NativeEvent> watch, ResourceKey key, int count)
    {
        var details = new List<string>();
        while (details.Count < count && await watch.MoveNextAsync())
        {
            // Whether a process that loses its power still says that it shuts down is a race of its own.
            if (watch.Current.Key == key && watch.Current.Detail != "shutdown/host")
            {
                details.Add(watch.Current.Detail);
            }
        }

        return details;
    }
}
