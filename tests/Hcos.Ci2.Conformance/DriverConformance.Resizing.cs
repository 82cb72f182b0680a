using Hcos.Ci2.Drivers;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Conformance;

public abstract partial class DriverConformance<TFixture>
{
    private IResizeDriver Resizing => Assert.IsAssignableFrom<IResizeDriver>(Driver);

    [Fact]
    public async Task A_stopped_server_gets_the_size_it_is_given_and_again_changes_nothing()
    {
        if (Lacks<IResizeDriver>(DriverAbility.Resize)) return;
        var spec = New(_fixture.ServerWithImage);
        var first = await Driver.EnsureAsync(spec, Token);
        var before = await InventoryAsync();
        var size = _fixture.LargerSize;
        var larger = await Resizing.ResizeAsync(first.Key, size, Token);
        var again = await Resizing.ResizeAsync(first.Key, size, Token);

        Assert.Equal((size.Vcpus, size.MemoryBytes), (larger.Server!.Vcpus, larger.Server.MemoryBytes));
        Assert.Equal(size.DiskBytes, await DiskBytesAsync(larger));
        Assert.Equal((first.Key, first.Name, first.State), (larger.Key, larger.Name, larger.State));
        Assert.Equal(first.Server!.Volumes, larger.Server.Volumes);
        Assert.Equal(first.Server.Networks, larger.Server.Networks);
        Assert.Equal(Text(larger), Text(again));
        Assert.Equal(before, await InventoryAsync());
    }

    [Fact]
    public async Task A_server_can_be_made_smaller_and_its_disk_stays()
    {
        if (Lacks<IResizeDriver>(DriverAbility.Resize)) return;
        var spec = New(_fixture.ServerWithImage);
        var first = await Driver.EnsureAsync(spec, Token);
        await Resizing.ResizeAsync(first.Key, _fixture.LargerSize, Token);
        var smaller = await Resizing.ResizeAsync(
            first.Key, new(first.Server!.Vcpus, first.Server.MemoryBytes), Token);

        Assert.Equal(first.Server.Vcpus, smaller.Server!.Vcpus);
        Assert.Equal(first.Server.MemoryBytes, smaller.Server.MemoryBytes);
        Assert.Equal(_fixture.LargerSize.DiskBytes, await DiskBytesAsync(smaller));
    }

    [Fact]
    public async Task A_size_that_cannot_be_is_invalid_and_changes_nothing()
    {
        if (Lacks<IResizeDriver>(DriverAbility.Resize)) return;
        var key = await EnsuredAsync(_fixture.ServerWithImage);
        var shown = Text(await Driver.ReadAsync(key, Token));
        var good = _fixture.LargerSize;
        foreach (var wrong in new[]
        {
            good with { Vcpus = 0 }, good with { Vcpus = 10_000 }, good with { MemoryBytes = -1 },
            good with { DiskBytes = -1 }, good with { DiskBytes = 1 },
        })
        {
            await FailsAsync(DriverFailure.Invalid, () => Resizing.ResizeAsync(key, wrong, Token));
        }

        Assert.Equal(shown, Text(await Driver.ReadAsync(key, Token)));
    }

    [Fact]
    public async Task Only_what_is_there_and_stopped_can_be_resized()
    {
        if (Lacks<IResizeDriver>(DriverAbility.Resize)) return;
        var lacking = Driver.KeyOf(_fixture.Spec(_fixture.BareServer));
        await FailsAsync(
            DriverFailure.Missing, () => Resizing.ResizeAsync(lacking, _fixture.LargerSize, Token));
        if (!Declares(DriverAbility.Power)) return;
        var key = await EnsuredAsync(_fixture.BareServer, ResourceState.Running);
        var shown = (await Driver.ReadAsync(key, Token))!.Server!;
        await FailsAsync(
            DriverFailure.Conflict,
            () => Resizing.ResizeAsync(key, _fixture.LargerSize with { DiskBytes = 0 }, Token));

        var after = (await Driver.ReadAsync(key, Token))!;
        Assert.Equal(ResourceState.Running, after.State);
        Assert.Equal((shown.Vcpus, shown.MemoryBytes), (after.Server!.Vcpus, after.Server.MemoryBytes));
    }

    [Theory]
    [InlineData(Interruption.CutOff)]
    [InlineData(Interruption.Cancel)]
    public async Task A_resize_that_is_interrupted_anywhere_converges(Interruption interruption)
    {
        if (Lacks<IResizeDriver>(DriverAbility.Resize)) return;
        var size = _fixture.LargerSize;
        foreach (var point in _fixture.CutPoints)
        {
            var key = await EnsuredAsync(_fixture.ServerWithImage);
            var before = await InventoryAsync();
            var shown = Text(await Driver.ReadAsync(key, Token));
            var outcome = await InterruptAsync(
                interruption, point, token => Resizing.ResizeAsync(key, size, token));
            await CheckAsync(outcome, interruption, point, before);
            if (SurelyNothing(outcome)) Assert.Equal(shown, Text(await Driver.ReadAsync(key, Token)));
            var resized = await Resizing.ResizeAsync(key, size, Token);
            Assert.Equal((size.Vcpus, size.MemoryBytes), (resized.Server!.Vcpus, resized.Server.MemoryBytes));
            Assert.Equal(size.DiskBytes, await DiskBytesAsync(resized));
            Assert.Equal(before, await InventoryAsync());
            await Driver.DeleteAsync(key, Token);
        }
    }

    /// <summary>Whether an ability is not declared; it must not be there then.</summary>
    private bool Lacks<TAbility>(DriverAbility ability)
    {
        Assert.Equal(Declares(ability), Driver is TAbility);
        return !Declares(ability);
    }

    /// <summary>The size of a server's disk; what was asked for where the platform does not show it.</summary>
    private async Task<long> DiskBytesAsync(ResourceObject server)
    {
        if (!_fixture.ShowsDisks) return _fixture.LargerSize.DiskBytes;
        var disk = await Driver.ReadAsync(new(ResourceKind.Volume, server.Server!.Volumes[0]), Token);
        return disk!.Volume!.CapacityBytes;
    }
}
