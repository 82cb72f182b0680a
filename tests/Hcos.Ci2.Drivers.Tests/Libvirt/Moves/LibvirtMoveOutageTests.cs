using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Tests.Libvirt.Moves;

/// <summary>Moves that are cut off: the server goes on on exactly one side, and a repeat ends it.</summary>
[Collection(LibvirtTests.Name)]
[Trait("Needs", "libvirt")]
public sealed class LibvirtMoveOutageTests(MovePeers peers)
{
    // MiB in a second: some ten seconds for what a guest has written to.
    private const string Slow = "4";
    private const string Fast = "4096";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_cancelled_move_leaves_the_guest_at_the_source_and_nothing_at_the_target()
    {
        await using var guest = await MovedGuest.StartAsync(peers, "cancelled-1", Token);
        var moving = await BeginAsync(guest);
        var progress = await guest.Leaving.ProgressAsync(guest.Key, Token);
        Assert.InRange(progress!.LeftBytes, 0, progress.TotalBytes);
        await guest.Leaving.CancelAsync(guest.Key, Token);
        var failed = await Assert.ThrowsAsync<DriverException>(() => moving);

        Assert.Equal(DriverFailure.Conflict, failed.Failure);
        await GoesOnAtSourceAsync(guest);
        Assert.Equal("", await peers.Target.StateAsync(guest.Uuid, Token));
        Assert.DoesNotContain(guest.Uuid, await peers.Target.DisksAsync(Token));
        Assert.DoesNotContain("witness", await peers.Source.DisksAsync(Token));
        Assert.Null(await guest.Leaving.ProgressAsync(guest.Key, Token));
        await guest.Leaving.CancelAsync(guest.Key, Token);
        await ArrivesAsync(guest);
    }

    [Fact]
    public async Task A_target_whose_daemon_is_killed_half_way_leaves_the_guest_at_the_source()
    {
        await using var guest = await MovedGuest.StartAsync(peers, "target-lost-1", Token);
        await using var watch = new NeverTwice(peers, guest.Key);
        var offer = await guest.OfferAsync(Token);
        var moving = await BeginAsync(guest, offer);
        await peers.Target.SignalAsync("KILL", Token);
        var failed = await Assert.ThrowsAsync<DriverException>(() => moving);
        Assert.True(failed.Failure is DriverFailure.Uncertain or DriverFailure.Unavailable, failed.ToString());
        await GoesOnAtSourceAsync(guest);
        var unseen = await Assert.ThrowsAsync<DriverException>(
            () => guest.Leaving.MigrateAsync(guest.Key, offer, Token));
        Assert.Equal(DriverFailure.Unavailable, unseen.Failure);

        await peers.Target.StartAsync(Token);
        await Eventually.HoldsAsync(() => peers.Target.StateAsync(guest.Uuid, Token), state => state == "", Token);
        await guest.Leaving.WithdrawAsync(guest.Key, offer, Token);
        Assert.DoesNotContain(guest.Uuid, await peers.Target.DisksAsync(Token));
        await GoesOnAtSourceAsync(guest);
        await ArrivesAsync(guest);
        Assert.Equal(0, watch.Doubles);
    }

    [Fact]
    public async Task A_source_whose_daemon_is_killed_half_way_has_the_guest_when_it_returns()
    {
        await using var guest = await MovedGuest.StartAsync(peers, "source-lost-1", Token);
        await using var watch = new NeverTwice(peers, guest.Key);
        var moving = await BeginAsync(guest);
        await peers.Source.SignalAsync("KILL", Token);
        var failed = await Assert.ThrowsAsync<DriverException>(() => moving);
        Assert.Equal(DriverFailure.Uncertain, failed.Failure);
        Assert.DoesNotContain("running", await peers.Target.StateAsync(guest.Uuid, Token));

        await peers.Source.StartAsync(Token);
        await GoesOnAtSourceAsync(guest);
        await Eventually.HoldsAsync(() => peers.Target.StateAsync(guest.Uuid, Token), state => state == "", Token);
        await ArrivesAsync(guest);
        Assert.Equal(0, watch.Doubles);
    }

    [Fact]
    public async Task A_target_that_hangs_does_not_hold_the_server_up()
    {
        await using var source = peers.Source.ImpatientDriver();
        await using var target = peers.Target.Driver();
        var key = (await source.EnsureAsync(Specs.Empty("hangs-2", "hangs-2"), Token)).Key;
        await ((IPowerDriver)source).PowerAsync(key, PowerAction.Start, Token);
        var moves = (IMigrationDriver)source;
        var offer = await ((IMigrationDriver)target).OfferAsync(await moves.DemandAsync(key, Token), Token);
        await peers.Target.SignalAsync("STOP", Token);
        try
        {
            var failed = await Assert.ThrowsAsync<DriverException>(() => moves.MigrateAsync(key, offer, Token));
            Assert.Equal(DriverFailure.Unavailable, failed.Failure);
            var stopped = await ((IPowerDriver)source).PowerAsync(key, PowerAction.PowerOff, Token);
            Assert.Equal(ResourceState.Stopped, stopped.State);
        }
        finally
        {
            await peers.Target.SignalAsync("CONT", Token);
        }

        await source.DeleteAsync(key, Token);
    }

    private async Task<Task<ResourceObject>> BeginAsync(MovedGuest guest, MigrationOffer? offer = null)
    {
        await peers.Source.VirshAsync(Token, "migrate-setspeed", guest.Uuid, Slow);
        offer ??= await guest.OfferAsync(Token);
        var moving = guest.Leaving.MigrateAsync(guest.Key, offer, Token);
        await Eventually.HoldsAsync(
            () => guest.Leaving.ProgressAsync(guest.Key, Token),
            progress => moving.IsCompleted || progress is { TotalBytes: > 0, Elapsed.TotalMilliseconds: > 1000 },
            Token);
        Assert.False(moving.IsCompleted, $"it ended too soon: {moving.Exception}");
        Assert.Equal(2, guest.Processes);
        return moving;
    }

    private async Task GoesOnAtSourceAsync(MovedGuest guest)
    {
        await Eventually.HoldsAsync(
            () => peers.Source.StateAsync(guest.Uuid, Token),
            state => state.StartsWith("running", StringComparison.Ordinal),
            Token);
        await guest.AnswersAsync(Token);
        Assert.Equal(1, await guest.BootsAsync(Token));
    }

    private async Task ArrivesAsync(MovedGuest guest)
    {
        await peers.Source.VirshAsync(Token, "migrate-setspeed", guest.Uuid, Fast);
        Assert.Equal(ResourceState.Running, (await guest.MoveAsync(Token)).State);
        await guest.AnswersAsync(Token);
        Assert.Equal(1, await guest.BootsAsync(Token));
        Assert.Equal(1, guest.Processes);
        Assert.Equal("", await peers.Source.StateAsync(guest.Uuid, Token));
        Assert.StartsWith("running", await peers.Target.StateAsync(guest.Uuid, Token));
    }
}
