using Hcos.Ci2.Conformance;
using Hcos.Contracts.Arml.Resources;
using static Hcos.Ci2.Drivers.Tests.Suite.WrongDrivers;

namespace Hcos.Ci2.Drivers.Tests.Suite;

/// <summary>
/// Each promise of the suite, broken on purpose: the test that is to notice fails, and passes otherwise.
/// </summary>
public sealed class WhatTheSuiteCatches
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30);

    /// <summary>Silence is what some wrong drivers are caught by: it need not be long.</summary>
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(1);

    [Fact]
    public Task An_ability_that_is_there_and_not_declared() => CatchesAsync(
        driver => new Undeclared(driver),
        suite =>
        {
            suite.A_declared_ability_is_implemented_and_an_undeclared_one_is_absent();
            return Task.CompletedTask;
        });

    [Fact]
    public Task A_server_that_is_made_running() => CatchesAsync(
        driver => new Starting(driver), suite => suite.A_server_is_made_stopped_and_as_the_spec_says());

    [Fact]
    public Task An_ensure_that_stops_a_server() => CatchesAsync(
        driver => new Stopping(driver), suite => suite.Ensuring_never_starts_and_never_stops_a_server());

    [Fact]
    public Task A_listing_that_ends_quietly_when_it_is_cut_off() => CatchesAsync(
        driver => new QuietListing(driver),
        suite => suite.A_listing_or_read_that_is_cut_off_fails_and_never_ends_quietly());

    [Fact]
    public Task An_effect_that_may_have_happened_and_is_called_unavailable() => CatchesAsync(
        driver => new Mistaking(
            driver, DriverFailure.Uncertain, () => new DriverException(DriverFailure.Unavailable, "nobody answered")),
        suite => suite.An_ensure_that_is_interrupted_anywhere_converges(Interruption.CutOff));

    [Fact]
    public Task An_effect_that_may_have_happened_and_is_called_cancelled() => CatchesAsync(
        driver => new Mistaking(driver, DriverFailure.Uncertain, () => new OperationCanceledException()),
        suite => suite.An_ensure_that_is_interrupted_anywhere_converges(Interruption.Cancel));

    [Fact]
    public Task An_exception_of_the_wire_that_leaves_the_driver() => CatchesAsync(
        driver => new Mistaking(driver, DriverFailure.Uncertain, () => new IOException("broken pipe")),
        suite => suite.An_ensure_that_is_interrupted_anywhere_converges(Interruption.CutOff));

    [Fact]
    public Task A_missing_image_that_is_called_invalid() => CatchesAsync(
        driver => new Mistaking(
            driver, DriverFailure.Missing, () => new DriverException(DriverFailure.Invalid, "no such image")),
        suite => suite.What_is_not_there_is_missing_and_nothing_is_left_behind());

    [Fact]
    public Task A_delete_that_removes_nothing() => CatchesAsync(
        driver => new ForgettingDelete(driver),
        suite => suite.Deleting_removes_all_that_was_made_and_again_is_fine());

    [Fact]
    public Task A_delete_that_wants_it_to_be_there() => CatchesAsync(
        driver => new DemandingDelete(driver), suite => suite.Deleting_what_was_never_made_succeeds());

    [Fact]
    public Task A_delete_that_does_not_look_for_what_is_half_made() => CatchesAsync(
        driver => new DemandingDelete(driver),
        suite => suite.What_an_interrupted_ensure_left_half_made_can_be_deleted(Interruption.CutOff));

    [Fact]
    public Task A_secret_that_is_shown() => CatchesAsync(
        driver => new Talkative(driver), suite => suite.No_secret_is_ever_shown());

    [Fact]
    public Task A_driver_that_does_not_connect_again() => CatchesAsync(
        driver => new Unreconnecting(driver),
        suite => suite.While_cut_off_every_call_is_unavailable_and_afterwards_all_is_well());

    [Fact]
    public Task A_start_that_wakes_a_paused_server() => CatchesAsync(
        driver => new Waking(driver),
        suite => suite.A_power_action_leads_where_the_table_says_and_can_be_repeated(
            ResourceState.Paused, PowerAction.Start, null));

    [Fact]
    public Task A_suspended_server_that_boots_anew() => CatchesAsync(
        driver => new Forgetful(driver),
        suite => suite.A_suspended_server_goes_on_with_its_memory_and_a_power_off_gives_that_up(PowerAction.Resume));

    [Fact]
    public Task A_watch_that_never_says_that_it_began() => CatchesAsync(
        driver => new Silent(driver, happened => happened.Kind == NativeEventKind.WatchBegan),
        suite => suite.What_the_driver_does_itself_is_told_as_well());

    [Fact]
    public Task A_removal_that_is_not_told() => CatchesAsync(
        driver => new Silent(driver, happened => happened.Kind == NativeEventKind.Removed),
        suite => suite.What_somebody_else_does_is_told_with_the_state_it_implies());

    [Fact]
    public Task A_resize_that_forgets_the_disk() => CatchesAsync(
        driver => new HalfResizing(driver),
        suite => suite.A_stopped_server_gets_the_size_it_is_given_and_again_changes_nothing());

    [Fact]
    public Task A_revert_that_leaves_the_disk_as_it_is() => CatchesAsync(
        driver => new Staying(driver),
        suite => suite.Going_back_restores_what_the_disk_said_and_nothing_else());

    [Fact]
    public Task A_snapshot_that_is_taken_anew_when_it_is_asked_for_again() => CatchesAsync(
        driver => new Retaking(driver), suite => suite.A_running_server_is_neither_kept_nor_taken_back());

    [Fact]
    public Task A_console_that_is_read_past_the_bound() => CatchesAsync(
        driver => new Unbounded(driver), suite => suite.What_a_guest_wrote_is_read_within_the_bound());

    [Fact]
    public async Task A_driver_that_does_not_count_its_calls()
    {
        await using var wrong = new WrongFixture(driver => new DelegatingDriver(driver), Short) { Calls = new() };
        var caught = await Record.ExceptionAsync(
            () => new Suite(wrong).Every_native_call_is_counted_and_nothing_else_is());
        Assert.NotNull(caught);
    }

    private static async Task CatchesAsync(
        Func<IResourceDriver, IResourceDriver> spoil, Func<Suite, Task> test)
    {
        await using (var right = new WrongFixture(driver => new DelegatingDriver(driver), Long))
        {
            await test(new Suite(right));
        }

        await using var wrong = new WrongFixture(spoil, Short);
        var caught = await Record.ExceptionAsync(() => test(new Suite(wrong)));
        Assert.NotNull(caught);
    }

    private sealed class Suite(WrongFixture fixture) : DriverConformance<WrongFixture>(fixture);
}
