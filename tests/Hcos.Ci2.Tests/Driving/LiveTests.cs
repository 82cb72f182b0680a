using Hcos.Ci2.Drivers.Simulated.Calls;
using Hcos.Ci2.Drivers.Simulated.Wire;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Ci2;
using Hcos.Contracts.Cie;
using Hcos.Kernel.Messages;

namespace Hcos.Ci2.Tests.Driving;

public sealed class LiveTests
{
    private static readonly DriverAction[] Changes = [DriverAction.Ensure, DriverAction.Power, DriverAction.Delete];

    private static readonly ResourceId Resource = new(DerivedId.From("web"));
    private static readonly ResourceKey Key = new(ResourceKind.Server, Resource.ToString());
    private static readonly ResourceSpec Spec = new(Resource, ResourceKind.Server, "web")
    {
        Server = new ServerSpec(1, 1 << 30, Image: "hcos-guest", Network: "default"),
    };

    [Fact]
    public async Task A_registered_environment_is_swept_and_a_server_is_made_started_and_removed()
    {
        await using var ci2 = new LiveCi2();
        await ci2.RegisterAndSweepAsync();
        Assert.Contains(ci2.Of<ResourceObserved>(), seen => seen.Key.Kind == ResourceKind.Host);

        Assert.Equal(DriverTaskOutcome.Done, await RunAsync(ci2, DriverAction.Ensure));
        await ci2.UntilAsync(() => ci2.Shown(Key) == ResourceState.Stopped);
        Assert.Equal(DriverTaskOutcome.Done, await RunAsync(ci2, DriverAction.Power, PowerAction.Start));
        await ci2.UntilAsync(() => ci2.Shown(Key) == ResourceState.Running);
        await ci2.UntilAsync(
            () => ci2.Of<ResourceObserved>().Any(seen => seen.Object.Server is { Addresses.Count: > 0 }));
        Assert.Equal(DriverTaskOutcome.Done, await RunAsync(ci2, DriverAction.Delete));
        await ci2.UntilAsync(() => ci2.Shown(Key) == ResourceState.Missing);
        Assert.Empty(ci2.Estate.Orphans);
    }

