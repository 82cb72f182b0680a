using System.Text.Json;
using Hcos.Ci2.Drivers;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Conformance;

/// <summary>
/// Holds the observe-only wrapping of a driver to its promise: it sees the same, and nothing that changes leaves.
/// </summary>
/// <typeparam name="TFixture">The platform.</typeparam>
public abstract class ObserveOnlyConformance<TFixture> : IClassFixture<TFixture> where TFixture : DriverFixture
{
    private readonly TFixture _fixture;
    private readonly IResourceDriver _observing;

    /// <summary>Takes the platform.</summary>
    protected ObserveOnlyConformance(TFixture fixture) =>
        (_fixture, _observing) = (fixture, ObserveOnlyDriver.Wrap(fixture.Driver));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void No_changing_ability_is_declared_or_there()
    {
        Assert.Empty(_observing.Capabilities.Ensures);
        Assert.All(_observing.Capabilities.Abilities, ability => Assert.Equal(DriverAbility.Events, ability));
        Assert.False(_observing is IPowerDriver or IImageDriver or IResizeDriver or ISnapshotDriver);
        Assert.False(_observing is IConsoleDriver, "what guests write may be secret");
        Assert.False(_observing is IMetricsDriver);
        Assert.False(_observing is IMigrationDriver);
        Assert.Equal(_fixture.Driver is IEventDriver, _observing is IEventDriver);
    }

    [Fact]
    public async Task A_changing_call_is_denied_with_a_reason_and_never_reaches_the_wire()
    {
        var spec = _fixture.Spec(_fixture.BareServer);
        var before = _fixture.Wire.Passages;
        var ensure = await Outcome.OfAsync(() => _observing.EnsureAsync(spec, Token), _fixture.Patience);
        var delete = await Outcome.OfAsync(
            () => _observing.DeleteAsync(_observing.KeyOf(spec), Token), _fixture.Patience);

        Assert.Equal(DriverFailure.Denied, ensure.Failure);
        Assert.Equal(DriverFailure.Denied, delete.Failure);
        Assert.Contains("observe-only", ensure.Words);
        Assert.Equal(before, _fixture.Wire.Passages);
    }

    [Fact]
    public async Task All_that_the_driver_sees_is_seen()
    {
        var foreign = await _fixture.CreateBehindAsync(_fixture.Spec(_fixture.BareServer).Name, Token);
        try
        {
            Assert.Equal(await _fixture.Driver.ProbeAsync(Token), await _observing.ProbeAsync(Token));
            Assert.NotNull(await _observing.ReadAsync(foreign, Token));
            foreach (var kind in _observing.Capabilities.Lists)
            {
                Assert.Equal(await ShownAsync(_fixture.Driver, kind), await ShownAsync(_observing, kind));
            }
        }
        finally
        {
            await _fixture.RemoveBehindAsync(foreign, Token);
        }
    }

    [Fact]
    public async Task What_happens_is_told()
    {
        if (_observing is not IEventDriver events)
        {
            Assert.DoesNotContain(DriverAbility.Events, _observing.Capabilities.Abilities);
            return;
        }

        await using var log = await EventLog.BeginAsync(events, _fixture.Patience);
        var foreign = await _fixture.CreateBehindAsync(_fixture.Spec(_fixture.BareServer).Name, Token);
        await log.UntilAsync(foreign, happened => happened.Kind == NativeEventKind.Changed);
        await _fixture.RemoveBehindAsync(foreign, Token);
        await log.UntilAsync(foreign, happened => happened.Kind == NativeEventKind.Removed);
    }

    private static async Task<List<string>> ShownAsync(IResourceDriver driver, ResourceKind kind)
    {
        var shown = new List<string>();
        await foreach (var item in driver.ListAsync(kind, Token))
        {
            shown.Add(JsonSerializer.Serialize(item));
        }

        return shown;
    }
}
