using Hcos.Ci2.Drivers;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Conformance;

public abstract partial class DriverConformance<TFixture>
{
    [Fact]
    public async Task Deleting_what_was_never_made_succeeds()
    {
        var before = await InventoryAsync();
        await Driver.DeleteAsync(Driver.KeyOf(_fixture.Spec(_fixture.BareServer)), Token);
        await Driver.DeleteAsync(new(ResourceKind.Server, "never heard of"), Token);

        Assert.Equal(before, await InventoryAsync());
    }

    [Fact]
    public async Task Deleting_removes_all_that_was_made_and_again_is_fine()
    {
        foreach (var server in new[] { _fixture.BareServer, _fixture.ServerWithImage })
        {
            var before = await InventoryAsync();
            var key = await EnsuredAsync(server);
            await Driver.DeleteAsync(key, Token);
            await Driver.DeleteAsync(key, Token);

            Assert.Null(await Driver.ReadAsync(key, Token));
            Assert.Equal(before, await InventoryAsync());
        }
    }

    [Fact]
    public async Task Deleting_a_server_that_executes_takes_its_power_away_first()
    {
        var before = await InventoryAsync();
        ResourceState[] states = Declares(DriverAbility.Power) ? [ResourceState.Running] : [ResourceState.Stopped];
        states = Declares(DriverAbility.Pause) ? [.. states, ResourceState.Paused] : states;
        foreach (var state in states)
        {
            await Driver.DeleteAsync(await EnsuredAsync(_fixture.BareServer, state), Token);
            Assert.Equal(before, await InventoryAsync());
        }
    }

    [Fact]
    public async Task The_name_of_a_deleted_server_can_be_used_again()
    {
        var first = New(_fixture.BareServer);
        await Driver.EnsureAsync(first, Token);
        await Driver.DeleteAsync(Driver.KeyOf(first), Token);
        var second = New(_fixture.BareServer) with { Name = first.Name };

        Assert.Equal(first.Name, (await Driver.EnsureAsync(second, Token)).Name);
    }

    [Fact]
    public async Task A_deleted_server_can_be_made_again()
    {
        var spec = New(_fixture.ServerWithImage);
        var first = await Driver.EnsureAsync(spec, Token);
        await Driver.DeleteAsync(first.Key, Token);
        var second = await Driver.EnsureAsync(spec, Token);

        Assert.Equal(first.Key, second.Key);
        Assert.Equal(first.Server!.Volumes, second.Server!.Volumes);
    }

    [Fact]
    public async Task Deleting_one_leaves_the_others_alone()
    {
        var stays = await Driver.EnsureAsync(New(_fixture.ServerWithImage), Token);
        var foreign = await ForeignAsync(_fixture.Spec(_fixture.BareServer).Name);
        var shown = Text(await Driver.ReadAsync(foreign, Token));
        await Driver.DeleteAsync(await EnsuredAsync(_fixture.ServerWithImage), Token);

        Assert.Equal(Text(stays), Text(await Driver.ReadAsync(stays.Key, Token)));
        Assert.Equal(shown, Text(await Driver.ReadAsync(foreign, Token)));
    }
}