    [Fact]
    public async Task What_a_guest_wrote_is_read_for_whoever_asks_and_stands_in_no_event()
    {
        await using var ci2 = new LiveCi2();
        await ci2.RegisterAndSweepAsync();
        await RunAsync(ci2, DriverAction.Ensure);
        await RunAsync(ci2, DriverAction.Power, PowerAction.Start);
        var read = await ci2.AskAsync(new ReadConsole(LiveCi2.Lab, Key, 1 << 10));
        Assert.Equal("simulated guest, start 1\nweb login:\n", read.Log?.Text);
        Assert.False(read.Log!.IsCut);
        var cut = await ci2.AskAsync(new ReadConsole(LiveCi2.Lab, Key, 7));
        Assert.Equal(("login:\n", true), (cut.Log!.Text, cut.Log.IsCut));
        Assert.DoesNotContain(
            ci2.Of<IEvent>(), happened => happened.ToString()!.Contains("guest, start", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_console_that_cannot_be_read_says_why()
    {
        await using var ci2 = new LiveCi2();
        await ci2.RegisterAndSweepAsync();
        var elsewhere = await ci2.AskAsync(new ReadConsole(new(DerivedId.From("elsewhere")), Key, 10));
        Assert.Equal((null, "environment-missing"), (elsewhere.Log, elsewhere.Code));
        Assert.Equal("missing", (await ci2.AskAsync(new ReadConsole(LiveCi2.Lab, Key, 10))).Code);
        Assert.Equal("invalid", (await ci2.AskAsync(new ReadConsole(LiveCi2.Lab, Key, 0))).Code);
        ci2.Estate.Wire.CutOff();
        Assert.Equal("unavailable", (await ci2.AskAsync(new ReadConsole(LiveCi2.Lab, Key, 10))).Code);
    }

    [Fact]
    public async Task What_somebody_does_behind_our_back_is_shown()
    {
        await using var ci2 = new LiveCi2();
        var key = ci2.Estate.Outside.CreateServer("foreign");
        await ci2.RegisterAndSweepAsync();
        ci2.Estate.Outside.Power(key, PowerAction.Start);
        await ci2.UntilAsync(() => ci2.Shown(key) == ResourceState.Running);
        ci2.Estate.Outside.Suspend(key);
        await ci2.UntilAsync(() => ci2.Shown(key) == ResourceState.Paused);
        ci2.Estate.Outside.Destroy(key);
        await ci2.UntilAsync(() => ci2.Shown(key) == ResourceState.Stopped);
        ci2.Estate.Outside.Delete(key);
        await ci2.UntilAsync(() => ci2.Shown(key) == ResourceState.Missing);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_listing_that_is_held_while_the_platform_tells_of_a_change_does_not_undo_it(int listed)
    {
        await using var ci2 = new LiveCi2(Often(200));
        ResourceKey[] keys = [.. Enumerable.Range(0, 3).Select(n => ci2.Estate.Outside.CreateServer($"server-{n}"))];
        foreach (var key in keys) ci2.Estate.Outside.Power(key, PowerAction.Start);
        await ci2.RegisterAndSweepAsync();
        await ci2.UntilAsync(() => keys.All(key => ci2.Shown(key) == ResourceState.Running));

        // The listing has read so many of the servers as running, and is held before it reads the next.
        var hold = ci2.Estate.Wire.HoldListing(ResourceKind.Server, listed);
        await hold.Reached.WaitAsync(TestContext.Current.CancellationToken);
        foreach (var key in keys) ci2.Estate.Outside.Destroy(key);
        await ci2.UntilAsync(() => keys.All(key => ci2.Shown(key) == ResourceState.Stopped));
        var told = ci2.Of<IEvent>().Count;
        hold.Release();
        await SweepsAsync(ci2, 2);

        Assert.DoesNotContain(
            ci2.Of<IEvent>().Skip(told).OfType<ResourceObserved>(),
            seen => seen.Object.State == ResourceState.Running && keys.Contains(seen.Key));
        Assert.All(keys, key => Assert.Equal(ResourceState.Stopped, ci2.Shown(key)));
    }

    [Theory]
    [InlineData(typeof(PlatformCall.CheckServer), PassagePoint.BeforeEffect)]
    [InlineData(typeof(PlatformCall.MakeDisks), PassagePoint.BeforeEffect)]
    [InlineData(typeof(PlatformCall.MakeDisks), PassagePoint.AfterEffect)]
    [InlineData(typeof(PlatformCall.DefineServer), PassagePoint.BeforeEffect)]
    [InlineData(typeof(PlatformCall.DefineServer), PassagePoint.AfterEffect)]
    [InlineData(typeof(PlatformCall.ReadObject), PassagePoint.BeforeEffect)]
    public async Task A_create_that_is_held_while_sweeps_pass_is_never_seen_as_missing(Type call, PassagePoint point)
    {
        await using var ci2 = new LiveCi2(Often(50) with { AbsenceInterval = TimeSpan.FromMilliseconds(50) });
        await ci2.RegisterAndSweepAsync();
        var hold = ci2.Estate.Wire.Hold(
            point, met => met.GetType() == call && (met is not PlatformCall.ReadObject read || read.Key == Key));
        var running = RunAsync(ci2, DriverAction.Ensure);
        await hold.Reached.WaitAsync(TestContext.Current.CancellationToken);
        await SweepsAsync(ci2, 3);
        hold.Release();
        Assert.Equal(DriverTaskOutcome.Done, await running);
        await SweepsAsync(ci2, 3);

        Assert.DoesNotContain(ci2.Of<ResourceMissing>(), missing => missing.Key == Key);
        Assert.DoesNotContain(ci2.Of<SweepCompleted>(), swept => swept.Lacking.Contains(Key));
        Assert.Equal(ResourceState.Stopped, ci2.Shown(Key));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task A_server_that_is_made_while_a_listing_is_held_is_not_missing(int listed)
    {
        await using var ci2 = new LiveCi2(Often(50));
        ci2.Estate.Outside.CreateServer("one");
        ci2.Estate.Outside.CreateServer("two");
        await ci2.RegisterAndSweepAsync();
        var hold = ci2.Estate.Wire.HoldListing(ResourceKind.Server, listed);
        await hold.Reached.WaitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(DriverTaskOutcome.Done, await RunAsync(ci2, DriverAction.Ensure));
        hold.Release();
        await SweepsAsync(ci2, 3);

        Assert.DoesNotContain(ci2.Of<SweepCompleted>(), swept => swept.Lacking.Contains(Key));
        Assert.Equal(ResourceState.Stopped, ci2.Shown(Key));
    }

    [Fact]
    public async Task A_create_whose_answer_is_lost_is_uncertain_then_done_and_made_once()
    {
        await using var ci2 = new LiveCi2();
        await ci2.RegisterAndSweepAsync();
        ci2.Estate.Wire.Inject(new SimulatedFault.ActAndLoseAnswer(), met => met is PlatformCall.DefineServer);
        Assert.Equal(DriverTaskOutcome.Done, await RunAsync(ci2, DriverAction.Ensure));
        Assert.Single(ci2.Estate.Objects(ResourceKind.Server));
        Assert.Empty(ci2.Estate.Orphans);
    }

    [Fact]
    public async Task A_changing_call_that_hangs_is_cut_off_and_repeated()
    {
        await using var ci2 = new LiveCi2(new Ci2Options { ChangeTimeout = TimeSpan.FromMilliseconds(200) });
        await ci2.RegisterAndSweepAsync();
        ci2.Estate.Wire.Inject(new SimulatedFault.ActAndHang(), met => met is PlatformCall.DefineServer);
        Assert.Equal(DriverTaskOutcome.Done, await RunAsync(ci2, DriverAction.Ensure));
        Assert.Single(ci2.Estate.Objects(ResourceKind.Server));
    }

    [Fact]
    public async Task A_platform_that_is_full_ends_the_task_and_leaves_nothing_behind()
    {
        await using var ci2 = new LiveCi2();
        await ci2.RegisterAndSweepAsync();
        ci2.Estate.Wire.Inject(
            new SimulatedFault.Fail(Drivers.DriverFailure.Exhausted), met => met is PlatformCall.DefineServer);
        Assert.Equal(DriverTaskOutcome.Exhausted, await RunAsync(ci2, DriverAction.Ensure));
        Assert.Empty(ci2.Estate.Objects(ResourceKind.Server));
        Assert.Empty(ci2.Estate.Orphans);
    }

    [Fact]
    public async Task An_environment_that_is_cut_off_is_told_once_and_is_right_again_when_it_returns()
    {
        await using var ci2 = new LiveCi2();
        var key = ci2.Estate.Outside.CreateServer("foreign");
        await ci2.RegisterAndSweepAsync();
        ci2.Estate.Wire.CutOff();
        await ci2.UntilAsync(() => ci2.Of<EnvironmentUnreachable>().Count == 1);
        ci2.Estate.Outside.Power(key, PowerAction.Start);
        Assert.Equal(ResourceState.Stopped, ci2.Shown(key));

        ci2.Estate.Wire.Restore();
        await ci2.UntilAsync(() => ci2.Shown(key) == ResourceState.Running);
        Assert.Equal(2, ci2.Of<EnvironmentReached>().Count);
        Assert.Single(ci2.Of<EnvironmentUnreachable>());
        Assert.Empty(ci2.Of<ResourceMissing>());
    }

    [Fact]
    public async Task A_task_during_an_outage_is_done_when_the_environment_returns()
    {
        await using var ci2 = new LiveCi2();
        await ci2.RegisterAndSweepAsync();
        ci2.Estate.Wire.CutOff();
        var running = RunAsync(ci2, DriverAction.Ensure);
        await ci2.UntilAsync(() => ci2.Of<DriverTaskBegun>().Count == 1);
        await ci2.UntilAsync(() => ci2.Of<EnvironmentUnreachable>().Count == 1);
        ci2.Estate.Wire.Restore();
        Assert.Equal(DriverTaskOutcome.Done, await running);
    }

    [Fact]
    public async Task In_an_observe_only_environment_everything_is_shown_and_no_changing_call_leaves()
    {
        await using var ci2 = new LiveCi2();
        ci2.Estate.Outside.CreateServer("foreign");
        await ci2.RegisterAsync(EnvironmentAccess.ObserveOnly);
        await ci2.UntilAsync(() => ci2.Of<SweepCompleted>().Count > 0);
        foreach (var action in Changes)
        {
            Assert.Equal(DriverTaskOutcome.Denied, await RunAsync(ci2, action, PowerAction.Start));
        }

        Assert.Contains(ci2.Of<ResourceObserved>(), seen => seen.Object.Name == "foreign");
        Assert.Equal(0, ci2.Estate.Wire.ChangingRequests);
    }

    [Fact]
    public async Task Somebody_else_who_answers_in_its_place_is_not_believed()
    {
        await using var ci2 = new LiveCi2(Often(50));
        var key = ci2.Estate.Outside.CreateServer("foreign");
        await ci2.RegisterAndSweepAsync();
        ci2.Estate.Outside.Change(outside => outside.Impersonate("somebody-else", "all"));
        ci2.Estate.Outside.Delete(key);
        await ci2.UntilAsync(() => ci2.Of<EnvironmentUnreachable>().Count == 1);
        Assert.Contains("somebody-else", ci2.Of<EnvironmentUnreachable>()[0].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_endpoint_is_tested_without_being_registered()
    {
        await using var ci2 = new LiveCi2();
        var good = new EnvironmentAddress("simulated", LiveCi2.Endpoint, null, null, EnvironmentAccess.Manage);
        await ci2.CommandAsync(new TestEndpoint(DerivedId.From("1"), good));
        await ci2.CommandAsync(new TestEndpoint(DerivedId.From("2"), good with { Credential = "nobody" }));
        await ci2.CommandAsync(new TestEndpoint(DerivedId.From("3"), good with { Kind = "vmware" }));
        await ci2.UntilAsync(() => ci2.Of<EndpointTested>().Count == 3);

        Assert.Equal(
            [DriverTaskOutcome.Done, DriverTaskOutcome.Denied, DriverTaskOutcome.Invalid],
            ci2.Of<EndpointTested>().OrderBy(tested => tested.Outcome switch
            {
                DriverTaskOutcome.Done => 0,
                DriverTaskOutcome.Denied => 1,
                _ => 2,
            }).Select(tested => tested.Outcome));
    }

    /// <summary>Swept as often as that, however quiet it is and whatever it costs.</summary>
    private static Ci2Options Often(int milliseconds) => new()
    {
        SweepInterval = TimeSpan.FromMilliseconds(milliseconds),
        LongestSweepInterval = TimeSpan.FromMilliseconds(milliseconds),
        CallBudget = int.MaxValue,
    };

    private static async Task SweepsAsync(LiveCi2 ci2, int count)
    {
        var before = ci2.Of<SweepCompleted>().Count;
        await ci2.UntilAsync(() => ci2.Of<SweepCompleted>().Count >= before + count);
    }

    private static async Task<DriverTaskOutcome> RunAsync(LiveCi2 ci2, DriverAction action, PowerAction? power = null)
    {
        var task = DerivedId.From($"{action}");
        await ci2.CommandAsync(new RunDriverTask(
            task, LiveCi2.Lab, Resource, action, ResourceKind.Server, Spec, action == DriverAction.Ensure ? null : Key,
            power, TimeProvider.System.GetUtcNow() + TimeSpan.FromSeconds(60),
            new ServerChange(ServerChangeKind.Resize, new(1, 1 << 30))));
        await ci2.UntilAsync(() => ci2.Of<DriverTaskEnded>().Any(ended => ended.Task == task));
        return ci2.Of<DriverTaskEnded>().Single(ended => ended.Task == task).Outcome;
    }
}
