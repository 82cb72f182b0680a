using Hcos.Cie.Simulators.HyperV;
using Hcos.Contracts.Arml.Resources;
using Hcos.Kernel.Simulated.Time;

namespace Hcos.Ci2.Drivers.Tests.HyperV;

public sealed class HyperVUsageTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_summary_says_load_memory_and_uptime_and_costs_one_request()
    {
        var time = new VirtualTimeProvider(new DateTimeOffset(2024, 5, 6, 7, 8, 9, TimeSpan.Zero));
        await using var endpoint = await HyperVEndpoint.StartAsync(HyperVWorld.Host, time, Token);
        await using var driver = HyperVWorld.Connect(endpoint, time: time);
        var machine = endpoint.Outside.Create("one");
        endpoint.Outside.Start(machine);
        time.Advance(TimeSpan.FromSeconds(90.5));
        var before = endpoint.Mischief.Requests;

        var used = await ((IMetricsDriver)driver).ReadUsageAsync(new(ResourceKind.Server, machine), Token);

        Assert.Equal(before + 1, endpoint.Mischief.Requests);
        Assert.Equal((ResourceState.Running, 1, 90.5), (used.State, used.ProcessorPercent, used.UptimeSeconds));
        Assert.InRange(used.MemoryBytes!.Value, 1 << 20, 1L << 40);
        Assert.Null(used.ProcessorSeconds);
    }
}
