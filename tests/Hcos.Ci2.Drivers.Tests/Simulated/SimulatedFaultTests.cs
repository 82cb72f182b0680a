using Hcos.Ci2.Drivers.Simulated.Calls;
using Hcos.Ci2.Drivers.Simulated.Wire;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Tests.Simulated;

public sealed class SimulatedFaultTests : IDisposable
{
    private readonly Laboratory _lab = new();

    [Theory]
    [InlineData(DriverFailure.Exhausted)]
    [InlineData(DriverFailure.Denied)]
    [InlineData(DriverFailure.Unavailable)]
    public async Task A_refused_call_has_no_effect_and_the_next_one_works(DriverFailure failure)
    {
        var key = await _lab.MadeAsync(Laboratory.Bare);
        _lab.Estate.Wire.Inject(new SimulatedFault.Fail(failure), Laboratory.Any<PlatformCall.SetPower>());

        Assert.Equal(failure, await Laboratory.FailureAsync(StartAsync(key)));
        Assert.Equal(ResourceState.Stopped, _lab.State(key));
        Assert.Equal(ResourceState.Running, (await StartAsync(key)).State);
    }

    [Fact]
    public async Task A_refused_definition_takes_its_disks_with_it()
    {
        _lab.Estate.Wire.Inject(
            new SimulatedFault.Fail(DriverFailure.Exhausted), Laboratory.Any<PlatformCall.DefineServer>());

        Assert.Equal(DriverFailure.Exhausted, await Laboratory.FailureAsync(_lab.MadeAsync(Laboratory.Guest)));
        Assert.Empty(_lab.Estate.Objects(ResourceKind.Volume));
    }

    [Fact]
    public async Task A_refusal_whose_disks_cannot_be_removed_is_uncertain_and_the_estate_names_the_orphans()
    {
        var wire = _lab.Estate.Wire;
        wire.Inject(new SimulatedFault.Fail(DriverFailure.Exhausted), Laboratory.Any<PlatformCall.DefineServer>());
        wire.Inject(new SimulatedFault.Fail(DriverFailure.Denied), Laboratory.Any<PlatformCall.RemoveDisks>());

        Assert.Equal(DriverFailure.Uncertain, await Laboratory.FailureAsync(_lab.MadeAsync(Laboratory.Guest)));
        Assert.Equal(2, _lab.Estate.Orphans.Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_hanging_call_ends_when_the_caller_gives_up(bool acts)
    {
        var key = await _lab.MadeAsync(Laboratory.Bare);
        SimulatedFault fault = acts ? new SimulatedFault.ActAndHang() : new SimulatedFault.Hang();
        _lab.Estate.Wire.Inject(fault, Laboratory.Any<PlatformCall.SetPower>());
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(10), _lab.Time);
        var start = _lab.Power.PowerAsync(key, PowerAction.Start, deadline.Token);
        _lab.Time.Advance(TimeSpan.FromSeconds(9));
        Assert.False(start.IsCompleted);
        _lab.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(DriverFailure.Uncertain, await Laboratory.FailureAsync(start));
        Assert.Equal(acts ? ResourceState.Running : ResourceState.Stopped, _lab.State(key));
    }

    [Fact]
    public async Task A_lost_answer_is_uncertain_and_the_effect_is_there()
    {
        var key = await _lab.MadeAsync(Laboratory.Bare);
        _lab.Estate.Wire.Inject(new SimulatedFault.ActAndLoseAnswer(), Laboratory.Any<PlatformCall.SetPower>());

        Assert.Equal(DriverFailure.Uncertain, await Laboratory.FailureAsync(StartAsync(key)));
        Assert.Equal(ResourceState.Running, _lab.State(key));
    }

    [Fact]
    public async Task A_late_answer_comes_after_the_effect()
    {
        var key = await _lab.MadeAsync(Laboratory.Bare);
        _lab.Estate.Wire.Inject(
            new SimulatedFault.AnswerLate(TimeSpan.FromSeconds(5)), Laboratory.Any<PlatformCall.SetPower>());
        var start = StartAsync(key);

        Assert.Equal(ResourceState.Running, _lab.State(key));
        Assert.False(start.IsCompleted);
        _lab.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(ResourceState.Running, (await start).State);
    }

    [Fact]
    public async Task Cutting_off_breaks_what_is_under_way_and_refuses_the_rest()
    {
        var key = await _lab.MadeAsync(Laboratory.Bare);
        _lab.Estate.Wire.Inject(new SimulatedFault.Hang(), Laboratory.Any<PlatformCall.SetPower>());
        _lab.Estate.Wire.Inject(new SimulatedFault.Hang(), Laboratory.Any<PlatformCall.ReadObject>());
        var start = StartAsync(key);
        var read = _lab.Driver.ReadAsync(key, Laboratory.Token);
        _lab.Estate.Wire.CutOff();

        Assert.Equal(DriverFailure.Uncertain, await Laboratory.FailureAsync(start));
        Assert.Equal(DriverFailure.Unavailable, await Laboratory.FailureAsync(read));
        Assert.Equal(DriverFailure.Unavailable, await Laboratory.FailureAsync(StartAsync(key)));
        _lab.Estate.Wire.Restore();
        Assert.Equal(ResourceState.Running, (await StartAsync(key)).State);
    }

    public void Dispose() => _lab.Dispose();

    private Task<ResourceObject> StartAsync(ResourceKey key) =>
        _lab.Power.PowerAsync(key, PowerAction.Start, Laboratory.Token);
}
