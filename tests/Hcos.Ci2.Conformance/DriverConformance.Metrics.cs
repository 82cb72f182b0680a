using Hcos.Ci2.Drivers;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Conformance;

public abstract partial class DriverConformance<TFixture>
{
    private IMetricsDriver Metrics => Assert.IsAssignableFrom<IMetricsDriver>(Driver);

    [Fact]
    public async Task What_a_server_uses_is_read_while_it_executes_and_its_state_alone_while_it_does_not()
    {
        if (Lacks<IMetricsDriver>(DriverAbility.Metrics)) return;
        var key = await EnsuredAsync(_fixture.BareServer);
        Assert.Equal(new ServerUsage(ResourceState.Stopped), await Metrics.ReadUsageAsync(key, Token));
        if (!Declares(DriverAbility.Power)) return;

        await BringToAsync(key, ResourceState.Running);
        var used = await Metrics.ReadUsageAsync(key, Token);
        Assert.Equal(ResourceState.Running, used.State);
        Assert.InRange(used.MemoryBytes ?? 1, 1, _fixture.BareServer.MemoryBytes);
        Assert.InRange(used.ProcessorPercent ?? 0, 0, 100);
        Assert.InRange(used.ProcessorSeconds ?? 0, 0, _fixture.Patience.TotalSeconds * 10);
        Assert.InRange(used.UptimeSeconds ?? 0, 0, _fixture.Patience.TotalSeconds * 10);
        Assert.NotEqual(new ServerUsage(ResourceState.Running), used);
    }

    [Fact]
    public async Task The_usage_of_what_is_not_there_is_missing()
    {
        if (Lacks<IMetricsDriver>(DriverAbility.Metrics)) return;
        var nobody = Driver.KeyOf(_fixture.Spec(_fixture.BareServer));
        await FailsAsync(DriverFailure.Missing, () => Metrics.ReadUsageAsync(nobody, Token));
    }
}
