using Hcos.Ci2.Drivers.Libvirt;
using Hcos.Ci2.Drivers.Libvirt.Connections;
using Hcos.Kernel.Simulated.Time;

namespace Hcos.Ci2.Drivers.Tests.Libvirt;

public sealed class AnnouncedEndsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);
    private static readonly NativeEvent Ends = LibvirtEvents.Domain("one", 6, 2, hasProcess: true);
    private static readonly NativeEvent HasEnded = LibvirtEvents.Domain("one", 5, 1, hasProcess: false);
    private static readonly NativeEvent OtherEnded = LibvirtEvents.Domain("two", 5, 1, hasProcess: false);

    private readonly VirtualTimeProvider _time = new(DateTimeOffset.UnixEpoch);
    private readonly List<NativeEvent> _told = [];
    private readonly AnnouncedEnds _ends;

    public AnnouncedEndsTests() => _ends = new(_told.Add, Patience, _time);

    [Fact]
    public void An_end_that_follows_its_announcement_is_told_at_once_and_alone()
    {
        _ends.Tell(Ends);
        _ends.Tell(HasEnded);
        Assert.Equal([HasEnded], _told);

        _time.Advance(Patience * 10);
        Assert.Equal([HasEnded], _told);
    }

    [Fact]
    public void An_announcement_that_nothing_follows_is_told_after_a_moment()
    {
        _ends.Tell(Ends);
        _time.Advance(Patience - TimeSpan.FromMilliseconds(1));
        Assert.Empty(_told);

        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal([Ends], _told);
    }

    [Fact]
    public void What_another_domain_does_neither_waits_nor_answers()
    {
        _ends.Tell(Ends);
        _ends.Tell(OtherEnded);
        Assert.Equal([OtherEnded], _told);

        _time.Advance(Patience);
        Assert.Equal([OtherEnded, Ends], _told);
    }

    [Fact]
    public void The_next_announcement_counts_again()
    {
        _ends.Tell(Ends);
        _ends.Tell(HasEnded);
        _time.Advance(Patience);
        _ends.Tell(Ends);
        _time.Advance(Patience);

        Assert.Equal([HasEnded, Ends], _told);
    }
}
