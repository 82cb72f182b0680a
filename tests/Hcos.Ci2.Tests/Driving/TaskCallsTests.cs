using Hcos.Ci2.Calls;
using Hcos.Ci2.Drivers;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Ci2;
using Hcos.Contracts.Cie;

namespace Hcos.Ci2.Tests.Driving;

public sealed class TaskCallsTests : DriverEffectsTests
{
    private static readonly DriverAction[] Changes = [DriverAction.Ensure, DriverAction.Power, DriverAction.Delete];

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

    [Fact]
    public async Task A_server_that_is_to_run_is_made_by_one_call_where_the_platform_starts_what_it_makes()
    {
        var driver = new LaunchingDriver();
        _make = _ => driver;
        var acted = Assert.IsType<DriverAnswer.Acted>(await RunAsync(MakeAndStart()));
        Assert.Equal(DriverTaskOutcome.Done, acted.Outcome);
        Assert.Equal(1, driver.Changes);
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

    [Theory]
    [InlineData(ServerChangeKind.Resize, true, false)]
    [InlineData(ServerChangeKind.Snapshot, false, true)]
    [InlineData(ServerChangeKind.Revert, true, true)]
    [InlineData(ServerChangeKind.DeleteSnapshot, false, true)]
    public async Task A_change_of_a_stopped_server_is_one_call_of_the_ability_it_needs(
        ServerChangeKind kind, bool asksForSize, bool asksForSnapshot)
    {
        var size = new ServerSize(2, 1 << 30);
        var snapshot = new SnapshotSpec(new(Hcos.Kernel.Messages.DerivedId.From("snapshot")), "before");
        var acted = Assert.IsType<DriverAnswer.Acted>(await RunAsync(
            Act(DriverAction.Change) with { Change = new(kind, size, snapshot) }));

        Assert.Equal((DriverTaskOutcome.Done, 1), (acted.Outcome, _driver.Changes));
        Assert.Equal((asksForSize ? size : null, asksForSnapshot ? snapshot.Id : null), _driver.Asked);
    }

    [Fact]
    public async Task A_platform_without_the_ability_says_so()
    {
        await using var without = new WithoutAbilities();
        var key = Ci2World.Key("a");
        foreach (var kind in Enum.GetValues<ServerChangeKind>())
        {
            var change = new ServerChange(
                kind, new(1, 1), new(new(Hcos.Kernel.Messages.DerivedId.From("snapshot")), "before"));
            var failed = await Assert.ThrowsAsync<DriverException>(() => Ci2.Driving.ServerChanges.MakeAsync(
                without, key, change, TestContext.Current.CancellationToken));
            Assert.Equal(DriverFailure.Invalid, failed.Failure);
        }
    }

    [Fact]
    public async Task Without_the_log_nothing_that_changes_is_sent()
    {
        _context.OwnsLog = false;
        foreach (var action in Changes)
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
        // So long that nothing but the deadline can end it here.
        var running = RunAsync(call, new Ci2Options { ChangeTimeout = TimeSpan.FromHours(23) });
        await AdvanceUntilAsync(running);
        Assert.Equal(DriverTaskOutcome.Uncertain, Assert.IsType<DriverAnswer.Acted>(await running).Outcome);
    }

    [Fact]
    public async Task A_changing_call_that_takes_too_long_is_uncertain_and_sent_once()
    {
        _driver.OnChange = HangAsync;
        var running = RunAsync(Act(DriverAction.Ensure));
        await AdvanceUntilAsync(running);
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
        await AdvanceUntilAsync(running);
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
        foreach (var action in Changes)
        {
            var failed = Assert.IsType<DriverAnswer.Failed>(await RunAsync(Act(action) with { Reach = observing }));
            Assert.Equal((DriverTaskOutcome.Denied, ObserveOnlyDriver.Reason), (failed.Outcome, failed.Reason));
        }

        Assert.Equal(0, _driver.Changes);
    }
}
