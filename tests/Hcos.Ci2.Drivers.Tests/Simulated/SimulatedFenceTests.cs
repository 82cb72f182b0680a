using Hcos.Ci2.Drivers.Simulated;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Tests.Simulated;

/// <summary>The epoch is looked at before every native call that changes something.</summary>
public sealed class SimulatedFenceTests : IDisposable
{
    private readonly SimulatedDriverFactory _factory = new();
    private int _looks;
    private int _allowed = int.MaxValue;

    [Fact]
    public async Task There_is_a_look_before_each_changing_call_and_none_before_a_reading_one()
    {
        await using var driver = Create();
        var wire = Wire();
        var made = await driver.EnsureAsync(Spec(), Laboratory.Token);
        Assert.Equal(wire.ChangingRequests, _looks);
        Assert.True(_looks > 1, "making a server takes several native calls");
        await driver.ReadAsync(made.Key, Laboratory.Token);
        Assert.Equal(wire.ChangingRequests, _looks);
    }

    [Theory]
    [InlineData(0, DriverFailure.Unavailable)]
    [InlineData(1, DriverFailure.Uncertain)]
    public async Task Whoever_loses_the_log_changes_nothing_more_and_says_what_is_known(
        int changes, DriverFailure expected)
    {
        _allowed = changes;
        await using var driver = Create();
        var ensure = driver.EnsureAsync(Spec(), Laboratory.Token);
        Assert.Equal(expected, await Laboratory.FailureAsync(ensure));
        Assert.Equal(changes, Wire().ChangingRequests);
    }

    public void Dispose() => _factory.Dispose();

    private static ResourceSpec Spec() =>
        new(new(new Guid(7, 0, 0, new byte[8])), ResourceKind.Server, "server-7") { Server = Laboratory.Guest };

    private IResourceDriver Create() => _factory.Create(
        new DriverConnection("simulated://fenced", null, null, null, TimeProvider.System)
        {
            BeforeChange = _ => ++_looks > _allowed
                ? Task.FromException(new DriverException(DriverFailure.Unavailable, "somebody else owns the log"))
                : Task.CompletedTask,
        });

    private Hcos.Ci2.Drivers.Simulated.Wire.SimulatedWire Wire() => _factory.Estates.All.Single().Wire;
}
