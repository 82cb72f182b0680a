using Hcos.Ci2.Calls;
using Hcos.Ci2.Credentials;
using Hcos.Ci2.Drivers;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Ci2;
using Hcos.Contracts.Cie;
using Hcos.Kernel.Hosting;
using Hcos.Kernel.Layers;
using Hcos.Kernel.Messages;
using Hcos.Kernel.Simulated.Time;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hcos.Ci2.Tests.Driving;

public sealed class DriverEffectsTests : IAsyncDisposable
{
    private static readonly EnvironmentAddress Address = new("fake", "here", null, null, EnvironmentAccess.Manage);
    private static readonly Reach Lab = new(new EnvironmentId(DerivedId.From("lab")), Address, 1);
    private static readonly Reach Other = new(new EnvironmentId(DerivedId.From("other")), Address, 1);
    private static readonly ResourceId Resource = new(DerivedId.From("web"));

    private readonly FakeDriver _driver = new();
    private readonly FakeFactory _factory;
    private readonly SimulatedCredentialStore _credentials = new();
    private readonly VirtualTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly FakeContext _context = new();
    private readonly List<DriverConnection> _connections = [];
    private Func<DriverConnection, FakeDriver>? _make;
    private IEffectRunner? _runner;

    public DriverEffectsTests() => _factory = new FakeFactory(connection =>
    {
        _connections.Add(connection);
        return _make?.Invoke(connection) ?? _driver;
    });

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_changing_call_is_followed_by_a_read_whose_instant_lies_after_it()
    {
        DateTimeOffset changed = default;
        _driver.OnChange = _ =>
        {
            changed = _context.Now;
            return Task.CompletedTask;
        };
        var acted = Assert.IsType<DriverAnswer.Acted>(await RunAsync(Act(DriverAction.Ensure)));
        Assert.Equal(DriverTaskOutcome.Done, acted.Outcome);
        // The picture is of the read, not of what the call itself answered.
        Assert.Equal(ResourceState.Running, acted.Object!.State);
        Assert.True(acted.At > changed);
    }

    [Fact]
    public async Task A_server_that_is_to_run_is_made_and_then_started_by_a_call_of_its_own()
    {
        var acted = Assert.IsType<DriverAnswer.Acted>(await RunAsync(MakeAndStart()));
        Assert.Equal(DriverTaskOutcome.Done, acted.Outcome);
        Assert.Equal(2, _driver.Changes);
    }

    [Theory]
    [InlineData(DriverFailure.Unavailable, DriverTaskOutcome.Uncertain)]
    [InlineData(DriverFailure.Uncertain, DriverTaskOutcome.Uncertain)]
    [InlineData(DriverFailure.Exhausted, DriverTaskOutcome.Exhausted)]
    public async Task A_server_that_was_made_and_not_started_is_not_as_if_nothing_had_happened(
        DriverFailure failure, DriverTaskOutcome outcome)
    {
        _driver.OnChange = _ => _driver.Changes == 1
            ? Task.CompletedTask
            : throw new DriverException(failure, "as the test wanted");
        var acted = Assert.IsType<DriverAnswer.Acted>(await RunAsync(MakeAndStart()));
        Assert.Equal((outcome, "it was made; then: as the test wanted"), (acted.Outcome, acted.Reason));
        Assert.Equal(Ci2World.Key("a"), acted.Key);
    }

    [Fact]
    public async Task Without_the_log_nothing_that_changes_is_sent()
    {
        _context.OwnsLog = false;
        foreach (var action in Enum.GetValues<DriverAction>())
        {
            var acted = Assert.IsType<DriverAnswer.Acted>(await RunAsync(Act(action)));
            Assert.Equal(DriverTaskOutcome.Unavailable, acted.Outcome);
        }

        Assert.Equal(0, _driver.Changes);
    }

