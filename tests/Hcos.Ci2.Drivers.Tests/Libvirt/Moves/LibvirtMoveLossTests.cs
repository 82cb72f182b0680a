using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Tests.Libvirt.Moves;

/// <summary>
/// A move whose connection to the target is lost at single messages: what the target was told last may have happened
/// or not, above all that the copy has arrived. What conformance does to the connection to the source is not repeated.
/// </summary>
[Collection(LibvirtTests.Name)]
[Trait("Needs", "libvirt")]
public sealed class LibvirtMoveLossTests(MovePeers peers)
{
    // From the first message of the connection over what libvirt itself asks of the target to the last look at it.
    private static readonly int[] Messages = [18, 22, 24, 25, 26, 27, 30];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_target_that_is_lost_at_any_message_never_leads_to_two_and_a_repeat_converges()
    {
        await using var source = peers.Source.Driver();
        await using var target = peers.Target.Driver();
        var socket = peers.Target.Endpoint.Split("socket=")[1].Split('&')[0];
        await using var wire = new LibvirtWire($"{Path.GetTempPath()}/{Path.GetRandomFileName()}.sock", socket);
        await using var wired = LibvirtPeer.Driver(
            peers.Target.Endpoint.Replace(socket, wire.Path, StringComparison.Ordinal));
        var spec = Specs.Empty("losses-1", "losses-1");
        var key = source.KeyOf(spec);
        await using var watch = new NeverTwice(peers, key);
        var seen = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var message in Messages)
        {
            await source.EnsureAsync(spec, Token);
            await ((IPowerDriver)source).PowerAsync(key, PowerAction.Start, Token);
            var moves = (IMigrationDriver)source;
            var offer = await ((IMigrationDriver)wired).OfferAsync(await moves.DemandAsync(key, Token), Token);
            wire.At(message, wire.CutOff);
            var failed = await Record.ExceptionAsync(() => moves.MigrateAsync(key, offer, Token));
            var (there, here) = (await StateAsync(peers.Target, key), await StateAsync(peers.Source, key));
            seen.Add($"{here} - {there}");
            var where = $"lost at {message}: {failed?.Message}, source '{here}', target '{there}'";
            TestContext.Current.TestOutputHelper?.WriteLine(where);
            Assert.False(here.StartsWith("running") && there.StartsWith("running"), where);
            Assert.True(failed is null or DriverException, where);
            wire.Restore();

            Assert.Equal(ResourceState.Running, (await moves.MigrateAsync(key, offer, Token)).State);
            Assert.Equal("", await StateAsync(peers.Source, key));
            Assert.StartsWith("running", await StateAsync(peers.Target, key));
            await target.DeleteAsync(key, Token);
        }

        Assert.Equal(0, watch.Doubles);
        Assert.True(watch.Looks > Messages.Length, $"only {watch.Looks} looks");
        // It was lost before, and after, the copy was told that it has arrived.
        Assert.Contains(seen, states => states.StartsWith("running", StringComparison.Ordinal));
        Assert.Contains(seen, states => states.EndsWith("- paused (user)", StringComparison.Ordinal));
    }

    private static Task<string> StateAsync(MovePeer peer, ResourceKey key) => peer.StateAsync(key.NativeId, Token);
}
