using Hcos.Ci2.Drivers.HyperV;
using Hcos.Cie.Simulators.HyperV;
using Hcos.Contracts.Arml.Resources;
using Hcos.Kernel.Simulated.Time;

namespace Hcos.Ci2.Drivers.Tests.HyperV;

/// <summary>How soon a change made outside is told, and what that costs.</summary>
public sealed class HyperVWatchTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_somebody_else_does_is_told_by_the_next_look_and_a_look_is_one_request()
    {
        var bounds = new HyperVOptions { Subscribes = false };
        var time = new VirtualTimeProvider(new DateTimeOffset(2024, 5, 6, 7, 8, 9, TimeSpan.Zero));
        await using var endpoint = await HyperVEndpoint.StartAsync(HyperVWorld.Host, TimeProvider.System, Token);
        await using var driver = HyperVWorld.Connect(endpoint, bounds, time: time);
        var machines = Enumerable.Range(1, 20).Select(number => endpoint.Outside.Create($"machine-{number}")).ToList();
        await using var watch = Assert.IsAssignableFrom<IEventDriver>(driver).WatchAsync(Token)
            .GetAsyncEnumerator(Token);
        Assert.True(await watch.MoveNextAsync());
        Assert.Equal(NativeEvent.WatchBegan, watch.Current);
        Assert.Equal(1, endpoint.Mischief.Requests);

        endpoint.Outside.Start(machines[7]);
        var next = watch.MoveNextAsync().AsTask();
        time.Advance(bounds.WatchInterval - Moment);
        Assert.Equal((false, 1), (next.IsCompleted, endpoint.Mischief.Requests));
        time.Advance(Moment);

        Assert.True(await next.WaitAsync(Patience, Token));
        var told = watch.Current;
        Assert.Equal(
            (new ResourceKey(ResourceKind.Server, machines[7]), NativeEventKind.StateChanged, ResourceState.Running),
            (told.Key, told.Kind, told.State));
        Assert.Equal(2, endpoint.Mischief.Requests);
    }
}