    [Fact]
    public async Task After_its_deadline_nothing_is_sent()
    {
        var call = Act(DriverAction.Ensure) with { Deadline = new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero) };
        Assert.Equal(
            DriverTaskOutcome.Unavailable, Assert.IsType<DriverAnswer.Failed>(await RunAsync(call)).Outcome);
        Assert.Equal(0, _driver.Changes);
    }

    [Fact]
    public async Task A_changing_call_that_is_cut_off_at_its_deadline_is_uncertain()
    {
        _driver.OnChange = HangAsync;
        var call = Act(DriverAction.Ensure) with { Deadline = _context.Now.AddSeconds(5) };
        var running = RunAsync(call);
        await AdvanceUntilAsync(running, 10);
        Assert.Equal(DriverTaskOutcome.Uncertain, Assert.IsType<DriverAnswer.Acted>(await running).Outcome);
    }

    [Fact]
    public async Task A_changing_call_that_takes_too_long_is_uncertain_and_sent_once()
    {
        _driver.OnChange = HangAsync;
        var running = RunAsync(Act(DriverAction.Ensure));
        await AdvanceUntilAsync(running, 130);
        Assert.Equal(DriverTaskOutcome.Uncertain, Assert.IsType<DriverAnswer.Acted>(await running).Outcome);
        Assert.Equal(1, _driver.Changes);
    }

    [Fact]
    public async Task A_read_that_takes_too_long_is_unavailable()
    {
        _driver.OnRead = async token =>
        {
            await HangAsync(token);
            return null;
        };
        var running = RunAsync(new DriverCall.Look(Lab, Ci2World.Key("a")));
        await AdvanceUntilAsync(running, 11);
        Assert.Equal(DriverTaskOutcome.Unavailable, Assert.IsType<DriverAnswer.Failed>(await running).Outcome);
    }

    [Fact]
    public async Task After_too_many_failed_reads_the_environment_is_left_alone_for_a_while()
    {
        _driver.OnRead = _ => throw new DriverException(DriverFailure.Unavailable, "down");
        var call = new DriverCall.Look(Lab, Ci2World.Key("a"));
        for (var time = 0; time < 20; time++) await RunAsync(call);
        Assert.Equal(new Ci2Options().FailuresToBreak, _driver.Reads);

        _driver.OnRead = _ => Task.FromResult<ResourceObject?>(null);
        _time.Advance(TimeSpan.FromSeconds(6));
        Assert.IsType<DriverAnswer.Looked>(await RunAsync(call));
    }

    [Theory]
    [InlineData(DriverAction.Ensure, DriverTaskOutcome.Uncertain)]
    [InlineData(DriverAction.Delete, DriverTaskOutcome.Done)]
    public async Task What_is_not_there_afterwards_is_done_only_when_it_was_removed(
        DriverAction action, DriverTaskOutcome outcome)
    {
        _driver.OnRead = _ => Task.FromResult<ResourceObject?>(null);
        Assert.Equal(outcome, Assert.IsType<DriverAnswer.Acted>(await RunAsync(Act(action))).Outcome);
    }

    [Fact]
    public async Task A_removal_that_no_read_confirms_is_uncertain()
    {
        var acted = Assert.IsType<DriverAnswer.Acted>(await RunAsync(Act(DriverAction.Delete)));
        Assert.Equal(DriverTaskOutcome.Uncertain, acted.Outcome);
        _driver.OnRead = _ => throw new DriverException(DriverFailure.Unavailable, "down");
        acted = Assert.IsType<DriverAnswer.Acted>(await RunAsync(Act(DriverAction.Delete)));
        Assert.Equal(DriverTaskOutcome.Uncertain, acted.Outcome);
    }

    [Fact]
    public async Task A_create_that_cannot_be_read_afterwards_is_done_as_of_its_beginning()
    {
        DateTimeOffset changed = default;
        _driver.OnChange = _ =>
        {
            changed = _context.Now;
            return Task.CompletedTask;
        };
        _driver.OnRead = _ => throw new DriverException(DriverFailure.Unavailable, "down");
        var acted = Assert.IsType<DriverAnswer.Acted>(await RunAsync(Act(DriverAction.Ensure)));
        Assert.Equal((DriverTaskOutcome.Done, ResourceState.Stopped), (acted.Outcome, acted.Object!.State));
        Assert.True(acted.At < changed);
    }

    [Fact]
    public async Task In_an_observe_only_environment_no_changing_call_reaches_the_driver()
    {
        var observing = Lab with { Address = Address with { Access = EnvironmentAccess.ObserveOnly } };
        foreach (var action in Enum.GetValues<DriverAction>())
        {
            var failed = Assert.IsType<DriverAnswer.Failed>(await RunAsync(Act(action) with { Reach = observing }));
            Assert.Equal((DriverTaskOutcome.Denied, ObserveOnlyDriver.Reason), (failed.Outcome, failed.Reason));
        }

        Assert.Equal(0, _driver.Changes);
    }

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
    public async Task A_complete_listing_is_told_in_parts_and_then_ends()
    {
        var options = new Ci2Options { LargestReport = 1 };
        var swept = Assert.IsType<DriverAnswer.Swept>(await RunAsync(Sweep(), options));
        Assert.Equal(2, _context.Reports.OfType<ObjectsListed>().Count());
        var listing = Assert.Single(swept.Listings);
        Assert.Equal([Ci2World.Key("a"), Ci2World.Key("b")], listing.Keys);
        Assert.True(swept.StartedAt < listing.StartedAt && listing.StartedAt < swept.EndedAt);
    }

    [Fact]
    public async Task Of_a_listing_that_breaks_off_nothing_is_told()
    {
        _driver.OnList = _ => Broken();
        Assert.IsType<DriverAnswer.Failed>(await RunAsync(Sweep()));
        Assert.Empty(_context.Reports);

        static async IAsyncEnumerable<ResourceObject> Broken()
        {
            yield return Ci2World.Server("a");
            await Task.Yield();
            throw new DriverException(DriverFailure.Unavailable, "cut");
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Of_a_listing_under_another_identity_nothing_is_told(int from)
    {
        var probes = 0;
        _driver.Status = () => ++probes < from ? Ci2World.Status : Ci2World.Status with { NativeIdentity = "other" };
        Assert.Equal(
            DriverTaskOutcome.Conflict, Assert.IsType<DriverAnswer.Failed>(await RunAsync(Sweep())).Outcome);
        Assert.Empty(_context.Reports);
    }

    [Fact]
    public async Task An_environment_with_too_many_objects_is_not_swept()
    {
        var failed = await RunAsync(Sweep(), new Ci2Options { MostObjects = 1 });
        Assert.Equal(DriverTaskOutcome.Exhausted, Assert.IsType<DriverAnswer.Failed>(failed).Outcome);
        Assert.Empty(_context.Reports);
    }

    [Fact]
    public async Task Native_events_are_told_with_the_instant_of_their_receipt()
    {
        Assert.IsType<DriverAnswer.WatchEnded>(await RunAsync(new DriverCall.Watch(Lab, 7)));
        var began = Assert.IsType<WatchBegan>(_context.Reports[0]);
        var seen = Assert.IsType<NativeEventSeen>(_context.Reports[1]);
        Assert.Equal(7, began.Number);
        Assert.Equal(ResourceState.Paused, seen.Event.State);
        Assert.True(seen.At > began.At);
    }

    [Fact]
    public async Task A_watch_that_does_not_begin_is_given_up()
    {
        _driver.OnWatch = HangAsync;
        var running = RunAsync(new DriverCall.Watch(Lab, 1));
        await AdvanceUntilAsync(running, 11);
        Assert.IsType<DriverAnswer.WatchEnded>(await running);
        Assert.Empty(_context.Reports);
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

    public async ValueTask DisposeAsync()
    {
        if (_runner is IAsyncDisposable runner) await runner.DisposeAsync();
        await _driver.DisposeAsync();
    }

    private static DriverCall.Sweep Sweep() => new(Lab, 1, Ci2World.Status.NativeIdentity);

    private static DriverCall.Act MakeAndStart() => Act(DriverAction.Ensure) with { Power = PowerAction.Start };

    private static DriverCall.Act Act(DriverAction action) => new(
        Lab, DerivedId.From("task"), Resource, action, ResourceKind.Server,
        new ResourceSpec(Resource, ResourceKind.Server, "web") { Server = new ServerSpec(1, 1 << 30) },
        action == DriverAction.Ensure ? null : Ci2World.Key("a"),
        action == DriverAction.Power ? PowerAction.Start : null,
        null);

    private static async Task HangAsync(CancellationToken cancellationToken)
    {
        var never = new TaskCompletionSource();
        await never.Task.WaitAsync(cancellationToken);
    }

    private Task<object> RunAsync(DriverCall call, Ci2Options? options = null)
    {
        _runner ??= Ci2Module.CreateEffects(
            [_factory], _credentials, options ?? new Ci2Options(), _time, NullLoggerFactory.Instance);
        var start = new EffectStart(1, "stream-1", "key", call, false, MessageContext.First(DerivedId.From("start")));
        return _runner.RunAsync(start, _context, Stop);
    }

    /// <summary>Lets the clock go on until the task has ended, for so many seconds of its time.</summary>
    private async Task AdvanceUntilAsync(Task running, int seconds)
    {
        for (var second = 0; second < seconds && !running.IsCompleted; second++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await running.WaitAsync(TimeSpan.FromSeconds(10), TimeProvider.System, Stop);
    }
}
