using Hcos.Cie.Simulators.Wire;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Tests.OpenStack;

/// <summary>A call of the driver that changes a server, and the points at which it can be cut off.</summary>
/// <param name="Prepare">Brings a stopped server to where the call begins.</param>
/// <param name="Call">The call.</param>
/// <param name="Holds">What holds once it was done.</param>
/// <param name="Points">Its requests, each of which can go wrong; changes are those that are no GET.</param>
internal sealed record CutCall(
    Func<OpenStackWorld, ResourceKey, Task> Prepare,
    Func<OpenStackWorld, ResourceKey, Task> Call,
    Func<OpenStackWorld, ResourceKey, Task> Holds,
    params IReadOnlyList<string> Points)
{
    /// <summary>Of a read nothing is done, so it makes no difference whether it was.</summary>
    private static readonly Interference[] WaysOfReads =
    [
        Interference.ServerError, Interference.Unavailable, Interference.Unauthorized, Interference.Hang,
        Interference.Reset, Interference.CutAnswer, Interference.Malformed, Interference.SlowDrip,
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Makes the call of which each request goes wrong in turn, and then repeats it.</summary>
    public async Task RunAsync(Interference what)
    {
        await using var world = await OpenStackWorld.StartAsync();
        var number = 0;
        foreach (var point in Points)
        {
            if (point.StartsWith("GET ", StringComparison.Ordinal) && !WaysOfReads.Contains(what)) continue;
            await RunAsync(world, ++number, point, what);
        }
    }

    /// <summary>The requests of the call when nothing goes wrong.</summary>
    public async Task<IEnumerable<string>> RequestsAsync()
    {
        await using var world = await OpenStackWorld.StartAsync();
        var key = await StoppedAsync(world, 1);
        await Prepare(world, key);
        world.Endpoint.Mischief.Listen();
        await Call(world, key);
        return world.Endpoint.Mischief.Heard().Distinct();
    }

    private async Task RunAsync(OpenStackWorld world, int number, string point, Interference what)
    {
        var key = await StoppedAsync(world, number);
        await Prepare(world, key);
        var before = Assert.Single(world.Endpoint.Outside.Look()).State;
        if (point == "POST auth/tokens") world.Endpoint.Outside.ForgetTokens();

        var failure = await world.InterferedAsync(point, what, () => Call(world, key));

        Assert.True(OpenStackWorld.IsAllowed(failure), $"{what} of {point}: {failure}");
        var state = Assert.Single(world.Endpoint.Outside.Look()).State;
        if (failure == DriverFailure.Unavailable) Assert.Equal(before, state);
        await IsShownAsItIsAsync(world, key);
        await Call(world, key);
        await HoldsAloneAsync(world, key);
        if (await world.Endpoint.Mischief.LetGoAsync(Token) > 0)
        {
            await Call(world, key);
            await HoldsAloneAsync(world, key);
        }

        await world.Driver.DeleteAsync(key, Token);
        world.AssertNothingLeft();
        Assert.Equal(OpenStackWorld.Cloud.Images, world.Endpoint.Outside.Images);
    }

    // Once Nova is not at work on it: until then what is shown may be over by the time that it is compared.
    private static async Task IsShownAsItIsAsync(OpenStackWorld world, ResourceKey key)
    {
        ResourceObject shown;
        do shown = (await world.Driver.ReadAsync(key, Token))!;
        while (shown.Native!.Text.Contains("task_state", StringComparison.Ordinal));
        var state = Assert.Single(world.Endpoint.Outside.Look()).State;
        Assert.Equal(
            state switch
            {
                "active" => ResourceState.Running,
                "paused" => ResourceState.Paused,
                _ => ResourceState.Stopped,
            },
            shown.State);
    }

    private async Task HoldsAloneAsync(OpenStackWorld world, ResourceKey key)
    {
        Assert.Single(world.Endpoint.Outside.Look());
        await Holds(world, key);
    }

    private static async Task<ResourceKey> StoppedAsync(OpenStackWorld world, int number) =>
        (await world.Driver.EnsureAsync(OpenStackWorld.SpecOfItsOwnSize(number), Token)).Key;
}
