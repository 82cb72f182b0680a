using Hcos.Ci2.Drivers.HyperV;
using Hcos.Cie.Simulators.HyperV;
using Hcos.Cie.Simulators.Wire;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Tests.HyperV;

/// <summary>What the host tells by itself calls for a look at once; looks go on without it.</summary>
public sealed class HyperVSubscriptionTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Nothing is seen by a look that the host did not call for.</summary>
    private static readonly HyperVOptions Told = new()
    {
        WatchInterval = TimeSpan.FromHours(1),
        EventsWithin = TimeSpan.FromMilliseconds(20),
        ShortestLook = TimeSpan.FromMilliseconds(5),
        SubscribeAgain = TimeSpan.FromMilliseconds(20),
    };

    /// <summary>A host that does not answer is given up soon. A look that is given up ends the watch.</summary>
    private static readonly HyperVOptions Impatient = Told with
    {
        RequestTimeout = TimeSpan.FromSeconds(2),
        LongestPull = TimeSpan.FromSeconds(1),
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, Interference> Mishaps
    {
        get
        {
            var mishaps = new TheoryData<string, Interference>();
            foreach (var verb in new[] { "Subscribe", "PullEvents" })
            {
                foreach (var what in Enum.GetValues<Interference>()) mishaps.Add(verb, what);
            }

            return mishaps;
        }
    }

    [Fact]
    public async Task Changes_of_state_are_told_though_the_next_look_is_an_hour_away()
    {
        await using var endpoint = await HyperVEndpoint.StartAsync(HyperVWorld.Host, TimeProvider.System, Token);
        await using var driver = HyperVWorld.Connect(endpoint, Told);
        var machines = Enumerable.Range(1, 20).Select(number => endpoint.Outside.Create($"machine-{number}")).ToList();
        await using var watch = await BegunAsync(driver);

        foreach (var machine in machines) endpoint.Outside.Start(machine);

        var told = new HashSet<string>();
        while (told.Count < machines.Count) told.Add(await NextAsync(watch, ResourceState.Running));
        Assert.Equal(machines.Order(StringComparer.Ordinal), told.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_subscription_is_told_once_and_again_only_after_it_was_told_to_be_lost()
    {
        await using var endpoint = await HyperVEndpoint.StartAsync(HyperVWorld.Host, TimeProvider.System, Token);
        // A loss that is over before anybody looked is none, nor is the end of a subscription that had worked.
        var bounds = Told with { SubscribeAgain = TimeSpan.FromSeconds(2), LongestPull = TimeSpan.FromSeconds(1) };
        await using var driver = HyperVWorld.Connect(endpoint, bounds);
        // There before: of what is new and at once in another state, a host has no change of state to tell.
        var machine = endpoint.Outside.Create("one");
        await using var watch = await BegunAsync(driver);
        Assert.Equal(NativeEvent.Subscribed, await AnyAsync(watch));

        endpoint.Mischief.Plan("PullEvents", Interference.Reset, 1);
        Assert.Equal(NativeEvent.Unsubscribed, await AnyAsync(watch));
        Assert.Equal(NativeEvent.Subscribed, await AnyAsync(watch));
        endpoint.Outside.Start(machine);
        Assert.Equal(machine, (await AnyAsync(watch)).Key?.NativeId);
    }

    [Fact]
    public async Task Of_a_host_that_grants_no_subscription_none_is_told()
    {
        var host = HyperVWorld.Host with { GrantsSubscriptions = false };
        await using var endpoint = await HyperVEndpoint.StartAsync(host, TimeProvider.System, Token);
        await using var driver = HyperVWorld.Connect(
            endpoint, Told with { WatchInterval = TimeSpan.FromMilliseconds(5) });
        await using var watch = await BegunAsync(driver);
        await Task.Delay(Told.SubscribeAgain * 5, TimeProvider.System, Token);
        var machine = endpoint.Outside.Create("one");
        Assert.Equal(machine, (await AnyAsync(watch)).Key?.NativeId);
    }

    [Fact]
    public async Task A_host_that_grants_no_subscription_is_looked_at_all_the_same()
    {
        var host = HyperVWorld.Host with { GrantsSubscriptions = false };
        await using var endpoint = await HyperVEndpoint.StartAsync(host, TimeProvider.System, Token);
        await using var driver = HyperVWorld.Connect(
            endpoint, Told with { WatchInterval = TimeSpan.FromMilliseconds(5) });
        var machine = endpoint.Outside.Create("one");
        await using var watch = await BegunAsync(driver);

        endpoint.Outside.Start(machine);

        Assert.Equal(machine, await NextAsync(watch, ResourceState.Running));
    }

    [Theory]
    [MemberData(nameof(Mishaps))]
    public async Task After_any_wrong_answer_the_host_is_subscribed_to_anew(string verb, Interference what)
    {
        await using var endpoint = await HyperVEndpoint.StartAsync(HyperVWorld.Host, TimeProvider.System, Token);
        await using var driver = HyperVWorld.Connect(endpoint, Impatient);
        var machine = endpoint.Outside.Create("one");
        endpoint.Mischief.Plan(verb, what, 1);
        await using var watch = await BegunAsync(driver);

        endpoint.Outside.Start(machine);
        Assert.Equal(machine, await NextAsync(watch, ResourceState.Running));
        // Never back to a former state: a host that compares now and then would have nothing to tell.
        endpoint.Outside.Pause(machine);
        Assert.Equal(machine, await NextAsync(watch, ResourceState.Paused));
        endpoint.Outside.Save(machine);
        Assert.Equal(machine, await NextAsync(watch, ResourceState.Suspended));
        Assert.Equal(0, endpoint.Mischief.Calm());
        // One whose answer was lost is known to nobody and ends by itself.
        if (verb == "PullEvents") Assert.Equal(1, endpoint.Subscriptions);
    }

    private static async Task<IAsyncEnumerator<NativeEvent>> BegunAsync(IResourceDriver driver)
    {
        var watch = ((IEventDriver)driver).WatchAsync(Token).GetAsyncEnumerator(Token);
        Assert.True(await watch.MoveNextAsync());
        Assert.Equal(NativeEvent.WatchBegan, watch.Current);
        return watch;
    }

    private static async Task<NativeEvent> AnyAsync(IAsyncEnumerator<NativeEvent> watch)
    {
        Assert.True(await watch.MoveNextAsync().AsTask().WaitAsync(Patience, Token));
        return watch.Current;
    }

    /// <summary>Who is in the state next.</summary>
    private static async Task<string> NextAsync(IAsyncEnumerator<NativeEvent> watch, ResourceState state)
    {
        while (await watch.MoveNextAsync().AsTask().WaitAsync(Patience, Token))
        {
            if (watch.Current is { Kind: NativeEventKind.StateChanged, Key: { } key } told && told.State == state)
            {
                return key.NativeId;
            }
        }

        throw new InvalidOperationException("the watch ended");
    }
}
