using Hcos.Ci2.Drivers;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Conformance;

public abstract partial class DriverConformance<TFixture>
{
    private const int ImageBytes = 1 << 20;

    [Fact]
    public void A_declared_ability_is_implemented_and_an_undeclared_one_is_absent()
    {
        Assert.Equal(Declares(DriverAbility.Power), Driver is IPowerDriver);
        Assert.Equal(Declares(DriverAbility.Events), Driver is IEventDriver);
        Assert.Equal(Declares(DriverAbility.Images), Driver is IImageDriver);
        Assert.Equal(Declares(DriverAbility.Resize), Driver is IResizeDriver);
        Assert.Equal(Declares(DriverAbility.Snapshots), Driver is ISnapshotDriver);
        Assert.Equal(Declares(DriverAbility.Console), Driver is IConsoleDriver);
        Assert.Equal(Declares(DriverAbility.Launch), Driver is ILaunchDriver);
        Assert.Equal(Declares(DriverAbility.Metrics), Driver is IMetricsDriver);
        Assert.Equal(Declares(DriverAbility.Migration), Driver is IMigrationDriver);
        Assert.True(Declares(DriverAbility.Power) || !Declares(DriverAbility.Pause), "pausing is a part of power");
        Assert.True(Declares(DriverAbility.Power) || !Declares(DriverAbility.Suspend), "suspending is a part of power");
        Assert.True(Declares(DriverAbility.Power) || !Declares(DriverAbility.Launch), "launching is more than power");
    }

    [Fact]
    public void Capabilities_are_constant_and_need_no_wire()
    {
        var before = Wire.Passages;
        var capabilities = Driver.Capabilities;

        Assert.Equal(before, Wire.Passages);
        Assert.NotEmpty(capabilities.Kind);
        Assert.Equal(capabilities.Lists.Distinct(), capabilities.Lists);
        Assert.Equal(capabilities.Abilities.Distinct(), capabilities.Abilities);
        Assert.Subset(capabilities.Lists.ToHashSet(), capabilities.Ensures.ToHashSet());
        Assert.Equal(capabilities.Lists, Driver.Capabilities.Lists);
    }

    [Fact]
    public async Task A_probe_finds_the_same_identity_each_time()
    {
        var first = await Driver.ProbeAsync(Token);
        Wire.CutOff();
        Wire.Restore();
        var second = await Driver.ProbeAsync(Token);

        Assert.NotEmpty(first.NativeIdentity);
        Assert.Equal(first, second);
    }

    [Fact]
    public async Task A_key_follows_from_the_spec_without_the_wire()
    {
        var spec = New(_fixture.BareServer);
        var before = Wire.Passages;
        var key = Driver.KeyOf(spec);

        Assert.Equal(before, Wire.Passages);
        Assert.Equal(key, (await Driver.EnsureAsync(spec, Token)).Key);
    }

    [Fact]
    public async Task An_image_is_imported_once_and_can_be_removed()
    {
        if (!Declares(DriverAbility.Images))
        {
            Assert.False(Driver is IImageDriver);
            return;
        }

        var spec = _fixture.Spec(_fixture.BareServer);
        var name = $"image-{spec.Name}";
        var images = Assert.IsAssignableFrom<IImageDriver>(Driver);
        var before = await IdsAsync(ResourceKind.Image);
        var lacking = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        await FailsAsync(DriverFailure.Missing, () => images.ImportImageAsync(spec.Id, name, lacking, Token));
        var path = await ImageFileAsync();
        try
        {
            var first = await images.ImportImageAsync(spec.Id, name, path, Token);
            var second = await images.ImportImageAsync(spec.Id, name, path, Token);

            Assert.Equal(name, first.Name);
            Assert.Equal(first.Key, second.Key);
            Assert.Equal([first.Key.NativeId], (await IdsAsync(ResourceKind.Image)).Except(before));
            await Driver.DeleteAsync(first.Key, Token);
            await Driver.DeleteAsync(first.Key, Token);
            Assert.Equal(before, await IdsAsync(ResourceKind.Image));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData(Interruption.CutOff)]
    [InlineData(Interruption.Cancel)]
    public async Task An_import_that_is_interrupted_anywhere_converges(Interruption interruption)
    {
        if (!Declares(DriverAbility.Images))
        {
            Assert.False(Driver is IImageDriver);
            return;
        }

        var images = Assert.IsAssignableFrom<IImageDriver>(Driver);
        var before = await IdsAsync(ResourceKind.Image);
        var path = await ImageFileAsync();
        try
        {
            foreach (var point in _fixture.CutPoints)
            {
                var spec = _fixture.Spec(_fixture.BareServer);
                var name = $"image-{spec.Name}";
                var outcome = await InterruptAsync(
                    interruption, point, token => images.ImportImageAsync(spec.Id, name, path, token));
                await CheckAsync(outcome, interruption, point, null);
                var made = await images.ImportImageAsync(spec.Id, name, path, Token);
                Assert.Equal([made.Key.NativeId], (await IdsAsync(ResourceKind.Image)).Except(before));
                Assert.True(made.Image!.CapacityBytes >= ImageBytes, $"cut at {point}: only a part was imported");
                await Driver.DeleteAsync(made.Key, Token);
                Assert.Equal(before, await IdsAsync(ResourceKind.Image));
            }
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>A raw image of zeros in a file that nobody else reads.</summary>
    private static async Task<string> ImageFileAsync()
    {
        var path = Path.GetTempFileName();
        await File.WriteAllBytesAsync(path, new byte[ImageBytes], Token);
        return path;
    }
}
