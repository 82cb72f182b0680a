using Hcos.Kernel.Simulated.Time;

namespace Hcos.Kernel.Tests.Time;

public sealed class VirtualTimeProviderTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly VirtualTimeProvider _time = new(Start);
    private readonly List<string> _fired = [];

    [Fact]
    public void The_clock_stands_still_until_it_is_advanced()
    {
        var stamp = _time.GetTimestamp();
        Assert.Equal(Start, _time.GetUtcNow());
        _time.Advance(TimeSpan.FromSeconds(90));

        Assert.Equal(Start.AddSeconds(90), _time.GetUtcNow());
        Assert.Equal(TimeSpan.FromSeconds(90), _time.GetElapsedTime(stamp));
        Assert.Throws<ArgumentOutOfRangeException>(() => _time.Advance(TimeSpan.FromTicks(-1)));
    }

    [Fact]
    public void Timers_fire_in_order_of_their_time_and_then_of_their_setting_and_see_that_time()
    {
        Set("late", 3);
        Set("early 1", 1);
        Set("early 2", 1);
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(["early 1 at 1", "early 2 at 1"], _fired);
        Assert.Equal(Start.AddSeconds(3), _time.NextDue);
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal("late at 3", _fired[^1]);
        Assert.Null(_time.NextDue);
    }

    [Fact]
    public void A_timer_set_by_another_fires_within_the_same_advance_when_it_is_due()
    {
        using var first = _time.CreateTimer(_ => Set("second", 1), null, Seconds(1), Timeout.InfiniteTimeSpan);
        Set("third", 3);
        _time.Advance(Seconds(3));

        Assert.Equal(["second at 2", "third at 3"], _fired);
    }

    [Fact]
    public void A_periodic_timer_fires_each_time_until_it_is_disposed()
    {
        var timer = _time.CreateTimer(_ => Fired("tick"), null, Seconds(1), Seconds(2));
        _time.Advance(Seconds(6));
        Assert.Equal(["tick at 1", "tick at 3", "tick at 5"], _fired);
        timer.Dispose();
        _time.Advance(Seconds(10));

        Assert.Equal(3, _fired.Count);
        Assert.False(timer.Change(Seconds(1), Seconds(1)));
    }

    [Fact]
    public void A_timer_can_be_moved_and_stopped()
    {
        using var timer = _time.CreateTimer(_ => Fired("moved"), null, Seconds(1), Timeout.InfiniteTimeSpan);
        Assert.True(timer.Change(Seconds(5), Timeout.InfiniteTimeSpan));
        _time.Advance(Seconds(4));
        Assert.Empty(_fired);
        Assert.True(timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan));
        _time.Advance(Seconds(9));

        Assert.Empty(_fired);
    }

    [Fact]
    public void What_waits_goes_on_inside_the_advance()
    {
        var waiting = WaitAsync();
        _time.Advance(Seconds(1));
        Assert.Equal(["first at 1"], _fired);
        _time.Advance(Seconds(1));

        Assert.True(waiting.IsCompletedSuccessfully);
        Assert.Equal("second at 2", _fired[^1]);

        async Task WaitAsync()
        {
            await Task.Delay(Seconds(1), _time, TestContext.Current.CancellationToken).ConfigureAwait(false);
            Fired("first");
            await Task.Delay(Seconds(1), _time, TestContext.Current.CancellationToken).ConfigureAwait(false);
            Fired("second");
        }
    }

    private static TimeSpan Seconds(int seconds) => TimeSpan.FromSeconds(seconds);

    private void Set(string name, int seconds) =>
        _time.CreateTimer(_ => Fired(name), null, Seconds(seconds), Timeout.InfiniteTimeSpan);

    private void Fired(string name) => _fired.Add($"{name} at {(_time.GetUtcNow() - Start).TotalSeconds}");
}
