using Hcos.Ci2.Drivers.OpenStack;
using Hcos.Ci2.Drivers.Tests.Suite;
using Hcos.Cie.Simulators.OpenStack;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Tests.OpenStack;

/// <summary>
/// A password that is changed while calls are under way: the old one and all tokens are refused, and no call fails.
/// </summary>
public sealed class OpenStackRotationTests
{
    private const string New = "planted-new-secret";

    private static readonly OpenStackAccount Application = new("robot", "planted-robot-secret", "simulated", "admin")
    {
        ApplicationSecret = "planted-application-secret",
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Calls_go_on_whether_the_driver_was_made_before_or_after_the_rotation(bool isMadeBefore)
    {
        await using var endpoint = await StartAsync();
        var stored = OpenStackWorld.Password;
        await using var driver = Connect(endpoint, isMadeBefore ? OpenStackWorld.Password : New, (refused, _) =>
            Task.FromResult(new[] { Volatile.Read(ref stored), OpenStackWorld.Password }
                .Where(other => other != refused.Secret)
                .Select(other => new DriverSecret("admin", other))
                .FirstOrDefault()));
        if (!isMadeBefore) Volatile.Write(ref stored, New);
        using var rotated = new CancellationTokenSource();
        var halfWay = new TaskCompletionSource();
        var load = Enumerable.Range(1, 6)
            .Select(number => RotationLoad.RunAsync(driver, OpenStackWorld.Spec(number), halfWay, rotated.Token))
            .ToArray();
        await halfWay.Task.WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System, Token);
        if (isMadeBefore) Volatile.Write(ref stored, New);
        endpoint.Outside.ChangePassword("admin", New);
        await RotationLoad.RoundsAsync(driver, OpenStackWorld.Spec(90), 3);
        await rotated.CancelAsync();

        Assert.All(await Task.WhenAll(load), rounds => Assert.True(rounds > 0));
        await using var late = Connect(endpoint, OpenStackWorld.Password, null);
        await AssertDeniedAsync(late);
    }

    [Fact]
    public async Task A_token_that_is_made_in_the_second_of_the_change_costs_no_call()
    {
        var clock = new ShiftedClock();
        await using var endpoint = await StartAsync(clock);
        var calls = new CallCounter();
        await using var driver = Connect(endpoint, OpenStackWorld.Password, (_, _) => Stored(New), calls);
        await LookAsync(driver);
        clock.BeginSecond();
        endpoint.Outside.ChangePassword("admin", New);
        await LookAsync(driver);
        var look = await CostAsync();
        endpoint.Outside.ForgetTokens();

        // What was accepted is kept: one request is refused, and one gets a token at the first attempt.
        Assert.Equal(look + 2, await CostAsync());

        async Task<long> CostAsync()
        {
            var before = calls.Total;
            await LookAsync(driver);
            return calls.Total - before;
        }
    }

    [Fact]
    public async Task An_application_credential_is_exchanged_for_another_one_with_its_own_id()
    {
        await using var endpoint = await StartAsync();
        var asked = 0;
        await using var driver = ConnectTo(
            $"{endpoint.Identity}?auth=application-credential&region=Simulated",
            new("removed", "planted-removed-secret"),
            (refused, _) => Task.FromResult(++asked == 1 && refused.UserName == "removed"
                ? new DriverSecret(Application.ApplicationId, Application.ApplicationSecret!)
                : null));
        await LookAsync(driver);
        endpoint.Outside.ForgetTokens();
        await LookAsync(driver);

        Assert.Equal(1, asked);
    }

    [Fact]
    public async Task Where_nobody_exchanged_a_wrong_secret_a_call_is_denied_after_one_more_attempt()
    {
        await using var endpoint = await StartAsync();
        var asked = 0;
        var calls = new CallCounter();
        await using var driver = Connect(endpoint, "planted-wrong", (_, _) => Stored($"planted-{++asked}"), calls);
        await AssertDeniedAsync(driver);
        Assert.Equal((1, 2), (asked, calls.Total));
        await AssertDeniedAsync(driver);
        Assert.Equal((2, 4), (asked, calls.Total));
    }

    [Fact]
    public async Task Where_there_is_no_other_secret_a_refused_one_is_sent_once()
    {
        await using var endpoint = await StartAsync();
        var calls = new CallCounter();
        await using var driver = Connect(
            endpoint, "planted-wrong", (_, _) => Task.FromResult<DriverSecret?>(null), calls);
        await AssertDeniedAsync(driver);
        Assert.Equal(1, calls.Total);
    }

    private static Task<OpenStackEndpoint> StartAsync(TimeProvider? time = null) => OpenStackEndpoint.StartAsync(
        OpenStackWorld.Cloud with { Accounts = [Application] }, time ?? TimeProvider.System, Token);

    private static Task<DriverSecret?> Stored(string secret) =>
        Task.FromResult<DriverSecret?>(new("admin", secret));

    private static IResourceDriver Connect(
        OpenStackEndpoint endpoint,
        string password,
        Func<DriverSecret, CancellationToken, Task<DriverSecret?>>? other,
        CallCounter? calls = null) => ConnectTo(endpoint.Endpoint, new("admin", password), other, calls);

    private static IResourceDriver ConnectTo(
        string endpoint,
        DriverSecret secret,
        Func<DriverSecret, CancellationToken, Task<DriverSecret?>>? other,
        CallCounter? calls = null) =>
        new OpenStackDriverFactory(OpenStackWorld.Bounds with { TokenGrain = new OpenStackOptions().TokenGrain })
            .Create(new(endpoint, secret.UserName, secret.Secret, null, TimeProvider.System)
            {
                OtherSecret = other,
                Calls = calls ?? new(),
            });

    private static async Task AssertDeniedAsync(IResourceDriver driver)
    {
        var refused = await Assert.ThrowsAsync<DriverException>(() => driver.ProbeAsync(Token));
        Assert.Equal(DriverFailure.Denied, refused.Failure);
        Assert.DoesNotContain("planted", refused.ToString(), StringComparison.Ordinal);
    }

    /// <summary>Asks what is shown only to a good token; a probe gets on with a refused one.</summary>
    private static async Task LookAsync(IResourceDriver driver)
    {
        await foreach (var seen in driver.ListAsync(ResourceKind.Network, Token)) Assert.NotEmpty(seen.Name);
    }

    /// <summary>A clock that begins a second when told, so that what follows soon is surely within it.</summary>
    private sealed class ShiftedClock : TimeProvider
    {
        private long _shift;

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddTicks(Volatile.Read(ref _shift));

        public void BeginSecond() =>
            Volatile.Write(ref _shift, _shift + TimeSpan.TicksPerSecond - GetUtcNow().Ticks % TimeSpan.TicksPerSecond);
    }
}
