using Hcos.Ci2.Drivers;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Conformance;

public abstract partial class DriverConformance<TFixture>
{
    private ILaunchDriver Launching => Assert.IsAssignableFrom<ILaunchDriver>(Driver);

    [Fact]
    public async Task A_launched_server_runs_as_the_spec_says_and_launching_again_changes_nothing()
    {
        if (Lacks<ILaunchDriver>(DriverAbility.Launch)) return;
        foreach (var server in new[] { _fixture.BareServer, _fixture.ServerWithImage })
        {
            var spec = New(server);
            var made = await Launching.LaunchAsync(spec, Token);
            Assert.Equal(Driver.KeyOf(spec), made.Key);
            Assert.Equal(ResourceState.Running, made.State);
            Assert.Equal(spec.Name, made.Name);
            Assert.Equal(server.Vcpus, made.Server!.Vcpus);
            Assert.Equal(server.MemoryBytes, made.Server.MemoryBytes);
            Assert.Equal(server.Network is null ? [] : [server.Network], made.Server.Networks);

            var before = await InventoryAsync();
            Assert.Equal(Text(made), Text(await Launching.LaunchAsync(spec, Token)));
            Assert.Equal(Text(made), Text(await Driver.EnsureAsync(spec, Token)));
            Assert.Equal(before, await InventoryAsync());
        }
    }

    [Fact]
    public async Task Launching_starts_what_is_stopped_and_leaves_what_is_paused()
    {
        if (Lacks<ILaunchDriver>(DriverAbility.Launch)) return;
        var spec = New(_fixture.BareServer);
        var key = (await Driver.EnsureAsync(spec, Token)).Key;
        var before = await IdsAsync(ResourceKind.Server);
        Assert.Equal(ResourceState.Running, (await Launching.LaunchAsync(spec, Token)).State);
        Assert.Equal(before, await IdsAsync(ResourceKind.Server));
        if (!Declares(DriverAbility.Pause)) return;

        await Power.PowerAsync(key, PowerAction.Pause, Token);
        await FailsAsync(DriverFailure.Conflict, () => Launching.LaunchAsync(spec, Token));
        Assert.Equal(ResourceState.Paused, await StateAsync(key));
    }

    [Fact]
    public async Task A_launch_that_is_refused_leaves_nothing_behind()
    {
        if (Lacks<ILaunchDriver>(DriverAbility.Launch)) return;
        var spec = New(_fixture.ServerWithImage);
        await ForeignAsync(spec.Name);
        var before = await InventoryAsync();
        await FailsAsync(DriverFailure.Conflict, () => Launching.LaunchAsync(spec, Token));
        var lacking = New(_fixture.ServerWithImage with { Image = "no-such-image" });
        await FailsAsync(DriverFailure.Missing, () => Launching.LaunchAsync(lacking, Token));
        var wrong = New(_fixture.ServerWithImage with { Vcpus = 0 });
        await FailsAsync(DriverFailure.Invalid, () => Launching.LaunchAsync(wrong, Token));
        Assert.Equal(before, await InventoryAsync());
    }

    [Theory]
    [InlineData(Interruption.CutOff)]
    [InlineData(Interruption.Cancel)]
    public async Task A_launch_that_is_interrupted_anywhere_converges(Interruption interruption)
    {
        if (Lacks<ILaunchDriver>(DriverAbility.Launch)) return;
        foreach (var point in _fixture.CutPoints)
        {
            var before = await InventoryAsync();
            var spec = New(_fixture.ServerWithImage);
            var outcome = await InterruptAsync(interruption, point, token => Launching.LaunchAsync(spec, token));
            await CheckAsync(outcome, interruption, point, before);

            var made = await Launching.LaunchAsync(spec, Token);
            Assert.Equal(ResourceState.Running, made.State);
            Assert.Single(await IdsAsync(ResourceKind.Server), id => id == made.Key.NativeId);
            await Driver.DeleteAsync(made.Key, Token);
            Assert.Equal(before, await InventoryAsync());
        }
    }
}
