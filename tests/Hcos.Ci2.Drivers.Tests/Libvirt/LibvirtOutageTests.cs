using System.Diagnostics;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Tests.Libvirt;

[Collection(LibvirtTests.Name)]
[Trait("Needs", "libvirt")]
public sealed class LibvirtOutageTests(LibvirtPeer other, BreakableLibvirtPeer peer)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_stopped_daemon_is_unavailable_at_once_and_all_is_well_when_it_returns()
    {
        await using var driver = peer.Driver();
        var spec = Specs.Empty("outlives-1", "outlives-1");
        var key = (await driver.EnsureAsync(spec, Token)).Key;
        await ((IPowerDriver)driver).PowerAsync(key, PowerAction.Start, Token);
        await using var watch = await BeginWatchAsync(driver);

        await peer.StopAsync(Token);
        try
        {
            var lost = await Assert.ThrowsAsync<DriverException>(async () => await DrainAsync(watch));
            Assert.Equal(DriverFailure.Unavailable, lost.Failure);
            foreach (var call in Calls(driver, spec))
            {
                var failed = await Assert.ThrowsAsync<DriverException>(() => call(Token));
                Assert.Equal(DriverFailure.Unavailable, failed.Failure);
            }
        }
        finally
        {
            await peer.StartAsync(Token);
        }

        Assert.Equal(ResourceState.Running, (await driver.ReadAsync(key, Token))!.State);
        await using var again = await BeginWatchAsync(driver);
        await driver.DeleteAsync(key, Token);
        Assert.True(await again.MoveNextAsync());
    }

    [Fact]
    public async Task A_hung_daemon_holds_up_nobody_who_gives_up_and_no_other_environment()
    {
        await using var driver = peer.Driver();
        await using var neighbour = other.Driver();
        var spec = Specs.Empty("hangs-1", "hangs-1");
        await driver.EnsureAsync(spec, Token);
        await driver.DeleteAsync(driver.KeyOf(spec), Token);
        await peer.SignalAsync("STOP", Token);
        try
        {
            foreach (var call in Calls(driver, spec))
            {
                using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(300), TimeProvider.System);
                await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call(patience.Token));
                Assert.NotEmpty((await neighbour.ProbeAsync(Token)).NativeIdentity);
            }
        }
        finally
        {
            await peer.SignalAsync("CONT", Token);
        }

        // What was given up before it changed anything never comes about.
        Assert.Null(await driver.ReadAsync(driver.KeyOf(spec), Token));
        Assert.NotNull(await driver.EnsureAsync(spec, Token));
        await driver.DeleteAsync(driver.KeyOf(spec), Token);
    }

    [Fact]
    public async Task A_hung_daemon_is_given_up_without_anybody_cancelling()
    {
        await using var driver = peer.ImpatientDriver();
        await using var late = peer.ImpatientDriver();
        await driver.ProbeAsync(Token);
        await using var watch = await BeginWatchAsync(driver);
        await peer.SignalAsync("STOP", Token);
        try
        {
            var failed = await Assert.ThrowsAsync<DriverException>(() => driver.ProbeAsync(Token));
            var unopened = await Assert.ThrowsAsync<DriverException>(() => late.ProbeAsync(Token));
            var lost = await Assert.ThrowsAsync<DriverException>(async () => await DrainAsync(watch));
            Assert.All([failed, unopened, lost], one => Assert.Equal(DriverFailure.Unavailable, one.Failure));
        }
        finally
        {
            await peer.SignalAsync("CONT", Token);
        }

        var found = await Eventually.HoldsAsync(() => TryProbeAsync(driver), status => status is not null, Token);
        Assert.NotEmpty(found!.NativeIdentity);
    }

    [Fact]
    public async Task A_change_on_its_way_to_a_hung_daemon_is_uncertain_and_the_next_one_waits_for_it()
    {
        await using var driver = peer.Driver();
        var spec = Specs.Empty("uncertain-1", "uncertain-1");
        var key = (await driver.EnsureAsync(spec, Token)).Key;
        var power = (IPowerDriver)driver;
        await power.PowerAsync(key, PowerAction.Start, Token);

        // Taking the power away lasts longer than this patience: the process has to end.
        using var patience = new CancellationTokenSource();
        await using var watch = await BeginWatchAsync(driver);
        var stopping = power.PowerAsync(key, PowerAction.PowerOff, patience.Token);
        await peer.SignalAsync("STOP", Token);
        await patience.CancelAsync();
        var given = await Record.ExceptionAsync(() => stopping);
        await peer.SignalAsync("CONT", Token);

        Assert.True(
            given is null or OperationCanceledException or DriverException { Failure: DriverFailure.Uncertain },
            $"ended as {given}");
        Assert.Equal(ResourceState.Stopped, (await power.PowerAsync(key, PowerAction.PowerOff, Token)).State);
        await driver.DeleteAsync(key, Token);
        Assert.Null(await driver.ReadAsync(key, Token));
    }

    private static IEnumerable<Func<CancellationToken, Task>> Calls(IResourceDriver driver, ResourceSpec spec) =>
    [
        token => driver.ProbeAsync(token),
        async token => await driver.ListAsync(ResourceKind.Server, token).GetAsyncEnumerator(token).MoveNextAsync(),
        token => driver.ReadAsync(driver.KeyOf(spec), token),
        token => driver.EnsureAsync(spec, token),
        token => driver.DeleteAsync(driver.KeyOf(spec), token),
        token => ((IPowerDriver)driver).PowerAsync(driver.KeyOf(spec), PowerAction.Start, token),
    ];

    private static async Task<IAsyncEnumerator<NativeEvent>> BeginWatchAsync(IResourceDriver driver)
    {
        var watch = ((IEventDriver)driver).WatchAsync(Token).GetAsyncEnumerator(Token);
        Assert.True(await watch.MoveNextAsync());
        Assert.Same(NativeEvent.WatchBegan, watch.Current);
        return watch;
    }

    private static async Task DrainAsync(IAsyncEnumerator<NativeEvent> watch)
    {
        while (await watch.MoveNextAsync())
        {
            Debug.Assert(watch.Current is not null, "a watch has no empty events");
        }
    }

    private static async Task<EnvironmentStatus?> TryProbeAsync(IResourceDriver driver)
    {
        try
        {
            return await driver.ProbeAsync(Token);
        }
        catch (DriverException)
        {
            return null;
        }
    }
}
