using Hcos.Ci2.Drivers.HyperV;
using Hcos.Ci2.Drivers.Tests.Interfering;
using Hcos.Cie.Simulators.HyperV;
using Hcos.Cie.Simulators.Wire;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Tests.HyperV;

/// <summary>An endpoint of our own, and a driver that gives up waiting when <see cref="Timeouts"/> says so.</summary>
internal sealed class HyperVWorld : IAsyncDisposable
{
    public const string Password = "planted-credential-secret";

    private static readonly HyperVOptions Bounds = new()
    {
        ShortestPause = TimeSpan.FromMilliseconds(3),
    };

    private HyperVWorld(HyperVEndpoint endpoint, IResourceDriver driver, HeldTimeouts timeouts) =>
        (Endpoint, Driver, Timeouts) = (endpoint, driver, timeouts);

    public HyperVEndpoint Endpoint { get; }

    public IResourceDriver Driver { get; }

    public HeldTimeouts Timeouts { get; }

    public IPowerDriver Power => (IPowerDriver)Driver;

    public static HyperVEndpointOptions Host { get; } = new()
    {
        Password = Password,
        TransitionTime = TimeSpan.FromMilliseconds(5),
        JobTime = TimeSpan.FromMilliseconds(1),
    };

    public static async Task<HyperVWorld> StartAsync(
        HyperVEndpointOptions? host = null,
        Func<CancellationToken, Task>? beforeChange = null)
    {
        var endpoint = await HyperVEndpoint.StartAsync(
            host ?? Host, TimeProvider.System, TestContext.Current.CancellationToken);
        var timeouts = new HeldTimeouts();
        return new(endpoint, Connect(endpoint, beforeChange: beforeChange, time: timeouts), timeouts);
    }

    public static IResourceDriver Connect(
        HyperVEndpoint endpoint,
        HyperVOptions? bounds = null,
        string password = Password,
        string? trust = null,
        Func<CancellationToken, Task>? beforeChange = null,
        TimeProvider? time = null) => new HyperVDriverFactory(bounds ?? Bounds).Create(
        new(endpoint.Address.AbsoluteUri, "Administrator", password, trust, time ?? TimeProvider.System)
        {
            BeforeChange = beforeChange,
        });

    /// <summary>A server with a disk and a network card.</summary>
    public static ResourceSpec Spec(int number) =>
        new(new(new Guid(number, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7)), ResourceKind.Server, $"server-{number}")
        {
            Server = new(2, 128 << 20, Image: "hcos-guest", Network: "default", UserData: "#cloud-config\n"),
        };

    /// <summary>
    /// Makes a call of which one request goes wrong; one that would be waited for in vain is given up.
    /// </summary>
    public Task<DriverFailure?> InterferedAsync(string verb, Interference what, Func<Task> call) =>
        Interfered.CallAsync(Endpoint.Mischief, Timeouts, verb, what, call, Password);

    public static bool IsAllowed(DriverFailure? failure) => failure is null or DriverFailure.Unavailable
        or DriverFailure.Uncertain or DriverFailure.Denied or DriverFailure.Conflict;

    public async ValueTask DisposeAsync()
    {
        await Driver.DisposeAsync();
        await Endpoint.DisposeAsync();
    }
}
