using Hcos.Ci2.Drivers;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Conformance;

public abstract partial class DriverConformance<TFixture>
{
    [Theory]
    [InlineData(PowerAction.Start)]
    [InlineData(PowerAction.Resume)]
    public async Task A_suspended_server_goes_on_with_its_memory_and_a_power_off_gives_that_up(PowerAction wake)
    {
        if (!Declares(DriverAbility.Suspend)) return;
        var key = await EnsuredAsync(_fixture.BareServer, ResourceState.Running);
        var boots = await _fixture.BootsAsync(key, Token);
        await Power.PowerAsync(key, PowerAction.Suspend, Token);
        Assert.Equal(ResourceState.Running, (await Power.PowerAsync(key, wake, Token)).State);
        Assert.Equal(boots, await _fixture.BootsAsync(key, Token));

        await Power.PowerAsync(key, PowerAction.Suspend, Token);
        await Power.PowerAsync(key, PowerAction.PowerOff, Token);
        Assert.Equal(ResourceState.Running, (await Power.PowerAsync(key, PowerAction.Start, Token)).State);
        // Where a server runs for a moment to be stopped, it goes on before it starts anew.
        Assert.Equal(boots + 1, await _fixture.BootsAsync(key, Token));
    }

    [Fact]
    public async Task A_suspended_server_keeps_its_size_and_its_disk()
    {
        if (!Declares(DriverAbility.Suspend)) return;
        var key = await EnsuredAsync(_fixture.ServerWithImage, ResourceState.Suspended);
        var before = Text(await Driver.ReadAsync(key, Token));
        if (Driver is IResizeDriver resizing)
        {
            await FailsAsync(
                DriverFailure.Conflict, () => resizing.ResizeAsync(key, _fixture.LargerSize, Token));
        }

        if (Driver is ISnapshotDriver keeping)
        {
            var snapshot = NewSnapshot("kept");
            await FailsAsync(DriverFailure.Conflict, () => keeping.SnapshotAsync(key, snapshot, Token));
        }

        Assert.Equal(before, Text(await Driver.ReadAsync(key, Token)));
    }

    [Fact]
    public async Task Of_a_suspended_server_that_is_deleted_no_memory_is_left()
    {
        if (!Declares(DriverAbility.Suspend)) return;
        var before = await InventoryAsync();
        var spec = New(_fixture.BareServer);
        var key = (await Driver.EnsureAsync(spec, Token)).Key;
        await BringToAsync(key, ResourceState.Suspended);
        await Driver.DeleteAsync(key, Token);
        Assert.Null(await Driver.ReadAsync(key, Token));
        Assert.Equal(before, await InventoryAsync());

        Assert.Equal(ResourceState.Stopped, (await Driver.EnsureAsync(spec, Token)).State);
    }

    [Fact]
    public async Task That_a_server_is_suspended_and_goes_on_is_told()
    {
        if (!Declares(DriverAbility.Suspend) || !Declares(DriverAbility.Events)) return;
        var key = await EnsuredAsync(_fixture.BareServer, ResourceState.Running);
        await using var log = await WatchAsync();
        await Power.PowerAsync(key, PowerAction.Suspend, Token);
        await log.UntilAsync(key, Implies(ResourceState.Suspended));
        await Power.PowerAsync(key, PowerAction.Resume, Token);
        await log.UntilAsync(key, Implies(ResourceState.Running));
    }

    [Theory]
    [InlineData(Interruption.CutOff)]
    [InlineData(Interruption.Cancel)]
    public async Task A_suspend_that_is_interrupted_anywhere_converges(Interruption interruption)
    {
        if (!Declares(DriverAbility.Suspend)) return;
        var key = await EnsuredAsync(_fixture.BareServer, ResourceState.Running);
        foreach (var point in _fixture.StartCutPoints)
        {
            var outcome = await InterruptAsync(
                interruption, point, token => Power.PowerAsync(key, PowerAction.Suspend, token));
            if (SurelyNothing(outcome))
            {
                Assert.Equal(ResourceState.Running, await StateAsync(key));
            }

            await CheckAsync(outcome, interruption, point, null);
            var again = await Power.PowerAsync(key, PowerAction.Suspend, Token);
            Assert.Equal(ResourceState.Suspended, again.State);
            Assert.Equal(ResourceState.Running, (await Power.PowerAsync(key, PowerAction.Start, Token)).State);
        }
    }
}
