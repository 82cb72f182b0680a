using Hcos.Ci2.Drivers.Simulated.Calls;
using Hcos.Ci2.Drivers.Tests.Simulated;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Tests.ObserveOnly;

public sealed class ObserveOnlyDriverTests : IDisposable
{
    private readonly Laboratory _lab = new();

    [Fact]
    public void Only_the_ability_to_watch_is_left()
    {
        var all = new DriverCapabilities("any", [], [ResourceKind.Server], Enum.GetValues<DriverAbility>());
        var left = ObserveOnlyDriver.WithoutChanges(all);

        Assert.Equal([DriverAbility.Events], left.Abilities);
        Assert.Empty(left.Ensures);
        Assert.Equal("any", left.Kind);
    }

    [Fact]
    public async Task A_driver_without_events_is_not_given_any()
    {
        await using var wrapped = ObserveOnlyDriver.Wrap(new ObservingDriver(_lab.Driver));

        Assert.False(wrapped is IEventDriver);
    }

    [Fact]
    public async Task No_changing_call_leaves_whatever_is_tried()
    {
        var key = await _lab.MadeAsync(Laboratory.Guest);
        var before = _lab.Estate.Wire.ChangingRequests;
        await using var wrapped = ObserveOnlyDriver.Wrap(_lab.Driver);
        var ensure = wrapped.EnsureAsync(_lab.Spec(Laboratory.Guest), Laboratory.Token);
        var delete = wrapped.DeleteAsync(key, Laboratory.Token);

        Assert.Equal(DriverFailure.Denied, await Laboratory.FailureAsync(ensure));
        Assert.Equal(DriverFailure.Denied, await Laboratory.FailureAsync(delete));
        Assert.False(wrapped is IPowerDriver or IImageDriver);
        Assert.NotNull(await wrapped.ReadAsync(key, Laboratory.Token));
        Assert.Equal(before, _lab.Estate.Wire.ChangingRequests);
        Assert.DoesNotContain(_lab.Estate.Trace, line => line.Contains(nameof(PlatformCall.UndefineServer)));
    }

    public void Dispose() => _lab.Dispose();
}
