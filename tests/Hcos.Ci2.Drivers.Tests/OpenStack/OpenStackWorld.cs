using Hcos.Ci2.Drivers.OpenStack;
using Hcos.Ci2.Drivers.Tests.Interfering;
using Hcos.Cie.Simulators.OpenStack;
using Hcos.Cie.Simulators.Wire;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Tests.OpenStack;

/// <summary>An endpoint of our own, and a driver that gives up waiting when <see cref="Timeouts"/> says so.</summary>
internal sealed class OpenStackWorld : IAsyncDisposable
{
    public const string Password = "planted-credential-secret";

    private OpenStackWorld(OpenStackEndpoint endpoint, IResourceDriver driver, HeldTimeouts timeouts) =>
        (Endpoint, Driver, Timeouts) = (endpoint, driver, timeouts);

    public static OpenStackEndpointOptions Cloud { get; } = new()
    {
        Password = Password,
        TransitionTime = TimeSpan.FromMilliseconds(5),
    };

    public static OpenStackOptions Bounds { get; } = new()
    {
        ShortestPause = TimeSpan.FromMilliseconds(3),
        LongestPause = TimeSpan.FromMilliseconds(20),
        PollInterval = TimeSpan.FromMilliseconds(5),
        // Who says when to come again is not waited for.
        LongestRetryAfter = TimeSpan.Zero,
        // Tokens that are refused on purpose are replaced at once.
        TokenGrain = TimeSpan.Zero,
    };

    public OpenStackEndpoint Endpoint { get; }

    public IResourceDriver Driver { get; }

    public HeldTimeouts Timeouts { get; }

    public IPowerDriver Power => (IPowerDriver)Driver;

    /// <summary>Somebody who is no administrator.</summary>
    public static OpenStackAccount Tenant { get; } = new("ann", Password, "shop", "member");

    public static async Task<OpenStackWorld> StartAsync(OpenStackEndpointOptions? cloud = null)
    {
        var endpoint = await OpenStackEndpoint.StartAsync(
            cloud ?? Cloud, TimeProvider.System, TestContext.Current.CancellationToken);
        var timeouts = new HeldTimeouts();
        return new(endpoint, Connect(endpoint.Identity, new(), timeouts), timeouts);
    }

    /// <summary>The same with a driver that sees no more than a tenant.</summary>
    public static async Task<OpenStackWorld> StartAsTenantAsync()
    {
        var endpoint = await OpenStackEndpoint.StartAsync(
            Cloud with { Accounts = [Tenant] }, TimeProvider.System, TestContext.Current.CancellationToken);
        var timeouts = new HeldTimeouts();
        var driver = new OpenStackDriverFactory(Bounds).Create(new(
            $"{endpoint.Identity}?project=shop&region=Simulated", Tenant.UserName, Password, null, timeouts));
        return new(endpoint, driver, timeouts);
    }

    public static IResourceDriver Connect(Uri identity, CallCounter calls, TimeProvider time) =>
        new OpenStackDriverFactory(Bounds).Create(
            new($"{identity}?project=simulated&region=Simulated", "admin", Password, null, time) { Calls = calls });

    /// <summary>
    /// Makes a call of which one request goes wrong; one that would be waited for in vain is given up.
    /// </summary>
    public Task<DriverFailure?> InterferedAsync(string verb, Interference what, Func<Task> call) =>
        Interfered.CallAsync(Endpoint.Mischief, Timeouts, verb, what, call, Password);

    /// <summary>A server with a network card.</summary>
    public static ResourceSpec Spec(int number, string? network = "default") =>
        new(new(new Guid(number, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8)), ResourceKind.Server, $"server-{number}")
        {
            Server = new(2, 128 << 20, Image: "hcos-guest", Network: network, UserData: "#cloud-config\n"),
        };

    /// <summary>The same with sizes of its own, so that each makes a flavor.</summary>
    public static ResourceSpec SpecOfItsOwnSize(int number, string? network = "default")
    {
        var spec = Spec(number, network);
        return spec with { Server = spec.Server! with { MemoryBytes = (128L + number) << 20 } };
    }

    /// <summary>Nothing is left in the cloud of what was made for servers, but sizes.</summary>
    public void AssertNothingLeft()
    {
        Assert.Empty(Endpoint.Outside.Look());
        Assert.Empty(Endpoint.Outside.Ports);
        Assert.Empty(Endpoint.Outside.SecurityGroups);
    }

    /// <summary>Whether a call of which a request went wrong may fail so.</summary>
    public static bool IsAllowed(DriverFailure? failure) => failure is null or DriverFailure.Unavailable
        or DriverFailure.Uncertain or DriverFailure.Denied or DriverFailure.Conflict;

    public async ValueTask DisposeAsync()
    {
        await Driver.DisposeAsync();
        await Endpoint.DisposeAsync();
    }
}
