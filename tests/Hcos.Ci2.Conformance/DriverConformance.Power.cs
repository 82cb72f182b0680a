using Hcos.Ci2.Drivers;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Conformance;

public abstract partial class DriverConformance<TFixture>
{
    [Theory]
    [InlineData(ResourceState.Stopped, PowerAction.Start, ResourceState.Running)]
    [InlineData(ResourceState.Stopped, PowerAction.Shutdown, ResourceState.Stopped)]
    [InlineData(ResourceState.Stopped, PowerAction.PowerOff, ResourceState.Stopped)]
    [InlineData(ResourceState.Stopped, PowerAction.Reset, null)]
    [InlineData(ResourceState.Stopped, PowerAction.Pause, null)]
    [InlineData(ResourceState.Stopped, PowerAction.Resume, null)]
    [InlineData(ResourceState.Running, PowerAction.Start, ResourceState.Running)]
    [InlineData(ResourceState.Running, PowerAction.Shutdown, ResourceState.Running)]
    [InlineData(ResourceState.Running, PowerAction.PowerOff, ResourceState.Stopped)]
    [InlineData(ResourceState.Running, PowerAction.Reset, ResourceState.Running)]
    [InlineData(ResourceState.Running, PowerAction.Pause, ResourceState.Paused)]
    [InlineData(ResourceState.Running, PowerAction.Resume, ResourceState.Running)]
    [InlineData(ResourceState.Paused, PowerAction.Start, null)]
    [InlineData(ResourceState.Paused, PowerAction.Shutdown, null)]
    [InlineData(ResourceState.Paused, PowerAction.PowerOff, ResourceState.Stopped)]
    [InlineData(ResourceState.Paused, PowerAction.Reset, null)]
    [InlineData(ResourceState.Paused, PowerAction.Pause, ResourceState.Paused)]
    [InlineData(ResourceState.Paused, PowerAction.Resume, ResourceState.Running)]
    [InlineData(ResourceState.Stopped, PowerAction.Suspend, null)]
    [InlineData(ResourceState.Running, PowerAction.Suspend, ResourceState.Suspended)]
    [InlineData(ResourceState.Paused, PowerAction.Suspend, null)]
    [InlineData(ResourceState.Suspended, PowerAction.Start, ResourceState.Running)]
    [InlineData(ResourceState.Suspended, PowerAction.Shutdown, null)]
    [InlineData(ResourceState.Suspended, PowerAction.PowerOff, ResourceState.Stopped)]
    [InlineData(ResourceState.Suspended, PowerAction.Reset, null)]
    [InlineData(ResourceState.Suspended, PowerAction.Pause, null)]
    [InlineData(ResourceState.Suspended, PowerAction.Resume, ResourceState.Running)]
    [InlineData(ResourceState.Suspended, PowerAction.Suspend, ResourceState.Suspended)]
    public async Task A_power_action_leads_where_the_table_says_and_can_be_repeated(
        ResourceState from, PowerAction action, ResourceState? to)
    {
        if (!Declares(DriverAbility.Power))
        {
            Assert.False(Driver is IPowerDriver);
            return;
        }

        if (Undeclared(from, action) is { } lacking)
        {
            var unable = await EnsuredAsync(_fixture.BareServer);
            await FailsAsync(DriverFailure.Invalid, () => Power.PowerAsync(unable, lacking, Token));
            return;
        }

        // A guest that is no system does not listen to what it is asked.
        if ((from, action) == (ResourceState.Running, PowerAction.Shutdown)) to = _fixture.AfterUnheardShutdown;
        var key = await EnsuredAsync(_fixture.BareServer, from);
        if (to is null)
        {
            await FailsAsync(DriverFailure.Conflict, () => Power.PowerAsync(key, action, Token));
            Assert.Equal(from, await StateAsync(key));
            return;
        }

        var first = await Power.PowerAsync(key, action, Token);
        var second = await Power.PowerAsync(key, action, Token);

        Assert.Equal(to, first.State);
        Assert.Equal(to, second.State);
        Assert.Equal(key, second.Key);
        Assert.Equal(to, await StateAsync(key));
    }

    [Fact]
    public async Task The_power_of_what_is_not_there_is_missing()
    {
        if (!Declares(DriverAbility.Power))
        {
            Assert.False(Driver is IPowerDriver);
            return;
        }

        var key = Driver.KeyOf(_fixture.Spec(_fixture.BareServer));
        var actions = Enum.GetValues<PowerAction>().Where(a => Undeclared(ResourceState.Running, a) is null);
        foreach (var action in actions)
        {
            await FailsAsync(DriverFailure.Missing, () => Power.PowerAsync(key, action, Token));
        }
    }

    [Fact]
    public async Task What_somebody_else_did_is_read_as_it_is()
    {
        if (!Declares(DriverAbility.Power))
        {
            Assert.False(Driver is IPowerDriver);
            return;
        }

        var key = await EnsuredAsync(_fixture.BareServer, ResourceState.Running);
        await _fixture.SuspendBehindAsync(key, Token);
        Assert.Equal(ResourceState.Paused, await StateAsync(key));
        await _fixture.DestroyBehindAsync(key, Token);
        Assert.Equal(ResourceState.Stopped, await StateAsync(key));
        await _fixture.RemoveBehindAsync(key, Token);
        Assert.Null(await StateAsync(key));
    }

    /// <summary>What cannot be done from there for lack of an ability; null when it can.</summary>
    private PowerAction? Undeclared(ResourceState from, PowerAction action) => (from, action) switch
    {
        (ResourceState.Suspended, _) or (_, PowerAction.Suspend) =>
            Declares(DriverAbility.Suspend) ? null : PowerAction.Suspend,
        (ResourceState.Paused, _) or (_, PowerAction.Pause or PowerAction.Resume) =>
            Declares(DriverAbility.Pause) ? null : PowerAction.Pause,
        _ => null,
    };
}
