using Hcos.Ci2.Drivers.Libvirt.Connections;

namespace Hcos.Ci2.Drivers.Tests.Libvirt;

/// <summary>What a call does before it sends something that changes.</summary>
public sealed class LibvirtCallTests
{
    private int _looks;

    [Fact]
    public void The_log_is_looked_at_before_each_step_that_changes()
    {
        var call = Call(int.MaxValue);
        call.BeginChange(TestContext.Current.CancellationToken);
        call.BeginChange(TestContext.Current.CancellationToken);
        Assert.Equal((2, true), (_looks, call.HasChanged));
    }

    [Fact]
    public void A_log_that_is_lost_before_the_first_step_leaves_all_as_it_was()
    {
        var call = Call(0);
        var lost = Assert.Throws<DriverException>(() => call.BeginChange(TestContext.Current.CancellationToken));
        Assert.Equal((DriverFailure.Unavailable, false), (lost.Failure, call.HasChanged));
    }

    [Fact]
    public void A_log_that_is_lost_between_two_steps_leaves_the_outcome_uncertain()
    {
        var call = Call(1);
        call.BeginChange(TestContext.Current.CancellationToken);
        var lost = Assert.Throws<DriverException>(() => call.BeginChange(TestContext.Current.CancellationToken));
        Assert.Equal(DriverFailure.Uncertain, lost.Failure);
    }

    private LibvirtCall Call(int allowed) => new(isChange: true, _ => ++_looks > allowed
        ? Task.FromException(new DriverException(DriverFailure.Unavailable, "somebody else owns the log"))
        : Task.CompletedTask);
}
