using Hcos.Ci2.Drivers.Simulated;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Tests.Simulated;

public sealed class SimulatedTimeTests
{
    [Fact]
    public async Task A_guest_has_its_address_when_it_has_booted_and_goes_off_when_it_was_asked()
    {
        using var lab = new Laboratory();
        var key = await lab.MadeAsync(Laboratory.Guest, running: true);
        lab.Time.Advance(lab.Estate.Options.Boot - TimeSpan.FromTicks(1));
        Assert.Empty(Server(lab, key).Addresses);
        lab.Time.Advance(TimeSpan.FromTicks(1));
        Assert.Single(Server(lab, key).Addresses);

        await lab.Power.PowerAsync(key, PowerAction.Shutdown, Laboratory.Token);
        Assert.Equal(ResourceState.Running, lab.State(key));
        lab.Time.Advance(lab.Estate.Options.Shutdown);
        Assert.Equal(ResourceState.Stopped, lab.State(key));
    }

    [Fact]
    public async Task A_paused_guest_does_not_go_on_with_what_it_was_at()
    {
        using var lab = new Laboratory();
        var key = await lab.MadeAsync(Laboratory.Guest, running: true);
        await lab.Power.PowerAsync(key, PowerAction.Shutdown, Laboratory.Token);
        lab.Estate.Outside.Suspend(key);
        lab.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(ResourceState.Paused, lab.State(key));
        await lab.Power.PowerAsync(key, PowerAction.Resume, Laboratory.Token);
        Assert.Equal(ResourceState.Running, lab.State(key));
        lab.Time.Advance(lab.Estate.Options.Shutdown);

        Assert.Equal(ResourceState.Stopped, lab.State(key));
    }

    [Fact]
    public async Task What_happens_by_itself_is_told_at_its_instant_though_nobody_calls()
    {
        using var lab = new Laboratory();
        var key = await lab.MadeAsync(Laboratory.Guest, running: true);
        await using var watch = ((IEventDriver)lab.Driver).WatchAsync(Laboratory.Token)
            .GetAsyncEnumerator(Laboratory.Token);
        await watch.MoveNextAsync();
        var next = watch.MoveNextAsync().AsTask();
        Assert.False(next.IsCompleted);
        lab.Time.Advance(lab.Estate.Options.Boot);

        Assert.True(next.IsCompleted);
        Assert.Equal((key, "address"), (watch.Current.Key, watch.Current.Detail));
    }

    [Fact]
    public async Task Latency_is_spent_in_virtual_time_and_on_one_thread()
    {
        using var lab = new Laboratory(new("lab") { Latency = TimeSpan.FromMilliseconds(20) });
        var thread = Environment.CurrentManagedThreadId;
        var ended = 0;
        var ensure = EndAsync();
        for (var step = 0; step < 8; step++)
        {
            Assert.False(ensure.IsCompleted);
            lab.Time.Advance(TimeSpan.FromMilliseconds(20));
        }

        Assert.True(ensure.IsCompletedSuccessfully);
        Assert.Equal(thread, ended);
        await ensure;

        async Task EndAsync()
        {
            await lab.Driver.EnsureAsync(lab.Spec(Laboratory.Guest), Laboratory.Token);
            ended = Environment.CurrentManagedThreadId;
        }
    }

    [Fact]
    public void The_same_seed_gives_the_same_trace_and_another_seed_another_one()
    {
        var first = Trace(seed: 5);

        Assert.NotEmpty(first);
        Assert.Equal(first, Trace(seed: 5));
        Assert.NotEqual(first, Trace(seed: 6));
    }

    [Fact]
    public async Task Addresses_are_the_lowest_that_are_free_and_differ_between_estates()
    {
        using var lab = new Laboratory(new("lab") { Boot = TimeSpan.Zero });
        using var other = new Laboratory(new("other") { Boot = TimeSpan.Zero });
        var first = await lab.MadeAsync(Laboratory.Guest, running: true);
        var second = await lab.MadeAsync(Laboratory.Guest, running: true);
        var address = Assert.Single(Server(lab, first).Addresses);
        Assert.NotEqual(address, Assert.Single(Server(lab, second).Addresses));
        await lab.Driver.DeleteAsync(first, Laboratory.Token);
        var third = await lab.MadeAsync(Laboratory.Guest, running: true);
        var foreign = await other.MadeAsync(Laboratory.Guest, running: true);

        Assert.Equal(address, Assert.Single(Server(lab, third).Addresses));
        Assert.NotEqual(address, Assert.Single(Server(other, foreign).Addresses));
    }

    private static ServerFacts Server(Laboratory lab, ResourceKey key) =>
        lab.Estate.Objects(ResourceKind.Server).Single(item => item.Key == key).Server!;

    /// <summary>Several calls at once under jitter: their order follows from the seed.</summary>
    private static IReadOnlyList<string> Trace(int seed)
    {
        var options = new SimulatedOptions("lab")
        {
            Seed = seed,
            Latency = TimeSpan.FromMilliseconds(1),
            Jitter = TimeSpan.FromMilliseconds(50),
        };
        using var lab = new Laboratory(options);
        Task[] calls =
        [
            .. Enumerable.Range(0, 10).Select(_ => lab.MadeAsync(Laboratory.Guest, running: true)),
            lab.ListAsync(ResourceKind.Server),
        ];
        lab.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.All(calls, call => Assert.True(call.IsCompletedSuccessfully));
        return lab.Estate.Trace;
    }
}
