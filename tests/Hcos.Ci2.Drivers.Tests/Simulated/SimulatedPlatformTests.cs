using Hcos.Ci2.Drivers.Simulated.Calls;
using Hcos.Ci2.Drivers.Simulated.Platform;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Tests.Simulated;

/// <summary>The platform as a simulation in one thread calls it: without tasks, without a clock.</summary>
public sealed class SimulatedPlatformTests
{
    private static readonly DateTimeOffset Now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly ResourceSpec Spec =
        new(new(new Guid(1, 0, 0, new byte[8])), ResourceKind.Server, "server") { Server = Laboratory.Guest };

    private static readonly ResourceKey Key = new(ResourceKind.Server, Spec.Id.ToString());

    private readonly SimulatedPlatform _platform = new(new("lab"), new());

    [Fact]
    public void A_run_goes_from_call_to_call_to_its_object()
    {
        using var run = DriverRun.Ensure(Spec);
        var calls = Run(run, int.MaxValue);

        Assert.Equal(["CheckServer", "MakeDisks", "DefineServer", "ReadObject"], calls);
        Assert.Equal(ResourceState.Stopped, run.Item!.State);
        Assert.Equal(NativeEventKind.Changed, Assert.Single(_platform.TakeEvents()).Kind);
        Assert.Empty(_platform.TakeEvents());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_run_abandoned_after_any_call_converges_when_it_is_repeated_and_can_be_undone(int calls)
    {
        using var abandoned = DriverRun.Ensure(Spec);
        Run(abandoned, calls);
        abandoned.Broke(sent: false, "abandoned");
        Assert.Equal(
            calls > 1 ? DriverFailure.Uncertain : DriverFailure.Unavailable, abandoned.Failure!.Failure);
        using var repeated = DriverRun.Ensure(Spec);
        Run(repeated, int.MaxValue);
        Assert.Null(repeated.Failure);
        Assert.Single(_platform.Objects(ResourceKind.Server));
        using var delete = DriverRun.Delete(Key);
        Run(delete, int.MaxValue);

        Assert.Empty(_platform.Objects(ResourceKind.Server));
        Assert.Empty(_platform.Objects(ResourceKind.Volume));
    }

    [Fact]
    public void A_listing_gives_one_object_after_another()
    {
        Run(DriverRun.Ensure(Spec), int.MaxValue);
        using var listing = DriverRun.List(ResourceKind.Volume);
        var found = new List<string>();
        while (listing.Current is { } call)
        {
            listing.Answered(_platform.Apply(call, Now));
            found.AddRange(listing.Item is { } item ? [item.Key.NativeId] : []);
        }

        Assert.Equal(_platform.Objects(ResourceKind.Volume).Select(item => item.Key.NativeId), found);
        Assert.Equal(2, found.Count);
    }

    [Fact]
    public void What_is_due_is_known_and_happens_when_the_instant_is_reached()
    {
        Run(DriverRun.Ensure(Spec), int.MaxValue);
        Assert.Null(_platform.NextDue);
        Run(DriverRun.Power(Key, PowerAction.Start), int.MaxValue);
        var due = Assert.NotNull(_platform.NextDue);
        _platform.Advance(due - TimeSpan.FromTicks(1));
        Assert.Empty(_platform.Objects(ResourceKind.Server)[0].Server!.Addresses);
        _platform.Advance(due);

        Assert.Single(_platform.Objects(ResourceKind.Server)[0].Server!.Addresses);
        Assert.Null(_platform.NextDue);
    }

    [Fact]
    public void Thousands_of_servers_each_have_their_own_address_and_leave_nothing_behind()
    {
        const int Many = 5000;
        var platform = new SimulatedPlatform(new("large") { Hosts = 100 }, new());
        ResourceSpec[] specs =
        [
            .. Enumerable.Range(1, Many).Select(number => Spec with
            {
                Id = new(new Guid(number, 0, 0, new byte[8])),
                Name = $"server-{number}",
            }),
        ];
        foreach (var spec in specs)
        {
            Run(platform, DriverRun.Ensure(spec));
            Run(platform, DriverRun.Power(new(ResourceKind.Server, spec.Id.ToString()), PowerAction.Start));
        }

        platform.Advance(Now.AddMinutes(1));
        var addresses = platform.Objects(ResourceKind.Server).Select(item => Assert.Single(item.Server!.Addresses));
        Assert.Equal(Many, addresses.Distinct().Count());
        var hosts = platform.Objects(ResourceKind.Server).CountBy(item => item.Server!.Host!);
        Assert.All(hosts, host => Assert.Equal(Many / 100, host.Value));
        foreach (var spec in specs)
        {
            Run(platform, DriverRun.Delete(new(ResourceKind.Server, spec.Id.ToString())));
        }

        Assert.Empty(platform.Objects(ResourceKind.Server));
        Assert.Empty(platform.Objects(ResourceKind.Volume));
        Assert.Equal(
            new SimulatedPlatform(new("large"), new()).Objects(ResourceKind.StoragePool)[0].StoragePool,
            platform.Objects(ResourceKind.StoragePool)[0].StoragePool);
    }

    [Fact]
    public void A_sent_call_without_an_answer_is_uncertain_only_if_it_changes()
    {
        using var read = DriverRun.Read(Key);
        read.Broke(sent: true, "lost");
        using var power = DriverRun.Power(Key, PowerAction.Start);
        power.Broke(sent: true, "lost");

        Assert.Equal(DriverFailure.Unavailable, read.Failure!.Failure);
        Assert.Equal(DriverFailure.Uncertain, power.Failure!.Failure);
    }

    private static void Run(SimulatedPlatform platform, DriverRun run)
    {
        using (run)
        {
            while (run.Current is { } call)
            {
                run.Answered(platform.Apply(call, Now));
            }

            Assert.Null(run.Failure);
        }
    }

    private List<string> Run(DriverRun run, int most)
    {
        var calls = new List<string>();
        while (run.Current is { } call && calls.Count < most)
        {
            calls.Add(call.GetType().Name);
            run.Answered(_platform.Apply(call, Now));
        }

        return calls;
    }
}
