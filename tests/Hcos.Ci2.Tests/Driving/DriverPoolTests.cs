using Hcos.Ci2.Calls;
using Hcos.Ci2.Credentials;
using Hcos.Contracts.Ci2;
using Hcos.Contracts.Cie;

namespace Hcos.Ci2.Tests.Driving;

public sealed class DriverPoolTests : DriverEffectsTests
{
    [Fact]
    public async Task An_environment_that_hangs_slows_nobody_else_and_its_queue_is_bounded()
    {
        var hanging = new FakeDriver { OnRead = async token => { await HangAsync(token); return null; } };
        _make = connection => _connections.Count == 1 ? hanging : _driver;
        var options = new Ci2Options { MostCallsAtOnce = 2, LongestCallQueue = 3 };
        var call = new DriverCall.Look(Lab, Ci2World.Key("a"));
        var held = Enumerable.Range(0, 5).Select(_ => RunAsync(call, options)).ToList();
        var refused = Assert.IsType<DriverAnswer.Failed>(await RunAsync(call, options));
        Assert.Equal(DriverTaskOutcome.Unavailable, refused.Outcome);
        Assert.Equal(2, hanging.Reads);

        Assert.IsType<DriverAnswer.Looked>(await RunAsync(call with { Reach = Other }, options));
        await AdvanceUntilAsync(Task.WhenAll(held), 60);
        Assert.All(held, read => Assert.True(read.IsCompletedSuccessfully));
    }

    [Fact]
    public async Task A_driver_is_made_with_its_secret_and_made_anew_when_that_changed()
    {
        var first = new FakeDriver();
        var second = new FakeDriver();
        _make = connection => connection.Secret == "one" ? first : second;
        var reach = Lab with { Address = Address with { Credential = "lab" } };
        await _credentials.PutAsync("lab", new StoredCredential("root", "one"), Stop);
        await RunAsync(new DriverCall.Probe(reach));
        await RunAsync(new DriverCall.Probe(reach));
        await _credentials.PutAsync("lab", new StoredCredential("root", "two"), Stop);
        await RunAsync(new DriverCall.Probe(reach with { Generation = 2 }));

        Assert.Equal([first, second], _factory.Made);
        Assert.True(first.IsDisposed);
        var late = Assert.IsType<DriverAnswer.Failed>(await RunAsync(new DriverCall.Probe(reach)));
        Assert.Equal(DriverTaskOutcome.Unavailable, late.Outcome);
    }

    [Fact]
    public async Task A_driver_is_disposed_of_only_after_its_last_call_has_returned()
    {
        var go = new TaskCompletionSource();
        var first = new FakeDriver { OnChange = _ => go.Task };
        _make = _ => _connections.Count == 1 ? first : new FakeDriver();
        var running = RunAsync(Act(DriverAction.Ensure));
        await RunAsync(new DriverCall.Probe(Lab with { Generation = 2 }));
        Assert.False(first.IsDisposed);
        go.SetResult();
        Assert.Equal(DriverTaskOutcome.Done, Assert.IsType<DriverAnswer.Acted>(await running).Outcome);
        await ((IAsyncDisposable)_runner!).DisposeAsync();
        Assert.True(first.IsDisposed);
    }

    [Theory]
    [InlineData("fake", "here", "nobody", DriverTaskOutcome.Denied)]
    [InlineData("vmware", "here", null, DriverTaskOutcome.Invalid)]
    [InlineData("fake", "nonsense", null, DriverTaskOutcome.Invalid)]
    public async Task What_no_driver_can_be_made_for_is_told(
        string kind, string endpoint, string? credential, DriverTaskOutcome outcome)
    {
        var address = new EnvironmentAddress(kind, endpoint, credential, null, EnvironmentAccess.Manage);
        Assert.Equal(outcome, Assert.IsType<DriverAnswer.Failed>(await RunAsync(new DriverCall.Test(address))).Outcome);
        Assert.Empty(_factory.Made);
    }

    [Fact]
    public async Task A_tested_endpoint_keeps_no_driver()
    {
        Assert.IsType<DriverAnswer.Probed>(await RunAsync(new DriverCall.Test(Address)));
        Assert.True(_driver.IsDisposed);
    }

    [Fact]
    public async Task A_defect_of_a_driver_is_thrown_and_not_taken_for_an_answer()
    {
        _driver.OnRead = _ => throw new InvalidOperationException("a defect");
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => RunAsync(new DriverCall.Look(Lab, Ci2World.Key("a"))));
    }

    [Fact]
    public async Task A_left_environment_has_no_driver_and_a_forgotten_credential_is_gone()
    {
        await _credentials.PutAsync("lab", new StoredCredential(null, "s"), Stop);
        await RunAsync(new DriverCall.Probe(Lab));
        Assert.IsType<DriverAnswer.LetGo>(await RunAsync(new DriverCall.Leave(Lab.Environment)));
        Assert.True(_driver.IsDisposed);
        Assert.IsType<DriverAnswer.LetGo>(await RunAsync(new DriverCall.ForgetCredential("lab")));
        Assert.Empty(await _credentials.ListAsync(Stop));
    }
}
