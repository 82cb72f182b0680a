using Hcos.Ci2.Drivers.Simulated;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Tests.Simulated;

public sealed class SimulatedWitnessTests : IDisposable
{
    private readonly Laboratory _lab = new();

    [Fact]
    public async Task An_identity_that_executes_twice_in_one_estate_is_witnessed()
    {
        var key = await _lab.MadeAsync(Laboratory.Bare, running: true);
        var twin = _lab.Estate.Outside.CreateServer("twin", identity: new ResourceId(Guid.Parse(key.NativeId)));
        Assert.Empty(_lab.Runs.Doubles);
        _lab.Estate.Outside.Power(twin, PowerAction.Start);

        var seen = Assert.Single(_lab.Runs.Doubles);
        Assert.Equal(key.NativeId, seen.Identity);
        Assert.Equal(($"lab/{key.NativeId}", $"lab/{twin.NativeId}"), (seen.First, seen.Second));
    }

    [Fact]
    public async Task An_identity_that_executes_in_two_estates_is_witnessed_also_while_it_is_paused()
    {
        var spec = _lab.Spec(Laboratory.Bare);
        var key = (await _lab.Driver.EnsureAsync(spec, Laboratory.Token)).Key;
        await _lab.Power.PowerAsync(key, PowerAction.Start, Laboratory.Token);
        _lab.Estate.Outside.Suspend(key);
        using var other = new SimulatedEstate(new("other"), _lab.Time, _lab.Runs);
        await using var driver = SimulatedDriverFactory.Connect(other, _lab.Time);
        await driver.EnsureAsync(spec, Laboratory.Token);
        Assert.Empty(_lab.Runs.Doubles);
        await ((IPowerDriver)driver).PowerAsync(key, PowerAction.Start, Laboratory.Token);

        Assert.Equal(spec.Id.ToString(), Assert.Single(_lab.Runs.Doubles).Identity);
    }

    [Fact]
    public async Task Running_again_after_it_was_off_is_not_running_twice()
    {
        var key = await _lab.MadeAsync(Laboratory.Bare, running: true);
        _lab.Estate.Outside.Destroy(key);
        await _lab.Power.PowerAsync(key, PowerAction.Start, Laboratory.Token);
        await _lab.Power.PowerAsync(key, PowerAction.Start, Laboratory.Token);
        await _lab.Power.PowerAsync(key, PowerAction.Reset, Laboratory.Token);
        Assert.Equal(1, _lab.Runs.Count);
        await _lab.Driver.DeleteAsync(key, Laboratory.Token);

        Assert.Equal(0, _lab.Runs.Count);
        Assert.Empty(_lab.Runs.Doubles);
    }

    [Fact]
    public async Task A_disk_whose_server_is_gone_is_an_orphan_until_it_is_removed()
    {
        var key = await _lab.MadeAsync(Laboratory.Guest);
        Assert.Empty(_lab.Estate.Orphans);
        _lab.Estate.Outside.Delete(key, leaveDisks: true);
        Assert.Equal(2, _lab.Estate.Orphans.Count);
        await _lab.Driver.DeleteAsync(key, Laboratory.Token);

        Assert.Empty(_lab.Estate.Orphans);
    }

    [Fact]
    public async Task Changing_calls_and_duplicates_are_counted()
    {
        var spec = _lab.Spec(Laboratory.Guest);
        await _lab.Driver.EnsureAsync(spec, Laboratory.Token);
        var once = _lab.Estate.Counts;
        await _lab.Driver.EnsureAsync(spec, Laboratory.Token);
        var twice = _lab.Estate.Counts;

        Assert.Equal((2, 2, 0), (once.Changing, once.Effective, once.Repeated));
        Assert.Equal((4, 2, 2), (twice.Changing, twice.Effective, twice.Repeated));
    }

    public void Dispose() => _lab.Dispose();
}
