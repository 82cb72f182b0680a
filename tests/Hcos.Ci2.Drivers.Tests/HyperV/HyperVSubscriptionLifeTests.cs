using Hcos.Ci2.Drivers.HyperV;
using Hcos.Cie.Simulators.HyperV;
using Hcos.Cie.Simulators.Wire;
using Hcos.Contracts.Arml.Resources;
using Hcos.Kernel.Simulated.Time;

namespace Hcos.Ci2.Drivers.Tests.HyperV;

/// <summary>
/// A subscription ends when the host said so; the watch goes on. No look comes by itself here, and nobody waits for a
/// second try, so that what is told was seen because the host called for a look or was subscribed to anew.
/// </summary>
public sealed class HyperVSubscriptionLifeTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Never = TimeSpan.FromDays(30);

    private static readonly HyperVOptions Told = new()
    {
        WatchInterval = Never,
        SubscribeAgain = Never,
        EventsWithin = TimeSpan.FromMilliseconds(20),
        ShortestLook = TimeSpan.Zero,
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_watch_misses_nothing_over_several_lives_of_its_subscription()
    {
        var life = TimeSpan.FromMilliseconds(300);
        await using var endpoint = await HyperVEndpoint.StartAsync(HyperVWorld.Host, TimeProvider.System, Token);
        await using var driver = HyperVWorld.Connect(endpoint, Told with { SubscriptionLife = life });
        var machines = Enumerable.Range(1, 40).Select(number => endpoint.Outside.Create($"machine-{number}")).ToList();
        await using var watch = await BegunAsync(driver);

        // Some of them start just when one subscription has ended and the next has not begun.
        foreach (var machine in machines)
        {
            endpoint.Outside.Start(machine);
            Assert.Equal(machine, await NextAsync(watch));
            await Task.Delay(life / 8, TimeProvider.System, Token);
        }
    }

    [Fact]
    public async Task What_happens_when_a_subscription_ends_is_seen_by_the_look_after_the_next_began()
    {
        var time = new VirtualTimeProvider(new DateTimeOffset(2024, 5, 6, 7, 8, 9, TimeSpan.Zero));
        // The host would look only after the subscription's end: it takes what it has not told along.
        var bounds = Told with
        {
            SubscriptionLife = TimeSpan.FromMinutes(10),
            EventsWithin = TimeSpan.FromMinutes(11),
            RequestTimeout = Never,
            LongestPull = TimeSpan.FromMinutes(20),
        };
        await using var endpoint = await HyperVEndpoint.StartAsync(HyperVWorld.Host, time, Token);
        await using var driver = HyperVWorld.Connect(endpoint, bounds, time: time);
        var machines = Enumerable.Range(1, 4).Select(number => endpoint.Outside.Create($"machine-{number}")).ToList();
        await using var watch = await BegunAsync(driver);

        foreach (var machine in machines)
        {
            var next = NextAsync(watch);
            await UntilAsync(() => endpoint.Subscriptions > 0);
            endpoint.Outside.Start(machine);
            time.Advance(bounds.SubscriptionLife);
            Assert.Equal(machine, await StepAsync(time, next));
        }
    }

    [Fact]
    public async Task After_a_watch_the_host_has_no_subscription_left_however_soon_it_ended()
    {
        await using var endpoint = await HyperVEndpoint.StartAsync(HyperVWorld.Host, TimeProvider.System, Token);
        await using var driver = HyperVWorld.Connect(endpoint, Told);
        for (var number = 0; number < 10; number++)
        {
            await using (await BegunAsync(driver))
            {
                if (number % 2 == 0) continue;
                await UntilAsync(() => endpoint.Subscriptions > 0);
            }

            Assert.Equal(0, endpoint.Subscriptions);
        }
    }

    [Theory]
    [InlineData("Subscribe")]
    [InlineData("Unsubscribe")]
    public async Task A_watch_ends_though_the_host_does_not_answer_its_farewell(string verb)
    {
        // The farewell's own bound leaves it time to reach a busy host, which then does not answer.
        var bounds = Told with { RequestTimeout = Never };
        await using var endpoint = await HyperVEndpoint.StartAsync(HyperVWorld.Host, TimeProvider.System, Token);
        await using var driver = HyperVWorld.Connect(endpoint, bounds);
        endpoint.Mischief.Plan(verb, Interference.Hang);
        var watch = await BegunAsync(driver);
        await UntilAsync(() => verb == "Subscribe" ? endpoint.Mischief.Planned == 0 : endpoint.Subscriptions > 0);

        await watch.DisposeAsync().AsTask().WaitAsync(Patience, Token);

        Assert.Equal(0, endpoint.Mischief.Calm());
    }

    private static async Task<IAsyncEnumerator<NativeEvent>> BegunAsync(IResourceDriver driver)
    {
        var watch = ((IEventDriver)driver).WatchAsync(Token).GetAsyncEnumerator(Token);
        Assert.True(await watch.MoveNextAsync());
        Assert.Equal(NativeEvent.WatchBegan, watch.Current);
        return watch;
    }

    private static async Task UntilAsync(Func<bool> holds)
    {
        var patience = Task.Delay(Patience, TimeProvider.System, Token);
        while (!holds())
        {
            Assert.False(patience.IsCompleted);
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, Token);
        }
    }

    /// <summary>Who runs next.</summary>
    private static async Task<string> NextAsync(IAsyncEnumerator<NativeEvent> watch)
    {
        while (await watch.MoveNextAsync().AsTask().WaitAsync(Patience, Token))
        {
            if (watch.Current is { State: ResourceState.Running, Key: { } key }) return key.NativeId;
        }

        throw new InvalidOperationException("the watch ended");
    }

    /// <summary>Lets the clock go on: a question may have been on its way when it jumped.</summary>
    private static async Task<T> StepAsync<T>(VirtualTimeProvider time, Task<T> awaited)
    {
        while (!awaited.IsCompleted)
        {
            await Task.WhenAny(awaited, Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, Token));
            if (!awaited.IsCompleted) time.Advance(TimeSpan.FromMinutes(1));
        }

        return await awaited;
    }
}
