using Hcos.Kernel.Layers;
using Hcos.Kernel.Messages;

namespace Hcos.Kernel.Tests.Layers;

public sealed class InboxTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly Inbox _inbox = new("works", 5, 0);

    [Fact]
    public void Nothing_is_caught_up_with_before_a_head_was_announced()
    {
        Assert.False(_inbox.HasCaughtUp);
        Assert.False(_inbox.HasGap);
        Assert.Null(_inbox.Target);
    }

    [Theory]
    [InlineData(4, true)]
    [InlineData(5, false)]
    public void It_has_caught_up_when_the_announced_head_itself_is_consumed(long head, bool hasCaughtUp)
    {
        _inbox.Meet(1, head);
        Assert.Equal(hasCaughtUp, _inbox.HasCaughtUp);
        Assert.Equal(!hasCaughtUp, _inbox.HasGap);
    }

    [Fact]
    public void While_it_catches_up_the_furthest_head_counts_and_afterwards_only_gaps()
    {
        _inbox.Meet(1, 9);
        _inbox.Meet(1, 7);
        Assert.Equal(9, _inbox.Target);
        _inbox.Advance(10);
        _inbox.Meet(1, 20);
        Assert.Equal(9, _inbox.Target);
        Assert.True(_inbox.HasCaughtUp);
        _inbox.MeetGap(20);
        Assert.True(_inbox.HasGap);
        _inbox.MeetGap(15);
        Assert.Equal(20, _inbox.Target);
    }

    [Fact]
    public void What_is_held_for_its_cause_is_no_gap()
    {
        _inbox.Meet(1, 9);
        _inbox.Held.Enqueue(new EventBatch("works", 1, 1, Start, 5, 9, []));
        Assert.False(_inbox.HasGap);
        Assert.False(_inbox.HasCaughtUp);
    }

    [Fact]
    public void Positions_and_times_never_go_back()
    {
        _inbox.Advance(8);
        _inbox.Advance(6);
        Assert.Equal(8, _inbox.Next);
        _inbox.Consumed(Start);
        _inbox.Consumed(Start.AddSeconds(-1));
        Assert.Equal(Start, _inbox.TimeConsumed);
    }

    [Theory]
    [InlineData(2, 3, true)]
    [InlineData(2, 4, true)]
    [InlineData(2, 5, false)]
    [InlineData(1, 3, false)]
    public void An_epoch_that_begins_before_what_was_consumed_went_back(long epoch, long start, bool isRegressed)
    {
        _inbox.Meet(1, 4);
        Assert.Equal(isRegressed, _inbox.IsRegressed(epoch, start));
    }

    [Fact]
    public void A_head_behind_what_was_consumed_says_nothing_of_the_epoch_it_stood_under()
    {
        _inbox.Meet(1, 3);
        Assert.False(_inbox.IsRegressed(2, 3));
    }
}
