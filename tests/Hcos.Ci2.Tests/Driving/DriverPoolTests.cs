using Hcos.Ci2.Calls;
using Hcos.Ci2.Credentials;
using Hcos.Ci2.Drivers;
using Hcos.Contracts.Ci2;
using Hcos.Contracts.Cie;
using Hcos.Kernel.Messages;

namespace Hcos.Ci2.Tests.Driving;

public sealed class DriverPoolTests : DriverEffectsTests
{
    private TaskCompletionSource _working = new();
    private TimeSpan _work;

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
        await AdvanceUntilAsync(Task.WhenAll(held));
        Assert.All(held, read => Assert.True(read.IsCompletedSuccessfully));
    }

    [Fact]
    public async Task A_hundred_environments_that_hang_change_no_call_time_elsewhere()
    {
        const int hanging = 100;
        var options = new Ci2Options { MostCallsAtOnce = 2, LongestCallQueue = 3 };
        _driver.OnRead = async _ =>
        {
            await WorkAsync(TimeSpan.FromMilliseconds(7));
            return Ci2World.Server("a");
        };
        _driver.OnChange = _ => WorkAsync(TimeSpan.FromMilliseconds(11));
        _make = _ => _connections.Count == 1 ? _driver : new FakeDriver
        {
            OnRead = async token => { await HangAsync(token); return null; },
        };
        var alone = await CallTimesAsync(options);
        Assert.Equal(TimeSpan.FromMilliseconds(7), alone[0]);

        var held = Enumerable.Range(0, hanging)
            .Select(number => Lab with { Environment = new EnvironmentId(DerivedId.From($"hanging {number}")) })
            .SelectMany(reach => Enumerable.Repeat(new DriverCall.Look(reach, Ci2World.Key("a")), 5))
            .Select(call => RunAsync(call, options)).ToList();
        Assert.Equal(1 + hanging, _factory.Made.Count);
        Assert.Equal(alone, await CallTimesAsync(options));
        Assert.DoesNotContain(held, call => call.IsCompleted);
        await AdvanceUntilAsync(Task.WhenAll(held));
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
    public async Task While_a_secret_is_rotated_drivers_old_and_new_learn_the_other_one()
    {
        var reach = Lab with { Address = Address with { Credential = "lab" } };
        await _credentials.PutAsync("lab", new StoredCredential("root", "one"), Stop);
        await RunAsync(new DriverCall.Probe(reach));
        Assert.Null(await OtherAsync(0, "one"));
        await _credentials.PutAsync("lab", new StoredCredential("root", "two"), Stop);
        await RunAsync(new DriverCall.Probe(reach with { Generation = 2 }));

        Assert.Equal("two", await OtherAsync(0, "one"));
        Assert.Equal("one", await OtherAsync(1, "two"));
        Assert.Equal("two", await OtherAsync(1, "one"));
        await RunAsync(new DriverCall.Probe(reach with
        {
            Generation = 3,
            Address = reach.Address with { Endpoint = "elsewhere" },
        }));
        Assert.Null(await OtherAsync(2, "two"));

        async Task<string?> OtherAsync(int made, string refused) =>
            (await _connections[made].OtherSecret!(new DriverSecret("root", refused), Stop))?.Secret;
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
        var probed = Assert.IsType<DriverAnswer.Probed>(await RunAsync(new DriverCall.Test(Address)));
        Assert.Equal(["list server", "make server", "power", "events"], probed.Abilities.Take(4));
        Assert.True(_driver.IsDisposed);
        var watched = Address with { Access = EnvironmentAccess.ObserveOnly };
        var observed = Assert.IsType<DriverAnswer.Probed>(await RunAsync(new DriverCall.Test(watched)));
        Assert.Equal(["list server", "events"], observed.Abilities);
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

    /// <summary>
    /// How long reads and changes of one environment take, on a clock that moves only while they work.
    /// </summary>
    private async Task<List<TimeSpan>> CallTimesAsync(Ci2Options options)
    {
        DriverCall[] calls =
        [
            new DriverCall.Look(Other, Ci2World.Key("a")), Act(DriverAction.Ensure) with { Reach = Other },
        ];
        var times = new List<TimeSpan>();
        foreach (var call in Enumerable.Repeat(calls, 10).SelectMany(both => both))
        {
            var began = _time.GetTimestamp();
            var running = RunAsync(call, options);
            while (await IsWorkingAsync(running))
            {
                _working = new TaskCompletionSource();
                _time.Advance(_work);
            }

            times.Add(_time.GetElapsedTime(began));
        }

        return times;
    }

    private async Task WorkAsync(TimeSpan time)
    {
        _work = time;
        var worked = Task.Delay(time, _time, CancellationToken.None);
        _working.SetResult();
        await worked;
    }

    /// <summary>Waits, whatever the test's clock says, until the driver works or the call has returned.</summary>
    private async Task<bool> IsWorkingAsync(Task running)
    {
        var working = _working.Task;
        var first = await Task.WhenAny(running, working)
            .WaitAsync(TimeSpan.FromMinutes(2), TimeProvider.System, Stop);
        return first == working;
    }
}
