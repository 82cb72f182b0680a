using Hcos.Ci2.Drivers.HyperV;
using Hcos.Ci2.Drivers.Tests.Suite;
using Hcos.Cie.Simulators.HyperV;

namespace Hcos.Ci2.Drivers.Tests.HyperV;

/// <summary>A password that is changed while calls are under way: the old one is refused, and no call fails.</summary>
public sealed class HyperVRotationTests
{
    private const string New = "planted-new-secret";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Calls_go_on_whether_the_driver_was_made_before_or_after_the_rotation(bool isMadeBefore)
    {
        await using var endpoint = await HyperVEndpoint.StartAsync(HyperVWorld.Host, TimeProvider.System, Token);
        var stored = HyperVWorld.Password;
        await using var driver = Connect(endpoint, isMadeBefore ? HyperVWorld.Password : New, (refused, _) =>
            Task.FromResult(new[] { Volatile.Read(ref stored), HyperVWorld.Password }
                .Where(other => other != refused.Secret)
                .Select(other => new DriverSecret("Administrator", other))
                .FirstOrDefault()));
        if (!isMadeBefore) Volatile.Write(ref stored, New);
        using var rotated = new CancellationTokenSource();
        var halfWay = new TaskCompletionSource();
        var load = Enumerable.Range(1, 6)
            .Select(number => RotationLoad.RunAsync(driver, HyperVWorld.Spec(number), halfWay, rotated.Token))
            .ToArray();
        await halfWay.Task.WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System, Token);
        if (isMadeBefore) Volatile.Write(ref stored, New);
        endpoint.ChangePassword(New);
        await RotationLoad.RoundsAsync(driver, HyperVWorld.Spec(90), 3);
        await rotated.CancelAsync();

        Assert.All(await Task.WhenAll(load), rounds => Assert.True(rounds > 0));
        await using var late = Connect(endpoint, HyperVWorld.Password, null);
        var refused = await Assert.ThrowsAsync<DriverException>(() => late.ProbeAsync(Token));
        Assert.Equal(DriverFailure.Denied, refused.Failure);
        Assert.DoesNotContain("planted", refused.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_neither_is_accepted_a_call_is_denied_and_not_repeated_for_ever()
    {
        await using var endpoint = await HyperVEndpoint.StartAsync(HyperVWorld.Host, TimeProvider.System, Token);
        var asked = 0;
        var calls = new CallCounter();
        await using var driver = Connect(
            endpoint,
            "wrong",
            (_, _) => Task.FromResult<DriverSecret?>(new("Administrator", $"wrong-{++asked}")),
            calls);
        var refused = await Assert.ThrowsAsync<DriverException>(() => driver.ProbeAsync(Token));
        Assert.Equal(DriverFailure.Denied, refused.Failure);
        Assert.Equal((1, 2), (asked, calls.Total));
    }

    private static IResourceDriver Connect(
        HyperVEndpoint endpoint,
        string password,
        Func<DriverSecret, CancellationToken, Task<DriverSecret?>>? other,
        CallCounter? calls = null) =>
        new HyperVDriverFactory(new() { ShortestPause = TimeSpan.FromMilliseconds(3) }).Create(
            new(endpoint.Address.AbsoluteUri, "Administrator", password, null, TimeProvider.System)
            {
                OtherSecret = other,
                Calls = calls ?? new(),
            });
}
