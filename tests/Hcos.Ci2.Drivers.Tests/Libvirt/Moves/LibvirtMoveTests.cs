using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Tests.Libvirt.Moves;

[Collection(LibvirtTests.Name)]
[Trait("Needs", "libvirt")]
public sealed class LibvirtMoveTests(MovePeers peers)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_guest_answers_before_during_and_after_it_is_moved_with_its_disks_and_back()
    {
        await using var guest = await MovedGuest.StartAsync(peers, "answers-1", Token);
        await guest.RememberAsync("before", Token);
        using (var watch = guest.Watch())
        {
            var moved = await guest.MoveAsync(Token);
            Assert.Equal(ResourceState.Running, moved.State);
            Assert.Equal(guest.Key, moved.Key);
            await guest.AnswersAsync(Token);
            TestContext.Current.TestOutputHelper?.WriteLine($"moved in {guest.Took}, longest silence {watch.Longest}");
            Assert.True(watch.Longest < TimeSpan.FromSeconds(5), $"it was silent for {watch.Longest}");
        }

        Assert.Equal("", await peers.Source.StateAsync(guest.Uuid, Token));
        Assert.DoesNotContain(guest.Uuid, await peers.Source.DisksAsync(Token));
        Assert.DoesNotContain("witness", await peers.Source.DisksAsync(Token));
        Assert.Contains(guest.Uuid, await peers.Target.DisksAsync(Token));
        Assert.Equal(1, guest.Processes);
        Assert.Equal("before", await guest.RememberedAsync(Token));
        Assert.Equal(1, await guest.BootsAsync(Token));

        guest.TurnRound();
        await guest.MoveAsync(Token);
        await guest.AnswersAsync(Token);
        Assert.Equal(1, guest.Processes);
        Assert.Equal("", await peers.Target.StateAsync(guest.Uuid, Token));
        Assert.DoesNotContain(guest.Uuid, await peers.Target.DisksAsync(Token));
    }
}
