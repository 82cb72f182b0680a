using Hcos.Ci2.Drivers;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Conformance;

public abstract partial class DriverConformance<TFixture>
{
    private IMigrationDriver Moves => Assert.IsAssignableFrom<IMigrationDriver>(Driver);

    [Fact]
    public async Task A_running_server_goes_on_at_the_target_and_moving_it_again_changes_nothing()
    {
        if (Lacks<IMigrationDriver>(DriverAbility.Migration)) return;
        await using var target = await _fixture.OtherSideAsync(Token);
        var before = await InventoryAsync();
        var key = await EnsuredAsync(_fixture.BareServer, ResourceState.Running);
        try
        {
            var shown = (await Driver.ReadAsync(key, Token))!;
            Assert.Null(await Moves.ProgressAsync(key, Token));
            await Moves.CancelAsync(key, Token);
            var offer = await OfferAsync(target, key);
            Assert.Equal((await target.ProbeAsync(Token)).NativeIdentity, offer.TargetIdentity);
            var moved = await Moves.MigrateAsync(key, offer, Token);

            Assert.Equal((key, shown.Name, ResourceState.Running), (moved.Key, moved.Name, moved.State));
            Assert.Equal(shown.MadeFor, moved.MadeFor);
            Assert.Null(await Driver.ReadAsync(key, Token));
            Assert.Equal(before, await InventoryAsync());
            Assert.Equal(ResourceState.Running, (await Moves.MigrateAsync(key, offer, Token)).State);
            Assert.Equal(ResourceState.Running, (await target.ReadAsync(key, Token))?.State);
            await FailsAsync(DriverFailure.Conflict, () => Moves.WithdrawAsync(key, offer, Token));
            await Moves.CancelAsync(key, Token);
            await FailsAsync(DriverFailure.Missing, () => Moves.ProgressAsync(key, Token));
            await FailsAsync(DriverFailure.Missing, () => Moves.DemandAsync(key, Token));
        }
        finally
        {
            await target.DeleteAsync(key, Token);
        }
    }

    [Fact]
    public async Task What_cannot_be_moved_is_refused_and_goes_on_where_it_is()
    {
        if (Lacks<IMigrationDriver>(DriverAbility.Migration)) return;
        await using var target = await _fixture.OtherSideAsync(Token);
        var arriving = Assert.IsAssignableFrom<IMigrationDriver>(target);
        var stopped = await EnsuredAsync(_fixture.BareServer);
        var nobody = Driver.KeyOf(_fixture.Spec(_fixture.BareServer));
        if (!_fixture.RunsWhatItMakes)
        {
            await FailsAsync(DriverFailure.Conflict, () => Moves.DemandAsync(stopped, Token));
        }

        await FailsAsync(DriverFailure.Missing, () => Moves.DemandAsync(nobody, Token));
        var spec = New(_fixture.BareServer);
        var key = (await Driver.EnsureAsync(spec, Token)).Key;
        await BringToAsync(key, ResourceState.Running);
        var demand = await Moves.DemandAsync(key, Token);
        await FailsAsync(DriverFailure.Invalid, () => Moves.OfferAsync(demand, Token));
        await FailsAsync(DriverFailure.Invalid, () => arriving.OfferAsync(demand with { Content = "{" }, Token));
        var offer = await arriving.OfferAsync(demand, Token);
        await FailsAsync(DriverFailure.Invalid, () => Moves.MigrateAsync(nobody, offer, Token));
        await FailsAsync(DriverFailure.Missing, async () => await Moves.MigrateAsync(
            nobody, await OfferForNobodyAsync(arriving, demand, nobody), Token));
        await Moves.WithdrawAsync(key, offer, Token);
        Assert.Equal(ResourceState.Running, await StateAsync(key));
        Assert.Null(await target.ReadAsync(key, Token));
    }

    [Fact]
    public async Task A_name_that_another_server_of_the_target_has_is_a_conflict()
    {
        if (Lacks<IMigrationDriver>(DriverAbility.Migration)) return;
        await using var target = await _fixture.OtherSideAsync(Token);
        var spec = New(_fixture.BareServer);
        var other = _fixture.Spec(_fixture.BareServer) with { Name = spec.Name };
        var key = (await Driver.EnsureAsync(spec, Token)).Key;
        await BringToAsync(key, ResourceState.Running);
        await target.EnsureAsync(other, Token);
        try
        {
            await FailsAsync(DriverFailure.Conflict, () => OfferAsync(target, key));
            Assert.Equal(ResourceState.Running, await StateAsync(key));
        }
        finally
        {
            await target.DeleteAsync(target.KeyOf(other), Token);
        }
    }

    [Theory]
    [InlineData(Interruption.CutOff)]
    [InlineData(Interruption.Cancel)]
    public async Task A_move_that_is_interrupted_anywhere_leaves_one_server_and_converges(Interruption interruption)
    {
        if (Lacks<IMigrationDriver>(DriverAbility.Migration)) return;
        await using var target = await _fixture.OtherSideAsync(Token);
        foreach (var point in _fixture.MoveCutPoints)
        {
            var key = await EnsuredAsync(_fixture.BareServer, ResourceState.Running);
            try
            {
                var offer = await OfferAsync(target, key);
                var outcome = await InterruptAsync(
                    interruption, point, token => Moves.MigrateAsync(key, offer, token));
                // In the order of the move, which may be on its way still: what the target runs the source does not.
                var there = (await target.ReadAsync(key, Token))?.State;
                var here = await StateAsync(key);
                Assert.False((here, there) is (ResourceState.Running, ResourceState.Running), $"twice at {point}");
                if (SurelyNothing(outcome)) Assert.Equal((ResourceState.Running, null), (here, there));
                await CheckAsync(outcome, interruption, point, null);

                var moved = await Moves.MigrateAsync(key, offer, Token);
                Assert.Equal(ResourceState.Running, moved.State);
                Assert.Null(await Driver.ReadAsync(key, Token));
            }
            finally
            {
                await target.DeleteAsync(key, Token);
            }
        }
    }

    private async Task<MigrationOffer> OfferAsync(IResourceDriver target, ResourceKey key) =>
        await Assert.IsAssignableFrom<IMigrationDriver>(target).OfferAsync(await Moves.DemandAsync(key, Token), Token);

    /// <summary>An offer for a server that neither side has.</summary>
    private static async Task<MigrationOffer> OfferForNobodyAsync(
        IMigrationDriver target, MigrationDemand demand, ResourceKey nobody)
    {
        var content = demand.Content.Replace(demand.Server.NativeId, nobody.NativeId, StringComparison.Ordinal);
        return await target.OfferAsync(new(nobody, content), Token);
    }
}
