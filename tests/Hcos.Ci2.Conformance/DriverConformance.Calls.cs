using Hcos.Ci2.Drivers;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Conformance;

public abstract partial class DriverConformance<TFixture>
{
    private CallCounter Calls => _fixture.Calls;

    [Fact]
    public async Task Every_native_call_is_counted_and_nothing_else_is()
    {
        var spec = New(_fixture.BareServer);
        await Driver.ProbeAsync(Token);
        await CountsAsync(() => Driver.ProbeAsync(Token));
        foreach (var kind in Driver.Capabilities.Lists) await CountsAsync(() => ListedAsync(kind));
        await CountsAsync(() => Driver.EnsureAsync(spec, Token));
        var key = Driver.KeyOf(spec);
        await CountsAsync(() => Driver.ReadAsync(key, Token));
        if (Declares(DriverAbility.Power))
        {
            await CountsAsync(() => Power.PowerAsync(key, PowerAction.Start, Token));
            await CountsAsync(() => Power.PowerAsync(key, PowerAction.PowerOff, Token));
        }

        await CountsAsync(() => Driver.DeleteAsync(key, Token));
        var idle = Calls.Total;
        _ = Driver.Capabilities;
        _ = Driver.KeyOf(spec);
        Assert.Equal(idle, Calls.Total);
    }

    [Fact]
    public async Task A_call_that_is_not_answered_is_counted_as_well()
    {
        await Driver.ProbeAsync(Token);
        var before = Calls.Total;
        Wire.At(1, Wire.CutOff);
        var outcome = await OutcomeAsync(() => Driver.ProbeAsync(Token));
        Assert.Equal(DriverFailure.Unavailable, outcome.Failure);
        Assert.True(Calls.Total > before, "a call that was cut off was not counted");
    }

    [Fact]
    public void Looks_cost_something_exactly_where_a_driver_looks()
    {
        var cost = (Driver as IEventDriver)?.CallsPerLook ?? 0;
        Assert.True(Declares(DriverAbility.Events) ? cost >= 0 : cost == 0, $"{cost} calls for each look");
    }

    /// <summary>A call that asks the platform counts, and no more than what passed its wire.</summary>
    private async Task CountsAsync(Func<Task> call)
    {
        var (calls, passages) = (Calls.Total, Wire.Passages);
        await call();
        var counted = Calls.Total - calls;
        Assert.True(counted > 0, "a call that asked the platform was not counted");
        Assert.InRange(counted, 1, Wire.Passages - passages);
    }
}
