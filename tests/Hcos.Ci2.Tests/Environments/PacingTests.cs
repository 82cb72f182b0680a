using Hcos.Ci2.Environments;
using Hcos.Contracts.Ci2;

namespace Hcos.Ci2.Tests.Environments;

public sealed class PacingTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Ci2Options Options = new();

    [Theory]
    [InlineData(0, 30)]
    [InlineData(1, 60)]
    [InlineData(2, 120)]
    [InlineData(9, 120)]
    public void A_watch_is_trusted_twice_as_long_with_every_sweep_that_confirms_it(int clean, double seconds) =>
        Assert.Equal(seconds, Of(Quiet() with { CleanSweeps = clean }).SweepSeconds);

    [Fact]
    public void Where_no_watch_can_be_relied_on_sweeps_come_more_often()
    {
        foreach (var watch in new[] { WatchHealth.None, WatchHealth.Awaited, WatchHealth.Lost })
        {
            var rhythm = Of(Quiet() with { Watch = watch });
            Assert.Equal(60, rhythm.SweepSeconds);
            Assert.Equal(SyncPath.Polling, rhythm.Path);
            Assert.Null(rhythm.Looks);
            Assert.Equal(60 + 1 + 5, rhythm.SeenWithinSeconds);
        }

        Assert.Equal(30, Of(Quiet() with { Watch = WatchHealth.Silent }).SweepSeconds);
        Assert.Equal(10, Of(Busy() with { Watch = WatchHealth.Silent }).SweepSeconds);
    }

    [Theory]
    [InlineData(0, 10)]
    [InlineData(60, 10)]
    [InlineData(120, 20)]
    [InlineData(3600, 60)]
    public void The_wait_grows_with_the_time_for_which_nothing_changed(int quietSeconds, double seconds) =>
        Assert.Equal(
            seconds,
            Of(Quiet() with { Watch = WatchHealth.None, LastChange = Now.AddSeconds(-quietSeconds) }).SweepSeconds);

    [Fact]
    public void Tasks_and_doubt_are_activity()
    {
        Assert.Equal(30, Of(Quiet() with { HasTasks = true }).SweepSeconds);
        Assert.Equal(30, Of(Quiet() with { IsInDoubt = true }).SweepSeconds);
        Assert.Contains("tasks are under way", Of(Quiet() with { HasTasks = true }).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_the_platform_tells_changes_are_promised_at_once_and_where_it_is_asked_within_a_look()
    {
        var told = Of(Quiet());
        Assert.Equal((SyncPath.Events, null, null), (told.Path, told.Looks, told.SeenWithinSeconds));
        Assert.Equal(120 + 1 + 5, told.OthersWithinSeconds);

        var asked = Of(Quiet() with { CallsPerLook = 1 });
        Assert.Equal(SyncPath.Polling, asked.Path);
        Assert.Equal(new LookRhythm(10, 2, 10), asked.Looks);
        Assert.Equal(15, asked.SeenWithinSeconds);
        Assert.Equal(2, Of(Busy() with { CallsPerLook = 1 }).Looks!.Seconds);

        var announced = Of(Quiet() with { CallsPerLook = 1, IsSubscribed = true });
        Assert.Equal(SyncPath.Events, announced.Path);
        Assert.Equal((asked.Looks, asked.SeenWithinSeconds), (announced.Looks, announced.SeenWithinSeconds));
    }

    [Fact]
    public void A_dear_sweep_is_spread_over_the_hour()
    {
        // 5,000 calls, ten times an hour.
        var rhythm = Of(Busy() with { SweepCalls = 5_000, Ledger = CallLedger.Empty.Add(Now, 5_000) });

        Assert.Equal(360, rhythm.SweepSeconds);
        Assert.Equal((5_000, 50_000), (rhythm.CallsLastHour, rhythm.CallBudget));
        Assert.Contains("the budget of 50000 native calls", rhythm.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_spent_budget_is_waited_for_but_not_for_ever()
    {
        var soon = CallLedger.Empty.Add(Now.AddMinutes(-57), 49_990).Add(Now, 10);
        Assert.Equal(180, Of(Busy() with { SweepCalls = 10, Ledger = soon }).SweepSeconds);

        var late = CallLedger.Empty.Add(Now, 60_000);
        var rhythm = Of(Busy() with { SweepCalls = 10, CallsPerLook = 1, Ledger = late });
        Assert.Equal(600, rhythm.SweepSeconds);
        Assert.Equal(new LookRhythm(60, 60, 60), rhythm.Looks);
    }

    [Fact]
    public void Every_reason_says_which_path_is_in_force()
    {
        var reasons = Enum.GetValues<WatchHealth>().Select(watch => Of(Quiet() with { Watch = watch }).Reason).ToList();

        Assert.Distinct(reasons);
        Assert.All(reasons, reason => Assert.EndsWith("change was seen 10 h ago", reason, StringComparison.Ordinal));
        Assert.Contains("asked", Of(Quiet() with { CallsPerLook = 2 }).Reason, StringComparison.Ordinal);
    }

    private static SyncRhythm Of(SyncSituation situation) => Pacing.Of(situation, Options);

    private static SyncSituation Quiet() => new()
    {
        Now = Now,
        Watch = WatchHealth.Alive,
        CleanSweeps = 5,
        LastChange = Now.AddHours(-10),
        SweepCalls = 20,
        SweepTook = TimeSpan.FromSeconds(1),
    };

    private static SyncSituation Busy() => Quiet() with { LastChange = Now };
}
