using Hcos.Ci2.Driving;
using Hcos.Contracts.Ci2;
using Hcos.Kernel.Simulated.Time;

namespace Hcos.Ci2.Tests.Driving;

public sealed class LookPaceTests
{
    private static readonly LookRhythm Bounds = new(4, 4, 30);
    private readonly VirtualTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void The_wait_grows_while_nothing_happens_and_stays_within_its_bounds()
    {
        var pace = new LookPace(new Ci2Options(), _time);
        pace.Within(Bounds);
        Assert.Equal(4, pace.Interval.TotalSeconds);
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(10, pace.Interval.TotalSeconds);
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(30, pace.Interval.TotalSeconds);
        pace.Hurry();
        Assert.Equal(4, pace.Interval.TotalSeconds);
        pace.Within(null);
        Assert.Equal(4, pace.Interval.TotalSeconds);
    }

    [Fact]
    public async Task A_look_waits_no_longer_than_its_interval()
    {
        var pace = new LookPace(new Ci2Options(), _time);
        pace.Within(Bounds);
        var rested = pace.RestAsync(Stop);
        _time.Advance(TimeSpan.FromSeconds(3.9));
        Assert.False(rested.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(0.2));
        await rested.WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System, Stop);
    }

    [Fact]
    public async Task What_happens_ends_a_long_wait()
    {
        var pace = new LookPace(new Ci2Options(), _time);
        pace.Within(Bounds);
        _time.Advance(TimeSpan.FromHours(1));
        var rested = pace.RestAsync(Stop);
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.False(rested.IsCompleted);
        pace.Hurry();

        await rested.WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System, Stop);
    }

    [Fact]
    public async Task A_watch_that_ends_does_not_wait_for_the_next_look()
    {
        var pace = new LookPace(new Ci2Options(), _time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var rested = pace.RestAsync(stop.Token);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => rested);
    }
}
