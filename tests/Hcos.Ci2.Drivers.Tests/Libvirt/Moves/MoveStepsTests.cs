using Hcos.Ci2.Drivers.Libvirt.Moves;

namespace Hcos.Ci2.Drivers.Tests.Libvirt.Moves;

public sealed class MoveStepsTests
{
    private static readonly Presence[] All = Enum.GetValues<Presence>();

    [Theory]
    [InlineData("Absent", "Absent", "Missing")]
    [InlineData("Absent", "Running", "Release")]
    [InlineData("Absent", "Off", "Release")]
    [InlineData("Off", "Running", "Release")]
    [InlineData("Off", "Paused", "WakeTarget")]
    [InlineData("Off", "Held", "Wait")]
    [InlineData("Off", "Off", "Stopped")]
    [InlineData("Off", "Absent", "Stopped")]
    [InlineData("Running", "Absent", "Move")]
    [InlineData("Running", "Paused", "ClearTarget")]
    [InlineData("Running", "Held", "ClearTarget")]
    [InlineData("Running", "Off", "ClearTarget")]
    [InlineData("Held", "Absent", "WakeSource")]
    [InlineData("Held", "Paused", "ClearTarget")]
    [InlineData("Paused", "Absent", "Stopped")]
    public void What_both_sides_show_decides(string source, string target, string step) =>
        Assert.Equal(step, MoveSteps.Of(Enum.Parse<Presence>(source), Enum.Parse<Presence>(target)).ToString());

    [Fact]
    public void The_target_never_goes_on_while_the_source_has_a_process()
    {
        foreach (var source in new[] { Presence.Running, Presence.Paused, Presence.Held })
        {
            Assert.All(All, target => Assert.NotEqual(MoveStep.WakeTarget, MoveSteps.Of(source, target)));
        }
    }

    [Fact]
    public void The_source_never_goes_on_while_the_target_has_anything()
    {
        foreach (var target in All.Where(target => target != Presence.Absent))
        {
            Assert.All(All, source => Assert.NotEqual(MoveStep.WakeSource, MoveSteps.Of(source, target)));
        }
    }

    [Fact]
    public void Nothing_that_executes_is_ever_removed()
    {
        Assert.All(All, source => Assert.NotEqual(MoveStep.ClearTarget, MoveSteps.Of(source, Presence.Running)));
        Assert.All(All, target => Assert.NotEqual(MoveStep.Release, MoveSteps.Of(Presence.Running, target)));
    }
}
