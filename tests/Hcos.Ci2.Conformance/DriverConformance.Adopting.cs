using Hcos.Ci2.Drivers;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Conformance;

public abstract partial class DriverConformance<TFixture>
{
    [Fact]
    public async Task What_was_made_here_says_for_which_resource_and_what_others_made_says_nothing()
    {
        var spec = New(_fixture.ServerWithImage);
        var made = await Driver.EnsureAsync(spec, Token);
        var foreign = await ForeignAsync(_fixture.Spec(_fixture.BareServer).Name);

        Assert.Equal(spec.Id, made.MadeFor);
        Assert.Equal(spec.Id, (await Driver.ReadAsync(made.Key, Token))!.MadeFor);
        Assert.Null((await Driver.ReadAsync(foreign, Token))!.MadeFor);
        var listed = await ListedAsync(ResourceKind.Server);
        Assert.Equal(spec.Id, listed.Single(server => server.Key == made.Key).MadeFor);
        Assert.Null(listed.Single(server => server.Key == foreign).MadeFor);
        var volumes = await ListedAsync(ResourceKind.Volume);
        // A disk without a name of its own goes with its server and is never left.
        Assert.All(
            volumes.Where(volume => made.Server!.Volumes.Contains(volume.Key.NativeId)),
            volume => Assert.True(volume.MadeFor is null || volume.MadeFor == spec.Id, $"{volume.MadeFor}"));
    }

    [Fact]
    public async Task What_somebody_else_made_is_driven_and_deleted_by_its_native_key()
    {
        var before = await InventoryAsync();
        var key = await _fixture.CreateBehindAsync(_fixture.Spec(_fixture.BareServer).Name, Token);
        try
        {
            Assert.Equal(key, (await Driver.ReadAsync(key, Token))!.Key);
            if (Declares(DriverAbility.Power)) await DrivenAsync(key);
        }
        finally
        {
            await Driver.DeleteAsync(key, Token);
        }

        Assert.Null(await Driver.ReadAsync(key, Token));
        await Driver.DeleteAsync(key, Token);
        Assert.Equal(before, await InventoryAsync());
    }

    private async Task DrivenAsync(ResourceKey key)
    {
        PowerAction[] pausing = Declares(DriverAbility.Pause) ? [PowerAction.Pause, PowerAction.Resume] : [];
        PowerAction[] saving = Declares(DriverAbility.Suspend) ? [PowerAction.Suspend, PowerAction.Start] : [];
        PowerAction[] life =
            [PowerAction.Start, .. pausing, .. saving, PowerAction.Reset, PowerAction.PowerOff, PowerAction.Start];
        foreach (var action in life)
        {
            var seen = await Power.PowerAsync(key, action, Token);
            Assert.Equal(key, seen.Key);
            Assert.Equal(
                action switch
                {
                    PowerAction.Pause => ResourceState.Paused,
                    PowerAction.Suspend => ResourceState.Suspended,
                    PowerAction.PowerOff => ResourceState.Stopped,
                    _ => ResourceState.Running,
                },
                seen.State);
        }
    }
}
