using Hcos.Ci2.Drivers.Simulated.Calls;
using Hcos.Ci2.Drivers.Simulated.Platform;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Tests.Simulated;

/// <summary>What a platform that gives ids does, call by call.</summary>
public sealed class MannersTests
{
    private static readonly DateTimeOffset Now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly ResourceSpec Spec =
        new(new(new Guid(1, 0, 0, new byte[8])), ResourceKind.Server, "server") { Server = Laboratory.Guest };

    private static readonly string Mark = Spec.Id.ToString();

    [Fact]
    public void Each_create_makes_one_more_and_the_oldest_that_is_whole_is_the_server()
    {
        var platform = Platform(PlatformManners.Portless);
        var (first, second) = (Made(platform), Made(platform));
        Assert.Equal([Mark, second], Ids(platform));

        platform.TakeEvents();
        platform.Apply(new PlatformCall.FinishServer(second), Now);
        Assert.Equal([first, Mark], Ids(platform));
        Assert.Equal(
            [(first, NativeEventKind.Changed), (Mark, NativeEventKind.StateChanged), (second, NativeEventKind.Removed)],
            platform.TakeEvents().Select(told => (told.Key!.NativeId, told.Kind))
                .OrderBy(told => told.NativeId == first ? 0 : told.NativeId == Mark ? 1 : 2));
    }

    [Fact]
    public void A_port_is_held_by_one_server_until_it_is_gone_and_a_create_without_it_is_refused()
    {
        var platform = Platform(PlatformManners.Launching);
        Assert.Equal(DriverFailure.Missing, Refused(platform, new PlatformCall.CreateServer(Spec)));
        platform.Apply(new PlatformCall.EnsurePort(Spec.Id), Now);
        var made = Made(platform);
        Assert.Equal(DriverFailure.Conflict, Refused(platform, new PlatformCall.CreateServer(Spec)));
        platform.Apply(new PlatformCall.RemoveServer(made), Now);
        Assert.NotEqual(made, Made(platform));
    }

    [Fact]
    public void What_is_launched_runs_at_once_is_half_made_until_it_is_finished_and_takes_its_disk_with_it()
    {
        var platform = Platform(PlatformManners.Portless);
        var made = Made(platform);
        Assert.Equal(ResourceState.Provisioning, Assert.Single(platform.Objects(ResourceKind.Server)).State);
        Assert.True(Assert.Single(platform.Copies(Mark)).Executes);
        platform.Apply(new PlatformCall.FinishServer(made), Now);
        Assert.Equal(ResourceState.Running, Assert.Single(platform.Objects(ResourceKind.Server)).State);
        Assert.Equal(2, platform.Objects(ResourceKind.Volume).Count);
        platform.Apply(new PlatformCall.RemoveServer(made), Now);
        Assert.Empty(platform.Objects(ResourceKind.Volume));
    }

    [Fact]
    public void What_is_put_together_has_no_disk_before_it_is_given_one_and_does_not_run()
    {
        var platform = Platform(PlatformManners.Assembling);
        var made = Made(platform);
        var equip = new PlatformCall.EquipServer(made, Spec);
        Assert.Equal(DriverFailure.Missing, Refused(platform, equip));
        platform.Apply(new PlatformCall.MakeDisks(Spec), Now);
        platform.Apply(equip, Now);
        Assert.NotEmpty(Assert.Single(platform.Objects(ResourceKind.Server)).Server!.Volumes);
        Assert.False(Assert.Single(platform.Copies(Mark)).Executes);
    }

    [Fact]
    public void The_driver_looks_for_the_mark_before_it_makes_anything_and_before_and_after_it_is_whole()
    {
        Assert.Equal(
            ["CheckServer", "FindCopies", "EnsurePort", "CreateServer", "FindCopies", "SetPower", "FinishServer",
                "FindCopies", "ReadObject"],
            Calls(PlatformManners.Launching, manners => DriverRun.Ensure(Spec, manners)));
        Assert.Equal(
            ["CheckServer", "FindCopies", "MakeDisks", "CreateServer", "EquipServer", "FindCopies", "FinishServer",
                "FindCopies", "ReadObject"],
            Calls(PlatformManners.Assembling, manners => DriverRun.Ensure(Spec, manners)));
    }

    private static List<string> Calls(PlatformManners manners, Func<PlatformManners, DriverRun> begin)
    {
        var platform = Platform(manners);
        using var run = begin(manners);
        var calls = new List<string>();
        while (run.Current is { } call)
        {
            calls.Add(call.GetType().Name);
            run.Answered(platform.Apply(call, Now));
        }

        Assert.Null(run.Failure);
        return calls;
    }

    private static SimulatedPlatform Platform(PlatformManners manners) =>
        new(new("lab") { Manners = manners }, new());

    private static string Made(SimulatedPlatform platform) =>
        Assert.IsType<PlatformAnswer.Made>(platform.Apply(new PlatformCall.CreateServer(Spec), Now)).Id;

    private static DriverFailure Refused(SimulatedPlatform platform, PlatformCall call) =>
        Assert.IsType<PlatformAnswer.Refused>(platform.Apply(call, Now)).Failure;

    /// <summary>What the copies go by, in the order in which they were made.</summary>
    private static IEnumerable<string> Ids(SimulatedPlatform platform) =>
        platform.Copies(Mark).Select(copy => platform.Server(copy.Id)!.Value.NativeId);
}
